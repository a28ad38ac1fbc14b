import Checksum
import Testing

@Suite struct ChecksumTests {
    @Test func `the processor's checksum is that of the tables`() {
        var dice = Dice(seed: 7)
        for count in [0, 1, 7, 8, 9, 15, 16, 17, 63, 64, 1_000] {
            let bytes = (0..<count).map { _ in UInt8(dice.below(256)) }
            let seed = UInt32(dice.below(1 << 30))
            let fromTables = bytes.withUnsafeBytes { CRC32C.fromTables($0, after: seed) }
            #expect(CRC32C.of(bytes, after: seed) == fromTables)
        }
    }
}
