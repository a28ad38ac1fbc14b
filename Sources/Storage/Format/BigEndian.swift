/// Integers in files stand with their highest byte first, as everywhere in ZooKeeper.
extension [UInt8] {
    mutating func append(bigEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }

    mutating func put(bigEndian value: some FixedWidthInteger, at offset: Int) {
        Swift.withUnsafeBytes(of: value.bigEndian) {
            for (index, byte) in $0.enumerated() { self[offset + index] = byte }
        }
    }

    func bigEndian<Integer: FixedWidthInteger>(
        at offset: Int, as type: Integer.Type = Integer.self
    ) -> Integer {
        withUnsafeBytes {
            Integer(bigEndian: $0.loadUnaligned(fromByteOffset: offset, as: Integer.self))
        }
    }
}
