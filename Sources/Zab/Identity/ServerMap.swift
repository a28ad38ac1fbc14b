/// A few values by server, kept in the order of the ids, so that walking it is the same in every process.
public struct ServerMap<Value> {
    public private(set) var entries: [(key: ServerID, value: Value)] = []

    public init() {}

    public var isEmpty: Bool { entries.isEmpty }
    public var count: Int { entries.count }
    public var keys: [ServerID] { entries.map(\.key) }

    public subscript(id: ServerID) -> Value? {
        get {
            for entry in entries where entry.key == id { return entry.value }
            return nil
        }
        _modify {
            let index = entries.firstIndex { $0.key >= id } ?? entries.count
            let found = index < entries.count && entries[index].key == id
            var value: Value? = found ? entries.remove(at: index).value : nil
            defer { if let value { entries.insert((id, value), at: index) } }
            yield &value
        }
    }

    public mutating func removeAll() { entries.removeAll() }

    /// Changes every value in place, in the order of the ids.
    public mutating func update(_ body: (ServerID, inout Value) -> Void) {
        for index in entries.indices { body(entries[index].key, &entries[index].value) }
    }
}

extension ServerMap: Sendable where Value: Sendable {}

extension ServerMap: Equatable where Value: Equatable {
    public static func == (left: Self, right: Self) -> Bool {
        left.entries.elementsEqual(right.entries) { $0.key == $1.key && $0.value == $1.value }
    }
}

extension ServerMap: Hashable where Value: Hashable {
    public func hash(into hasher: inout Hasher) {
        for entry in entries {
            hasher.combine(entry.key)
            hasher.combine(entry.value)
        }
    }
}
