import Foundation
import Testing
import Znodes
import ZooKeeperWire

@testable import Server

/// What `mntr` says of a server that something has happened to.
@Suite(.timeLimit(.minutes(2))) struct FedMetricsTests {
    private func metrics(_ port: Int) throws -> [Substring: Double] {
        let client = try RawClient(port: port)
        client.send(Array("mntr".utf8))
        let lines = client.rest().split(separator: "\n").map { $0.split(separator: "\t") }
        var values: [Substring: Double] = [:]
        for parts in lines where parts.count == 2 {
            values[parts[0].dropFirst(3)] = Double(parts[1])
        }
        return values
    }

    private func place(_ change: (inout Configuration) -> Void = { _ in }) throws -> Place {
        try Place { configuration in
            configuration.fourLetterWords = [.mntr]
            change(&configuration)
        }
    }

    @Test func `a firing counts those who were told`() async throws {
        try await place().serving { port in
            let writer = try RawClient(port: port)
            #expect(try writer.open() != nil)
            #expect(try writer.ask(.create(CreateRequest("/a"))) != nil)
            let watchers = try (0..<3).map { _ in try RawClient(port: port) }
            for watcher in watchers {
                #expect(try watcher.open() != nil)
                #expect(try watcher.ask(.getData(GetDataRequest("/a", watch: true))) != nil)
            }
            let first = watchers[0]
            #expect(try first.ask(.getChildren(GetChildrenRequest("/a", watch: true))) != nil)
            #expect(try first.ask(.exists(ExistsRequest("/b", watch: true))) != nil)
            #expect(try writer.ask(.setData(SetDataRequest("/a", data: []))) != nil)
            #expect(try writer.ask(.create(CreateRequest("/a/c"))) != nil)
            #expect(try writer.ask(.create(CreateRequest("/b"))) != nil)
            let values = try metrics(port)
            #expect(values["cnt_node_changed_watch_count"] == 1)
            #expect(values["max_node_changed_watch_count"] == 3)
            #expect(values["sum_node_children_watch_count"] == 1)
            #expect(values["sum_node_created_watch_count"] == 1)
            #expect(values["cnt_node_deleted_watch_count"] == 0)
            // Five events of 30 bytes.
            #expect(values["watch_bytes"] == 150)
        }
    }

    /// A multi's parts fire one by one, even about one node.
    @Test func `firings about the same node are not one`() async throws {
        try await place().serving { port in
            let client = try RawClient(port: port)
            #expect(try client.open() != nil)
            #expect(try client.ask(.create(CreateRequest("/a"))) != nil)
            let watcher = try RawClient(port: port)
            #expect(try watcher.open() != nil)
            #expect(try watcher.ask(.addWatch(AddWatchRequest("/a", mode: .persistent))) != nil)
            let set = SetDataRequest("/a", data: [])
            #expect(try client.ask(.multi(MultiRequest([.setData(set), .setData(set)]))) != nil)
            let values = try metrics(port)
            #expect(values["cnt_node_changed_watch_count"] == 2)
            #expect(values["max_node_changed_watch_count"] == 1)
        }
    }

    @Test func `what the log is given and what it does`() async throws {
        try await place().serving { port in
            let client = try RawClient(port: port)
            #expect(try client.open() != nil)
            for _ in 0..<9 {
                #expect(try client.ask(.setData(SetDataRequest("/", data: []))) != nil)
            }
            let values = try metrics(port)
            // The session makes ten.
            #expect(values["sync_processor_request_queued"] == 10)
            #expect(values["sum_sync_processor_batch_size"] == 10)
            #expect(values["cnt_sync_processor_queue_and_flush_time_ms"] == 10)
            #expect(values["cnt_fsynctime"] == values["cnt_sync_processor_batch_size"])
            #expect(values["unsuccessful_handshake"] == 0)
        }
    }

    /// The answer to `/commands/last_snapshot`, or none. The admin port answers from a task, so none of
    /// the threads that tasks run on is made to wait for it.
    private func lastSnapshot(_ server: RunningServer) async -> String {
        let port = server.adminPorts.last ?? 0
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let client = try? RawClient(port: port)
                let request = "GET /commands/last_snapshot HTTP/1.1\r\nConnection: close\r\n\r\n"
                client?.send(Array(request.utf8))
                continuation.resume(returning: client?.rest() ?? "")
            }
        }
    }

    @Test func `the last snapshot is known, in the life that saved it and the next`() async throws {
        let place = try place {
            $0.snapCount = 4
            $0.admin.enableServer = true
            $0.admin.serverPort = 0
        }
        let heard = Heard("saved a snapshot at")
        var server = try await RunningServer.start(
            configuration: place.configuration, log: heard.log, recordTo: nil)
        let before = await lastSnapshot(server)
        let asked = Result {
            let client = try RawClient(port: try #require(server.clientPorts.first))
            #expect(try client.open() != nil)
            for _ in 0..<3 {
                #expect(try client.ask(.setData(SetDataRequest("/", data: []))) != nil)
            }
        }
        if case .success = asked { await heard.wait() }
        await server.stop()
        try asked.get()
        #expect(before.contains(#""zxid" : "ffffffffffffffff""#))

        server = try await RunningServer.start(
            configuration: place.configuration, log: place.log, recordTo: nil)
        let after = await lastSnapshot(server)
        await server.stop()
        #expect(after.contains(#""zxid" : "100000004""#))
        #expect(!after.contains(#""timestamp" : -1"#))
    }

    @Test func `what the start found`() async throws {
        let place = try place()
        try await place.serving { port in
            #expect(try metrics(port)["sum_startup_txns_loaded"] == 0)
            let client = try RawClient(port: port)
            #expect(try client.open() != nil)
            #expect(try client.ask(.create(CreateRequest("/a"))) != nil)
        }
        try await place.serving { port in
            let values = try metrics(port)
            #expect(values["sum_startup_txns_loaded"] == 2)
            let client = try RawClient(port: port)
            #expect(try client.open() != nil)
            let later = try metrics(port)
            // Two of the life before, which the new epoch commits, and the new session.
            #expect(later["commit_count"] == 3)
            #expect(later["proposal_count"] == 1)
            for name in ["txns_loaded", "txns_load_time", "snap_load_time"] {
                #expect(values["cnt_startup_\(name)"] == 1)
            }
        }
    }
}
