import Foundation
import Jute
import Logging
import Server
import Testing
import Znodes
import ZooKeeperWire

/// The real server in this process, on real sockets and files.
@Suite struct DriverTests {
    @Test func whatWasAnsweredIsThereAfterARestart() async throws {
        let place = try Place()
        var password: [UInt8]?
        var session: Int64 = 0
        try await place.serving { port in
            let client = try RawClient(port: port)
            let answer = try #require(try client.open())
            (session, password) = (answer.session, answer.password)
            let created = try client.ask(.create(CreateRequest("/kept", data: [1, 2, 3])))
            #expect(created == .success(.created("/kept", nil)))
            let ephemeral = CreateRequest("/mine", mode: .ephemeral)
            #expect(try client.ask(.create(ephemeral)) == .success(.created("/mine", nil)))
        }
        try await place.serving { port in
            let client = try RawClient(port: port)
            let answer = try #require(try client.open(session: session, password: password))
            #expect(answer.session == session)
            guard
                case .success(.data(let data, let stat)) = try client.ask(
                    .getData(GetDataRequest("/kept")))
            else {
                Issue.record("/kept cannot be read")
                return
            }
            #expect(data == [1, 2, 3])
            #expect(stat.version == 0)
            guard case .success(.stat(let own)) = try client.ask(.exists(ExistsRequest("/mine")))
            else {
                Issue.record("/mine went though its session lives")
                return
            }
            #expect(own.ephemeralOwner == session)
        }
    }

    @Test func aWrongPasswordTouchesNothing() async throws {
        try await Place().serving { port in
            let owner = try RawClient(port: port)
            let session = try #require(try owner.open()).session
            let thief = try RawClient(port: port)
            let refusal = try #require(try thief.open(session: session, password: [0, 1]))
            #expect(refusal.session == 0)
            #expect(refusal.timeout == 0)
            #expect(thief.frame() == nil, "and the connection is closed")
            #expect(try owner.ask(.exists(ExistsRequest("/"))) != nil, "the owner is served on")
        }
    }

    @Test func aSessionMovesToItsNewestConnection() async throws {
        try await Place().serving { port in
            let first = try RawClient(port: port)
            let answer = try #require(try first.open())
            let second = try RawClient(port: port)
            let again = try #require(
                try second.open(session: answer.session, password: answer.password))
            #expect(again.session == answer.session)
            #expect(again.password == answer.password)
            #expect(first.frame() == nil, "the older connection is closed")
        }
    }

    @Test func whoHasSeenMoreIsSentAway() async throws {
        try await Place().serving { port in
            let client = try RawClient(port: port)
            #expect(try client.open(lastZxid: .max) == nil)
        }
    }

    @Test func noMoreConnectionsThanMayBe() async throws {
        let place = try Place { $0.maxClientCnxns = 2 }
        try await place.serving { port in
            let clients = try (0..<3).map { _ in try RawClient(port: port) }
            #expect(try clients[0].open() != nil)
            #expect(try clients[1].open() != nil)
            #expect(try clients[2].open() == nil)
        }
    }

    @Test func whoSaysNothingIsLetGo() async throws {
        let place = try Place { $0.sessionlessCnxnTimeout = 100 }
        try await place.serving { port in
            let client = try RawClient(port: port)
            client.send([0, 0])
            #expect(client.frame() == nil)
        }
    }

    @Test(arguments: [
        [0xFF, 0xFF, 0xFF, 0xFF], [0x7F, 0xFF, 0xFF, 0xFF], Array("GET / HTTP/1.1\r\n".utf8),
        [0x16, 0x03, 0x01, 0x02], [0, 0, 0, 1, 0], [0, 0, 0, 0],
    ])
    func whatIsNoFrameEndsTheConnectionAlone(_ bytes: [UInt8]) async throws {
        try await Place().serving { port in
            let other = try RawClient(port: port)
            #expect(try other.open() != nil)
            let client = try RawClient(port: port)
            client.send(bytes)
            #expect(client.frame() == nil)
            #expect(try other.ask(.exists(ExistsRequest("/"))) != nil)
        }
    }

    @Test func requestsMayComeInPiecesOrTogether() async throws {
        try await Place().serving { port in
            let client = try RawClient(port: port)
            #expect(try client.open() != nil)
            var writer = JuteWriter()
            for xid in 1...50 {
                ClientMessage.request(xid: Int32(xid), .exists(ExistsRequest("/")))
                    .write(to: &writer)
            }
            for byte in writer.bytes.prefix(200) { client.send([byte]) }
            client.send(Array(writer.bytes.dropFirst(200)))
            for xid in 1...50 {
                let frame = try #require(client.frame())
                guard
                    case .reply(let answered, _, .success) = try ServerMessage(
                        frame,
                        answering: {
                            _ in .exists
                        })
                else {
                    Issue.record("request \(xid) was refused")
                    return
                }
                #expect(answered == Int32(xid))
            }
        }
    }

    @Test func aFourLetterWordIsAnswered() async throws {
        let place = try Place { $0.fourLetterWords = [.ruok, .srvr] }
        try await place.serving { port in
            let client = try RawClient(port: port)
            client.send(Array("ruok".utf8))
            #expect(client.rest() == "imok")
            let other = try RawClient(port: port)
            other.send(Array("srvr".utf8))
            #expect(other.rest().contains("Mode: standalone"))
        }
    }

    @Test func oneServerADataDirectory() async throws {
        let place = try Place()
        try await place.serving { _ in
            await #expect(throws: ServerError.self) {
                _ = try await RunningServer.start(
                    configuration: place.configuration, log: place.log, recordTo: nil)
            }
        }
    }

    @Test func aTakenPortIsToldAndLeavesNothingBehind() async throws {
        let first = try Place()
        try await first.serving { port in
            let second = try Place { $0.clientPort = port }
            await #expect(throws: ServerError.self) {
                _ = try await RunningServer.start(
                    configuration: second.configuration, log: second.log, recordTo: nil)
            }
            // Its lock is free again.
            var configuration = second.configuration
            configuration.clientPort = 0
            let server = try await RunningServer.start(
                configuration: configuration, log: second.log, recordTo: nil)
            await server.stop()
        }
    }
}

/// A data directory of its own, and the server on it.
struct Place: ~Copyable {
    let directory: String
    let configuration: Configuration
    let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init(_ change: (inout Configuration) -> Void = { _ in }) throws {
        directory =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("zabd-test-\(ProcessInfo.processInfo.globallyUniqueString)")
            .path
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        var configuration = Configuration()
        configuration.dataDir = directory
        configuration.clientPort = 0
        configuration.clientPortAddress = "127.0.0.1"
        configuration.admin.enableServer = false
        configuration.preAllocSize = 64
        change(&configuration)
        self.configuration = configuration
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func serving(
        logging log: Logger? = nil, _ body: (Int) async throws -> Void
    ) async throws {
        let server = try await RunningServer.start(
            configuration: configuration, log: log ?? self.log, recordTo: nil)
        do {
            try await body(try #require(server.clientPorts.first))
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }
}
