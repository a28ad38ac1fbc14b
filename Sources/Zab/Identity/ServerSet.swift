/// A set of servers in the order of their ids.
///
/// Acknowledgements are counted in one for every proposal, so the usual ids cost one bit each and no memory
/// of their own.
public struct ServerSet: Hashable, Sendable, Sequence, ExpressibleByArrayLiteral,
    CustomStringConvertible
{
    /// Bit n: the server with id n is in.
    private var low: UInt64 = 0
    /// Those with ids from 64, in order.
    private var high: [ServerID] = []

    public init(_ members: some Sequence<ServerID> = []) {
        for id in members { insert(id) }
    }

    public init(arrayLiteral elements: ServerID...) { self.init(elements) }

    /// In the order of the ids.
    public var members: [ServerID] { Array(self) }

    public var count: Int { low.nonzeroBitCount + high.count }
    public var isEmpty: Bool { low == 0 && high.isEmpty }

    public func contains(_ id: ServerID) -> Bool {
        Self.bit(of: id).map { low & $0 != 0 } ?? high.contains(id)
    }

    /// Adds `id`; whether it was new.
    @discardableResult
    public mutating func insert(_ id: ServerID) -> Bool {
        if let bit = Self.bit(of: id) {
            defer { low |= bit }
            return low & bit == 0
        }
        let index = high.firstIndex { $0 >= id } ?? high.count
        if index < high.count && high[index] == id { return false }
        high.insert(id, at: index)
        return true
    }

    public mutating func remove(_ id: ServerID) {
        if let bit = Self.bit(of: id) {
            low &= ~bit
        } else {
            high.removeAll { $0 == id }
        }
    }

    /// How many are in both.
    public func common(with other: ServerSet) -> Int {
        (low & other.low).nonzeroBitCount + high.count(where: other.contains)
    }

    public func intersects(_ other: ServerSet) -> Bool { common(with: other) > 0 }

    private static func bit(of id: ServerID) -> UInt64? {
        (0..<64).contains(id.rawValue) ? 1 << UInt64(id.rawValue) : nil
    }

    public struct Iterator: IteratorProtocol {
        fileprivate var low: UInt64
        fileprivate var high: IndexingIterator<[ServerID]>

        public mutating func next() -> ServerID? {
            if low == 0 { return high.next() }
            defer { low &= low - 1 }
            return ServerID(Int64(low.trailingZeroBitCount))
        }
    }

    public func makeIterator() -> Iterator {
        Iterator(low: low, high: high.makeIterator())
    }

    public var description: String { map(\.description).joined(separator: " ") }
}
