import Foundation
import Properties
import Rerun
import Testing
import Trace

/// Recordings that earlier programs have made: two lives of a server, with sessions, watches, an access list and
/// snapshots.
@Suite struct EarlierVersionTests {
    @Test(arguments: [2, 3]) func `a recording of an earlier version is run again, all of it`(
        version: Int
    ) throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "Recordings/version-\(version)").path
        var flight = try FlightRecording(path: folder)
        while let event = try flight.next() {
            guard case .step = event else {
                Issue.record("the second life goes on from the first")
                return
            }
        }
        #expect(flight.reach == .whole)
        let recording = try Recording(flight: folder)
        let answers = recording.steps.flatMap(\.effects).compactMap { effect -> String? in
            if case .answered(_, let outcome) = effect { outcome.text } else { nil }
        }
        #expect(answers.count == 12)
        #expect(recording.steps.count { if case .crash = $0.input { true } else { false } } == 1)
        #expect(Checker.check(recording).map(\.reason) == [])
    }
}
