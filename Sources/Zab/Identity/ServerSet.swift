/// A set of servers in the order of their ids.
public struct ServerSet: Hashable, Sendable, Sequence, ExpressibleByArrayLiteral,
    CustomStringConvertible
{
    public private(set) var members: [ServerID]

    public init(_ members: some Sequence<ServerID> = []) {
        self.members = Array(Set(members)).sorted()
    }

    public init(arrayLiteral elements: ServerID...) { self.init(elements) }

    public var count: Int { members.count }
    public var isEmpty: Bool { members.isEmpty }

    public func contains(_ id: ServerID) -> Bool { members.contains(id) }

    /// Adds `id`; whether it was new.
    @discardableResult
    public mutating func insert(_ id: ServerID) -> Bool {
        let index = members.firstIndex { $0 >= id } ?? members.count
        if index < members.count && members[index] == id { return false }
        members.insert(id, at: index)
        return true
    }

    public mutating func remove(_ id: ServerID) { members.removeAll { $0 == id } }

    public func intersects(_ other: ServerSet) -> Bool { members.contains { other.contains($0) } }

    public func makeIterator() -> IndexingIterator<[ServerID]> { members.makeIterator() }

    public var description: String { members.map(\.description).joined(separator: " ") }
}
