/// A row of integers whose length is known, as a `JuteWriter` appends it: all at once, which costs a fraction of one
/// after another. Where a stat is half of the answer that counts.
public struct JuteBlock: ~Copyable {
    @usableFromInline let bytes: UnsafeMutableRawBufferPointer
    @usableFromInline var position = 0

    @inlinable
    init(_ bytes: UnsafeMutableRawBufferPointer) { self.bytes = bytes }

    @inlinable
    public mutating func int(_ value: Int32) {
        demand(4)
        bytes.storeBytes(of: value.bigEndian, toByteOffset: position, as: Int32.self)
        position += 4
    }

    @inlinable
    public mutating func long(_ value: Int64) {
        demand(8)
        bytes.storeBytes(of: value.bigEndian, toByteOffset: position, as: Int64.self)
        position += 8
    }

    @inlinable
    func demand(_ count: Int) {
        precondition(position + count <= bytes.count, "a block is as long as it was said to be")
    }
}

extension JuteWriter {
    /// Appends exactly `count` bytes of integers.
    @inlinable
    public mutating func block(_ count: Int, _ body: (inout JuteBlock) -> Void) {
        withUnsafeTemporaryAllocation(byteCount: count, alignment: 8) { bytes in
            var block = JuteBlock(bytes)
            body(&block)
            precondition(block.position == count, "a block is as long as it was said to be")
            append(UnsafeRawBufferPointer(bytes))
        }
    }

    @usableFromInline
    mutating func append(_ raw: UnsafeRawBufferPointer) { bytes.append(contentsOf: raw) }
}
