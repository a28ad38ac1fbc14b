import Foundation
import Properties
import Rerun
import Server
import Testing
import Trace
import Znodes
import ZooKeeperWire

/// `zabd serve --record`.
@Suite struct RecordingTests {
    /// How much a server records that is asked 200 times, in bytes.
    private func recorded(atMost limit: Int?) async throws -> Int {
        let place = try Place()
        let folder = "\(place.directory)/flight"
        let server = try await RunningServer.start(
            configuration: place.configuration, log: place.log, recordTo: folder, atMost: limit)
        let answered = Result {
            let client = try RawClient(port: try #require(server.clientPorts.first))
            #expect(try client.open() != nil)
            for xid in 1...200 {
                #expect(try client.ask(.exists(ExistsRequest("/")), xid: Int32(xid)) != nil)
            }
        }
        await server.stop()
        try answered.get()
        return try FileManager.default.contentsOfDirectory(atPath: folder).reduce(0) {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\($1)")
            return $0 + (attributes[.size] as? Int ?? 0)
        }
    }

    /// With what a real disk does meanwhile: flushes take along what was appended after they were asked for.
    @Test func `every promise holds in a recording of requests that do not wait`() async throws {
        let place = try Place()
        let folder = "\(place.directory)/flight"
        let server = try await RunningServer.start(
            configuration: place.configuration, log: place.log, recordTo: folder)
        let answered = Result {
            let client = try RawClient(port: try #require(server.clientPorts.first))
            #expect(try client.open() != nil)
            let count: Int32 = 300
            for xid in 1...count {
                let path = ZnodePath("/n\(xid)")
                client.send(.request(xid: xid, .create(CreateRequest(path))))
            }
            for _ in 1...count { #expect(client.frame() != nil) }
        }
        await server.stop()
        try answered.get()
        let recording = try Recording(flight: folder)
        #expect(recording.steps.count > 600)
        #expect(Checker.check(recording).map(\.reason) == [])
    }

    @Test func `a recording ends at its limit, and the server goes on`() async throws {
        let limit = 2_000
        #expect(try await recorded(atMost: nil) > limit)
        #expect(try await recorded(atMost: limit) <= limit)
    }
}
