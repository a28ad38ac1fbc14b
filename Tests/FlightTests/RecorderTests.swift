import Flight
import Foundation
import Replication
import Rerun
import Testing
import Trace
import Zab
import Znodes

@Suite struct RecorderTests {
    @Test func `at its limit a recording ends, says so once, and can be read`() throws {
        let folder = try Folder()
        var limits = FlightLimits()
        limits.total = 4_000
        limits.file = 1_000
        let server = try folder.record(limits: limits) { server in
            _ = server.connect(1)
            for xid in 1...200 { server.ask(1, Int32(xid), .exists(ExistsRequest("/none"))) }
        }
        #expect(folder.endings == [.limitReached(limits)])
        let size = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .map { try FileManager.default.attributesOfItem(atPath: folder.path + "/" + $0) }
            .reduce(0) { $0 + (($1[.size] as? Int) ?? 0) }
        #expect(size <= limits.total)
        let steps = try Recording(flight: folder.path).steps.filter { $0.at == "s1" }
        #expect(steps.count < server.inputs.count)
        #expect(try reach(folder) == .cut(.limitReached))
    }

    @Test func `a disk that does not follow ends it`() throws {
        let folder = try Folder()
        var limits = FlightLimits()
        limits.waiting = 100
        _ = try folder.record(limits: limits) { server in
            _ = server.connect(1)
            for xid in 1...50 {
                server.tell(
                    .client(.request(xid: Int32(xid), .exists(ExistsRequest("/none"))), on: 1))
            }
        }
        #expect(folder.endings == [.diskTooSlow(limits)])
        #expect(try reach(folder) == .cut(.diskTooSlow))
    }

    @Test func `a recording that ends with its server says so`() throws {
        let folder = try Folder()
        _ = try folder.record { _ = $0.connect(1) }
        #expect(try reach(folder) == .whole)
    }

    @Test func `a second life of which nothing is recorded is no end`() throws {
        let folder = try Folder()
        _ = try folder.record { _ = $0.connect(1) }
        let end = try folder.bytes(1).count
        var limits = FlightLimits()
        limits.total = end + 60
        _ = try folder.record(limits: limits) { _ = $0.connect(1) }
        #expect(folder.endings == [.limitReached(limits)])
        #expect(try reach(folder) == .cut(.limitReached))
        try folder.write(Array(try folder.bytes(2).prefix(45)), 2)
        #expect(try reach(folder) == .open)
        try folder.write([], 2)
        #expect(try reach(folder) == .open)
    }

    private func reach(_ folder: Folder) throws -> FlightRecording.Reach {
        var flight = try FlightRecording(path: folder.path)
        while try flight.next() != nil {}
        return flight.reach
    }

    @Test func `one recorder a directory`() throws {
        let folder = try Folder()
        let first = try FlightRecorder(directory: folder.path, start: .alone()) { _ in }
        #expect(throws: FlightError(file: folder.path, problem: .inUse)) {
            try FlightRecorder(directory: folder.path, start: .alone()) { _ in }
        }
        first.close()
        let second = try FlightRecorder(directory: folder.path, start: .alone()) { _ in }
        second.close()
        second.close()
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
                == ["flight-000001.zfr", "flight-000002.zfr"])
    }

    @Test func `a place that cannot be written is refused at the start`() throws {
        let folder = try Folder()
        try Data().write(to: URL(fileURLWithPath: folder.path))
        #expect(throws: FlightError(file: folder.path, problem: .notADirectory)) {
            try FlightRecorder(directory: folder.path, start: .alone()) { _ in }
        }
        let error = #expect(throws: FlightError.self) {
            try FlightRecorder(directory: "/no/such/place", start: .alone()) { _ in }
        }
        #expect(error?.problem == .unwritable("No such file or directory"))
    }
}
