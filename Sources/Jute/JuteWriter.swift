/// Appends values in ZooKeeper's serialization (`BinaryOutputArchive`): integers big-endian, lengths
/// as 4-byte integers, null as length -1.
public struct JuteWriter: Hashable, Sendable {
    /// A buffer whose length was written, but not its bytes: these belong behind the first `position` of the writer's.
    public struct LeftOut: Hashable, Sendable {
        public let buffer: [UInt8]
        public let position: Int
    }

    public internal(set) var bytes: [UInt8] = []
    /// The buffer that was left out; see `init(leavingOut:)`.
    public private(set) var leftOut: LeftOut?
    private let threshold: Int

    public init() { self.init(leavingOut: .max) }

    /// Leaves out the first buffer of at least `threshold` bytes, for who can do without a copy of it.
    public init(leavingOut threshold: Int) { self.threshold = threshold }

    /// Lets `body` write behind what is there already, without a copy of either.
    public static func append(
        to bytes: inout [UInt8], _ body: (inout JuteWriter) -> Void
    ) {
        var writer = JuteWriter()
        swap(&writer.bytes, &bytes)
        body(&writer)
        swap(&writer.bytes, &bytes)
    }

    /// Makes room for `count` bytes in all.
    public mutating func reserveCapacity(_ count: Int) { bytes.reserveCapacity(count) }

    /// Forgets what was written, but keeps the room for what comes next.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        leftOut = nil
    }

    public mutating func bool(_ value: Bool) { bytes.append(value ? 1 : 0) }

    public mutating func byte(_ value: UInt8) { bytes.append(value) }

    public mutating func int(_ value: Int32) { bigEndian(value) }

    public mutating func long(_ value: Int64) { bigEndian(value) }

    public mutating func string(_ value: String?) {
        guard let value else { return int(-1) }
        int(Int32(value.utf8.count))
        append(value)
    }

    /// One string of two parts.
    public mutating func string(_ head: String, followedBy tail: String) {
        int(Int32(head.utf8.count + tail.utf8.count))
        append(head)
        append(tail)
    }

    /// In one piece where its bytes stand together, as they nearly always do.
    private mutating func append(_ text: String) {
        let isDone: Void? = text.utf8.withContiguousStorageIfAvailable {
            bytes.append(contentsOf: $0)
        }
        if isDone == nil { appendPieces(text) }
    }

    /// On its own: else the usual way would count who holds the text, for this one's sake.
    @inline(never)
    private mutating func appendPieces(_ text: String) { bytes.append(contentsOf: text.utf8) }

    public mutating func buffer(_ value: [UInt8]?) {
        guard let value else { return int(-1) }
        int(Int32(value.count))
        if value.count >= threshold, leftOut == nil { return leaveOut(value) }
        // Lent, not handed over: that would be counted.
        value.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    }

    /// On its own for the same reason.
    @inline(never)
    private mutating func leaveOut(_ value: [UInt8]) {
        leftOut = LeftOut(buffer: value, position: bytes.count)
    }

    @inlinable
    public mutating func record(_ value: some JuteRecord) { value.write(to: &self) }

    /// The element count, then the elements as `body` writes them.
    @inlinable
    public mutating func vector<Elements: Collection>(
        _ elements: Elements?, _ body: (inout JuteWriter, Elements.Element) -> Void
    ) {
        guard let elements else { return int(-1) }
        int(Int32(elements.count))
        for element in elements { body(&self, element) }
    }

    @inlinable
    public mutating func vector<Element: JuteRecord>(_ elements: [Element]?) {
        vector(elements) { $0.record($1) }
    }

    /// What `body` writes, with its length before it: a buffer that need not be built beside first.
    public mutating func lengthPrefixed(_ body: (inout JuteWriter) -> Void) {
        precondition(threshold == .max, "a length is that of all that stands behind it")
        let start = bytes.count
        int(0)
        body(&self)
        let length = Int32(bytes.count - start - 4)
        bytes.withUnsafeMutableBytes { bytes in
            bytes.storeBytes(of: length.bigEndian, toByteOffset: start, as: Int32.self)
        }
    }

    private mutating func bigEndian<Integer: FixedWidthInteger & BitwiseCopyable>(_ value: Integer)
    {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }
}
