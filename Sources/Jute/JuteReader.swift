/// Takes values of ZooKeeper's serialization (`BinaryInputArchive`) from the front of some bytes.
///
/// Nothing that the bytes announce makes it allocate more than they hold: lengths and counts are
/// checked against what is left before anything is built. A reader may be given a part of a longer
/// array, so that many messages that came in one read share it.
public struct JuteReader: Hashable, Sendable {
    private let bytes: [UInt8]
    /// How many bytes of the array have been read or skipped.
    public private(set) var position: Int
    /// Where the reader's part of the array ends.
    public let end: Int
    /// The longest string or buffer accepted, in bytes.
    public let limit: Int

    /// `jute.maxbuffer` and its allowance `jute.maxbuffer.extrasize`, both at their defaults.
    public static let defaultLimit = 2 * 0xfffff

    /// As long as a length can say: for bytes that are all here, and whose sender was held to a limit
    /// when they came. What was acknowledged once must stay readable, whatever the limit is by then.
    public static let noLimit = Int(Int32.max)

    public init(_ bytes: [UInt8], limit: Int = JuteReader.defaultLimit) {
        self.init(bytes, at: 0, limit: limit)
    }

    /// Reads `bytes[position..<end]`, or up to the end of the array.
    public init(
        _ bytes: [UInt8], at position: Int, until end: Int? = nil,
        limit: Int = JuteReader.defaultLimit
    ) {
        let end = end ?? bytes.count
        precondition(
            position >= 0 && position <= end && end <= bytes.count,
            "a reader starts and ends inside its bytes")
        self.bytes = bytes
        self.position = position
        self.end = end
        self.limit = limit
    }

    public var remaining: Int { end - position }
    public var isAtEnd: Bool { position == end }

    /// What is left to read.
    public var rest: [UInt8] { Array(bytes[position..<end]) }

    /// Zero is false, anything else true, as in Java.
    public mutating func bool() throws(JuteError) -> Bool { try byte() != 0 }

    public mutating func byte() throws(JuteError) -> UInt8 { try bigEndian() }

    public mutating func int() throws(JuteError) -> Int32 { try bigEndian() }

    public mutating func long() throws(JuteError) -> Int64 { try bigEndian() }

    /// A string, or nil for null. Malformed UTF-8 becomes U+FFFD, as Java's decoder does it: servers
    /// of both kinds must come to the same path.
    public mutating func string() throws(JuteError) -> String? {
        guard let range = try lengthPrefixed() else { return nil }
        return bytes.withUnsafeBufferPointer { bytes in
            String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
        }
    }

    /// A byte buffer, or nil for null.
    public mutating func buffer() throws(JuteError) -> [UInt8]? {
        guard let range = try lengthPrefixed() else { return nil }
        return bytes.withUnsafeBufferPointer { Array($0[range]) }
    }

    /// Skips `expected` if that comes next; otherwise nothing is read, and the answer is false.
    public mutating func skip(_ expected: [UInt8]) -> Bool {
        guard remaining >= expected.count else { return false }
        let next = position..<position + expected.count
        let isThere = bytes.withUnsafeBufferPointer {
            UnsafeBufferPointer(rebasing: $0[next]).elementsEqual(expected)
        }
        if isThere { position = next.upperBound }
        return isThere
    }

    @inlinable
    public mutating func record<Record: JuteRecord>(
        _ type: Record.Type = Record.self
    ) throws(JuteError) -> Record {
        try Record(from: &self)
    }

    /// A vector, or nil for null. Negative counts other than -1 mean no elements, as in Java.
    @inlinable
    public mutating func vector<Element>(
        _ element: (inout JuteReader) throws(JuteError) -> Element
    ) throws(JuteError) -> [Element]? {
        let count = try int()
        if count == -1 { return nil }
        // No element is shorter than one byte, so an honest count never exceeds what is left.
        if count > remaining { throw .unreasonableCount(count) }
        var elements: [Element] = []
        if count > 0 {
            for _ in 0..<count { elements.append(try element(&self)) }
        }
        return elements
    }

    @inlinable
    public mutating func vector<Element: JuteRecord>(
        of type: Element.Type = Element.self
    ) throws(JuteError) -> [Element]? {
        try vector { (reader) throws(JuteError) in try reader.record(type) }
    }

    private mutating func lengthPrefixed() throws(JuteError) -> Range<Int>? {
        let length = try int()
        if length == -1 { return nil }
        if length < 0 || length > limit { throw .unreasonableLength(length) }
        try demand(Int(length))
        defer { position += Int(length) }
        return position..<position + Int(length)
    }

    private mutating func bigEndian<Integer: FixedWidthInteger & BitwiseCopyable>()
        throws(JuteError) -> Integer
    {
        let size = Integer.bitWidth / 8
        try demand(size)
        let value = bytes.withUnsafeBytes { bytes in
            bytes.loadUnaligned(fromByteOffset: position, as: Integer.self)
        }
        position += size
        return Integer(bigEndian: value)
    }

    private func demand(_ count: Int) throws(JuteError) {
        if count > remaining { throw .endOfData(needed: count, left: remaining) }
    }
}
