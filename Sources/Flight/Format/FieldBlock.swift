/// A few numbers that are appended to a record at once: each for itself would look whether there is room, and most records
/// are little more than numbers.
struct FieldBlock: ~Copyable {
    private let bytes: UnsafeMutableRawBufferPointer
    private(set) var count = 0

    /// Room for a tag and six numbers of any size.
    static let room = 64

    init(_ bytes: UnsafeMutableRawBufferPointer) { self.bytes = bytes }

    @inline(__always)
    mutating func put(_ tag: RecordTag) { put(tag.rawValue) }

    /// Seven bits a byte, the lowest first; the eighth says that more follow.
    @inline(__always)
    mutating func put(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            put(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        put(UInt8(truncatingIfNeeded: rest))
    }

    /// Zigzag: small numbers of either sign are short.
    @inline(__always)
    mutating func put(signed value: Int64) {
        put(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    @inline(__always)
    private mutating func put(_ byte: UInt8) {
        precondition(count < bytes.count, "a block has room for its fields")
        bytes[count] = byte
        count += 1
    }
}

extension [UInt8] {
    @inline(__always)
    mutating func putTogether(_ body: (inout FieldBlock) -> Void) {
        withUnsafeTemporaryAllocation(byteCount: FieldBlock.room, alignment: 1) { bytes in
            var block = FieldBlock(bytes)
            body(&block)
            append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[..<block.count]))
        }
    }
}
