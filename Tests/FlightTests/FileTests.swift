import Checksum
import Foundation
import Replication
import Testing
import Trace
import Zab
import Znodes

@testable import Flight
@testable import Rerun

/// What becomes of a recording whose files are not whole.
@Suite struct FileTests {
    /// A run over many files, one block each.
    private static func record(_ folder: Folder) throws {
        var limits = FlightLimits()
        limits.file = 1
        let start = FlightStart.alone()
        var writer = try FlightWriter(directory: folder.path, limits: limits, program: "test")
        var bytes: [UInt8] = []
        var state = StartWriter(start)
        while !state.isAtEnd { state.write(to: &bytes) }
        try writer.write(bytes)
        var encoder = FlightEncoder()
        var blocks: [[UInt8]] = [[]]
        _ = LiveServer(start) { input, now in
            encoder.note(input, now: now, into: &blocks[blocks.count - 1])
            blocks.append([])
        }
        for block in blocks { try writer.write(block) }
        writer.finish(.stopped)
    }

    private static func steps(_ folder: Folder) throws -> Int {
        try Recording(flight: folder.path).steps.count
    }

    @Test func `a run goes on from file to file`() throws {
        let folder = try Folder()
        try Self.record(folder)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(names.count > 3)
        #expect(names.first == "flight-000001.zfr")
        let inputs = LiveServer(.alone()).inputs.count
        #expect(try Self.steps(folder) == inputs)
    }

    @Test func `only the owner may read it`() throws {
        let folder = try Folder()
        _ = try folder.record { _ in }
        func mode(_ path: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
        #expect(try mode(folder.path) == 0o700)
        #expect(try mode(folder.file(1)) == 0o600)
    }

    /// Cut anywhere in its last file, what was whole before is read.
    @Test func `a torn end is dropped`() throws {
        let folder = try Folder()
        _ = try folder.record { _ = $0.connect(1) }
        let whole = try folder.bytes(1)
        let all = try Self.steps(folder)
        var counts: [Int] = []
        for length in 0..<whole.count {
            try folder.write(Array(whole[..<length]), 1)
            var flight = try FlightRecording(path: folder.path)
            var count = 0
            do throws(FlightError) {
                while try flight.next() != nil { count += 1 }
                #expect(flight.reach == .open)
            } catch {
                // As long as the starting state is not whole.
                #expect(error.problem == .nothingRecorded)
                #expect(count == 0)
            }
            counts.append(count)
        }
        #expect(counts == counts.sorted())
        #expect(counts.first == 0)
        // All that is missing now is the end.
        #expect(counts.last == all)
    }

    @Test func `a damaged block with sound ones behind it is an error that says where`() throws {
        let folder = try Folder()
        var writer = try FlightWriter(
            directory: folder.path, limits: FlightLimits(), program: "test")
        for block in [[1], [2, 3], [4]] as [[UInt8]] { try writer.write(block) }
        writer.finish(.stopped)
        let whole = try folder.bytes(1)
        let second = FlightFormat.headLength + FlightFormat.blockHeadLength + 1
        let third = second + FlightFormat.blockHeadLength + 2
        let end = third + FlightFormat.blockHeadLength + 1
        for place in second..<third {
            var damaged = whole
            damaged[place] ^= 0x40
            try folder.write(damaged, 1)
            var file = try #require(try FlightFile(path: folder.file(1)))
            #expect(try file.next() == [1])
            let error = #expect(throws: FlightError.self) { try file.next() }
            #expect(error?.offset == second)
            #expect(error?.description.contains("a sound one stands at byte \(third)") == true)
        }
        // The last block, the end, has nothing behind it: it counts as torn.
        for place in end..<whole.count {
            var damaged = whole
            damaged[place] ^= 0x40
            try folder.write(damaged, 1)
            var file = try #require(try FlightFile(path: folder.file(1)))
            #expect(try file.next() == [1])
            #expect(try file.next() == [2, 3])
            #expect(try file.next() == [4])
            #expect(try file.next() == nil)
            #expect(file.isTorn)
        }
    }

    @Test func `a file that is missing in the middle is named`() throws {
        let folder = try Folder()
        try Self.record(folder)
        try FileManager.default.removeItem(atPath: folder.file(2))
        let error = #expect(throws: FlightError.self) { try Self.steps(folder) }
        #expect(error?.file == folder.file(3))
        #expect(error?.problem == .fileMissing("flight-000002.zfr"))
    }

    @Test func `a run that has lost its beginning is refused`() throws {
        let folder = try Folder()
        try Self.record(folder)
        try FileManager.default.removeItem(atPath: folder.file(1))
        let error = #expect(throws: FlightError.self) { try Self.steps(folder) }
        #expect(error == FlightError(file: folder.file(2), problem: .noBeginning))
    }

    @Test func `the end of a file may be missing only where its run ends`() throws {
        let folder = try Folder()
        try Self.record(folder)
        let second = try folder.bytes(2)
        try folder.write(second.dropLast(), 2)
        let error = #expect(throws: FlightError.self) { try Self.steps(folder) }
        #expect(error?.file == folder.file(2))
    }

    @Test func `a newer version is refused by name`() throws {
        let folder = try Folder()
        _ = try folder.record { _ in }
        var bytes = try folder.bytes(1)
        bytes[11] = 9
        let end = FlightFormat.headLength
        var check: [UInt8] = []
        check.put(fixed: CRC32C.of(bytes[..<(end - 4)]))
        bytes.replaceSubrange(end - 4..<end, with: check)
        try folder.write(bytes, 1)
        let error = #expect(throws: FlightError.self) { try Self.steps(folder) }
        #expect(error?.problem == .newerVersion(9, by: "zabd"))
    }

    @Test func `what is no recording is said to be none`() throws {
        let folder = try Folder()
        #expect(throws: FlightError(file: folder.path, problem: .missing)) {
            try Self.steps(folder)
        }
        _ = try folder.record { _ in }
        #expect(throws: FlightError(file: folder.file(9), problem: .missing)) {
            try Recording(flight: folder.file(9))
        }
        try folder.write([UInt8](repeating: 0x20, count: 200), 1)
        #expect(throws: FlightError(file: folder.file(1), problem: .notARecording)) {
            try Self.steps(folder)
        }
        try FileManager.default.removeItem(atPath: folder.file(1))
        #expect(throws: FlightError(file: folder.path, problem: .empty)) {
            try Self.steps(folder)
        }
        try Data().write(to: URL(fileURLWithPath: folder.file(1)))
        #expect(throws: FlightError(file: folder.path, problem: .nothingRecorded)) {
            try Self.steps(folder)
        }
    }
}
