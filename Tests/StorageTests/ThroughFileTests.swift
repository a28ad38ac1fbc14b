import Checksum
import Foundation
import Storage
import Testing

/// A log's file: written past the system's cache where that can be done, and like any other for who reads it.
@Suite struct ThroughFileTests {
    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func `it holds what was written, however that lay across its blocks`(seed: UInt64) throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "zabscope-through-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        var dice = Dice(seed: seed)
        let fileSystem = HostFileSystem()
        try fileSystem.makeDirectory(folder.path)
        var file = try fileSystem.makeLog("\(folder.path)/file")
        try file.reserve(8 << 20)
        var expected: [UInt8] = []
        for round in 0..<40 {
            // Some as long as a block, or longer than what is written at once.
            let count = [1, 100, 4_095, 4_096, 4_097, 70_000, 1_100_000][dice.below(7)]
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &+ round) }
            if dice.chance(1, in: 2) {
                try file.write(bytes, at: expected.count)
            } else {
                try file.writeThrough(bytes, at: expected.count)
            }
            expected += bytes
            if dice.chance(1, in: 8) {
                // Zeros ahead of the end, from the next block on.
                let start = (expected.count + 4_095) / 4_096 * 4_096
                try file.write([UInt8](repeating: 0, count: 8_192), at: start)
            }
            if dice.chance(1, in: 8) {
                let next = "\(folder.path)/file-\(round)"
                try fileSystem.rename(file.path, to: next)
                file = file.named(next)
            }
        }
        var end: [UInt8] = []
        try file.read(300, at: expected.count - 290, into: &end)
        #expect(end.prefix(290) == expected.suffix(290))
        try file.truncate(to: expected.count)
        file.close()
        let found = try Data(contentsOf: URL(fileURLWithPath: file.path))
        #expect(found == Data(expected))
    }

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
