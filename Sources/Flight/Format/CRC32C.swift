/// The checksum of blocks: CRC-32C (Castagnoli), eight bytes at a time.
enum CRC32C {
    /// - Parameter seed: the checksum of what stands before these bytes.
    static func checksum(_ bytes: ArraySlice<UInt8>, seed: UInt32 = 0) -> UInt32 {
        bytes.withUnsafeBytes { bytes in
            tables.withUnsafeBufferPointer { tables in
                var sum = ~seed
                var index = 0
                while index + 8 <= bytes.count {
                    let word =
                        bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian
                        ^ UInt64(sum)
                    sum = 0
                    for place in 0..<8 {
                        let byte = Int(truncatingIfNeeded: word >> (8 * place)) & 0xFF
                        sum ^= tables[(7 - place) * 256 + byte]
                    }
                    index += 8
                }
                while index < bytes.count {
                    sum = (sum >> 8) ^ tables[Int((sum ^ UInt32(bytes[index])) & 0xFF)]
                    index += 1
                }
                return ~sum
            }
        }
    }

    /// Table `k` holds the checksum of each byte with `k` zeros behind it.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var sum = UInt32(byte)
            for _ in 0..<8 { sum = (sum >> 1) ^ (sum & 1 == 1 ? 0x82F6_3B78 : 0) }
            tables[byte] = sum
        }
        for place in 256..<tables.count {
            let before = tables[place - 256]
            tables[place] = (before >> 8) ^ tables[Int(before & 0xFF)]
        }
        return tables
    }()
}
