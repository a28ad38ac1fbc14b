import CChecksum

/// The checksum of everything that is kept in files: CRC-32C (Castagnoli). By the processor's own instruction where it
/// has one, otherwise from tables, sixteen bytes at a step.
public enum CRC32C {
    /// The checksum of `bytes` behind whatever gave `seed`.
    public static func of(_ bytes: UnsafeRawBufferPointer, after seed: UInt32 = 0) -> UInt32 {
        isBuiltIn ? builtIn(bytes, after: seed) : fromTables(bytes, after: seed)
    }

    public static func of(_ bytes: [UInt8], after seed: UInt32 = 0) -> UInt32 {
        bytes.withUnsafeBytes { of($0, after: seed) }
    }

    public static func of(_ bytes: ArraySlice<UInt8>, after seed: UInt32 = 0) -> UInt32 {
        bytes.withUnsafeBytes { of($0, after: seed) }
    }

    package static let isBuiltIn = crc32c_is_built_in()

    private static func builtIn(_ bytes: UnsafeRawBufferPointer, after seed: UInt32) -> UInt32 {
        guard let start = bytes.bindMemory(to: UInt8.self).baseAddress else { return seed }
        return ~crc32c_built_in(~seed, start, bytes.count)
    }

    package static func fromTables(
        _ bytes: UnsafeRawBufferPointer, after seed: UInt32 = 0
    ) -> UInt32 {
        tables.withUnsafeBufferPointer { tables in
            var crc = ~seed
            var index = 0
            while index + 16 <= bytes.count {
                let low =
                    UInt64(
                        littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                    ^ UInt64(crc)
                let high = UInt64(
                    littleEndian: bytes.loadUnaligned(fromByteOffset: index + 8, as: UInt64.self))
                crc = fold(low, tables, 8) ^ fold(high, tables, 0)
                index += 16
            }
            while index < bytes.count {
                crc = crc >> 8 ^ tables[Int((crc ^ UInt32(bytes[index])) & 0xFF)]
                index += 1
            }
            return ~crc
        }
    }

    /// The part of eight bytes, with `after` more of the sixteen behind them.
    @inline(__always)
    private static func fold(
        _ word: UInt64, _ tables: UnsafeBufferPointer<UInt32>, _ after: Int
    ) -> UInt32 {
        var crc: UInt32 = 0
        for byte in 0..<8 {
            let table = after + 7 - byte
            crc ^= tables[table << 8 | Int(truncatingIfNeeded: word >> (8 * byte) & 0xFF)]
        }
        return crc
    }

    /// Table k: what a byte does to the checksum when k more bytes follow.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 16 * 256)
        for byte in 0..<256 {
            var crc = UInt32(byte)
            for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 1 ? 0x82F6_3B78 : 0) }
            tables[byte] = crc
        }
        for index in 256..<16 * 256 {
            let before = tables[index - 256]
            tables[index] = before >> 8 ^ tables[Int(before & 0xFF)]
        }
        return tables
    }()
}
