/// What a proposal carries. Zab does not look into it.
///
/// The greater part of it may be one stretch of bytes that is held by others anyway: the data of a node. Such a stretch is
/// shared with them instead of being copied. That cannot be seen from outside: two payloads with the same bytes are equal.
public struct Payload: Hashable, Sendable {
    private enum Form: Sendable {
        case whole([UInt8])
        /// What stands around a shared stretch, and how much of that before it.
        indirect case parted([UInt8], shared: [UInt8], at: Int)
    }

    private let form: Form

    public init(_ bytes: [UInt8]) { form = .whole(bytes) }

    /// - Parameter shared: stands behind the first `position` of `bytes`.
    public init(_ bytes: [UInt8], sharing shared: [UInt8], at position: Int) {
        precondition(
            position >= 0 && position <= bytes.count, "a shared stretch stands among the bytes")
        form = .parted(bytes, shared: shared, at: position)
    }

    /// A stretch of so many bytes is worth sharing: a shorter one is copied at less cost.
    public static let worthSharing = 512

    public var count: Int {
        switch form {
        case .whole(let bytes): bytes.count
        case .parted(let bytes, let shared, _): bytes.count + shared.count
        }
    }

    /// All of it in one piece.
    public var bytes: [UInt8] {
        if case .whole(let bytes) = form { return bytes }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        append(to: &bytes)
        return bytes
    }

    /// A stretch that a payload shares, where it is left out.
    public struct Shared: Sendable {
        public let stretch: [UInt8]
        /// How many of the bytes it is missing from stand before it.
        public let position: Int
    }

    /// Appends all but what it shares with others, which is noted in `shared`.
    public func append(to target: inout [UInt8], leavingOut shared: inout [Shared]) {
        guard case .parted(let bytes, let stretch, let position) = form else {
            return append(to: &target)
        }
        shared.append(Shared(stretch: stretch, position: target.count + position))
        bytes.withUnsafeBufferPointer { target.append(contentsOf: $0) }
    }

    public func append(to target: inout [UInt8]) {
        switch form {
        case .whole(let bytes):
            // Lent, not handed over: that would be counted.
            bytes.withUnsafeBufferPointer { target.append(contentsOf: $0) }
        case .parted(let bytes, let shared, let position):
            bytes.withUnsafeBufferPointer { target.append(contentsOf: $0[..<position]) }
            shared.withUnsafeBufferPointer { target.append(contentsOf: $0) }
            bytes.withUnsafeBufferPointer { target.append(contentsOf: $0[position...]) }
        }
    }
}

extension Payload {
    public static func == (left: Self, right: Self) -> Bool {
        left.count == right.count && left.bytes == right.bytes
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}

extension Payload: ExpressibleByArrayLiteral {
    public init(arrayLiteral bytes: UInt8...) { self.init(bytes) }
}
