import Client
import Server
import Testing
import Znodes

/// The client on real sockets, against the server of this package.
@Suite(.timeLimit(.minutes(1))) struct ClientTests {
    private static func client(_ port: Int) throws -> ZooKeeperClient {
        try ZooKeeperClient(
            "127.0.0.1:\(port)", sessionTimeout: 20_000, roundDelay: .milliseconds(20))
    }

    @Test func `requests are carried out in the order in which they were sent`() async throws {
        try await Place().serving { port in
            let client = try Self.client(port)
            let pending = (0..<500).map { _ in
                client.send(.create(CreateRequest("/n-", mode: .ephemeralSequential)))
            }
            var paths: [ZnodePath] = []
            for answer in pending {
                if case .created(let path, _) = try await answer.get() { paths.append(path) }
            }
            #expect(paths.count == 500)
            #expect(paths == paths.sorted())
            await client.close()
            await #expect(throws: ClientError.closed) {
                try await client.perform(.sync(SyncRequest("/")))
            }
        }
    }

    @Test func `a session and its watches outlive a restart of the server`() async throws {
        let place = try Place()
        var port = 0
        let server = try await RunningServer.start(
            configuration: place.configuration, log: place.log, recordTo: nil)
        port = try #require(server.clientPorts.first)
        let client = try Self.client(port)
        _ = try await client.perform(.create(CreateRequest("/mine", mode: .ephemeral)))
        _ = try await client.perform(.getData(GetDataRequest("/mine", watch: true)))
        _ = try await client.perform(
            .addWatch(AddWatchRequest("/below", mode: .persistentRecursive)))
        let session = await client.sessionID
        await server.stop()

        var configuration = place.configuration
        configuration.clientPort = port
        let again = try await RunningServer.start(
            configuration: configuration, log: place.log, recordTo: nil)
        var events = client.events.makeAsyncIterator()
        func text(_ event: WatchedEvent?) -> String? {
            event.map { "\($0.state) \($0.kind) \($0.path?.text ?? "")" }
        }
        #expect(text(await events.next()) == "syncConnected none ")
        #expect(text(await events.next()) == "disconnected none ")
        #expect(text(await events.next()) == "syncConnected none ")
        // Its answer says that the watches, which were asked for before it, are set.
        _ = try await client.perform(.sync(SyncRequest("/")))

        let other = try Self.client(port)
        _ = try await other.perform(.setData(SetDataRequest("/mine", data: [1], version: -1)))
        _ = try await other.perform(.create(CreateRequest("/below")))
        #expect(text(await events.next()) == "syncConnected nodeDataChanged /mine")
        #expect(text(await events.next()) == "syncConnected nodeCreated /below")
        #expect(await client.sessionID == session)
        await client.close()
        await #expect(throws: ClientError.refused(.noNode)) {
            try await other.perform(.exists(ExistsRequest("/mine")))
        }
        await other.close()
        await again.stop()
    }

    @Test func `where nobody serves, waiting ends`() async throws {
        var port = 0
        try await Place().serving { port = $0 }
        let client = try Self.client(port)
        await #expect(throws: ClientError.timedOut) {
            try await client.waitForConnection(.milliseconds(100))
        }
        await client.close()
        await #expect(throws: ClientError.closed) {
            try await client.waitForConnection(.seconds(10))
        }
    }
}
