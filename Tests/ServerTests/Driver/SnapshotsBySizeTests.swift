import Foundation
import Logging
import Server
import Synchronization
import Testing
import Znodes

@Suite(.timeLimit(.minutes(2))) struct SnapshotsBySizeTests {
    @Test func `a log that has grown is followed by a snapshot`() async throws {
        let place = try Place { $0.snapSizeLimitInKb = 64 }
        let heard = Heard("saved a snapshot")
        let server = try await RunningServer.start(
            configuration: place.configuration, log: heard.log, recordTo: nil)
        let asked = Result {
            let client = try RawClient(port: try #require(server.clientPorts.first))
            #expect(try client.open() != nil)
            let data = [UInt8](repeating: 7, count: 1_000)
            for number in 1...100 {
                let path = ZnodePath("/n\(number)")
                let create = CreateRequest(path, data: data)
                #expect(
                    try client.ask(.create(create), xid: Int32(number))
                        == .success(.created(path, nil)))
            }
        }
        if case .success = asked { await heard.wait() }
        await server.stop()
        try asked.get()
        let files = try FileManager.default.contentsOfDirectory(
            atPath: "\(place.directory)/zabscope-1")
        #expect(files.contains { $0.hasPrefix("snapshot.") })
        try await place.serving { port in
            let client = try RawClient(port: port)
            #expect(try client.open() != nil)
            guard case .success = try client.ask(.exists(ExistsRequest("/n100"))) else {
                Issue.record("/n100 is lost")
                return
            }
        }
    }
}

/// A log in which one phrase is waited for.
final class Heard: Sendable {
    private let phrase: String
    private let state = Mutex<(isHeard: Bool, waiting: [CheckedContinuation<Void, Never>])>(
        (false, []))

    init(_ phrase: String) { self.phrase = phrase }

    var log: Logger { Logger(label: "test") { [self] _ in Handler(hear: hear) } }

    /// Returns once the phrase has been logged.
    func wait() async {
        await withCheckedContinuation { continuation in
            let isHeard = state.withLock { state in
                if !state.isHeard { state.waiting.append(continuation) }
                return state.isHeard
            }
            if isHeard { continuation.resume() }
        }
    }

    private func hear(_ message: String) {
        guard message.contains(phrase) else { return }
        let waiting = state.withLock { state in
            defer { state = (true, []) }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    private struct Handler: LogHandler {
        let hear: @Sendable (String) -> Void
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace
        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }
        func log(event: LogEvent) { hear("\(event.message)") }
    }
}
