/// A few short fields that are appended at once: nearly every record begins with some, and one after another would cost
/// more than all else that is noted.
struct FieldBlock: ~Copyable {
    private let bytes: UnsafeMutableRawBufferPointer
    private(set) var count = 0

    /// Room for a tag and six numbers of any size.
    static let room = 64

    init(_ bytes: UnsafeMutableRawBufferPointer) { self.bytes = bytes }

    @inline(__always)
    mutating func put(_ tag: RecordTag) { put(tag.rawValue) }

    /// As `[UInt8].put(signed:)` writes it.
    @inline(__always)
    mutating func put(signed value: Int64) {
        var rest = UInt64(bitPattern: (value << 1) ^ (value >> 63))
        while rest >= 0x80 {
            put(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        put(UInt8(truncatingIfNeeded: rest))
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
