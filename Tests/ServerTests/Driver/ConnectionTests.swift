import Foundation
import Logging
import Server
import Testing
import Znodes
import ZooKeeperWire

/// What connections may cost the server, and what is left when they end.
@Suite struct ConnectionTests {
    @Test func whoLeavesInTheMiddleOfWorkHoldsNobodyUp() async throws {
        let place = try Place { $0.globalOutstandingLimit = 1 }
        try await place.serving { port in
            for number in 0..<50 {
                let client = try RawClient(port: port)
                #expect(try client.open() != nil)
                client.send(.request(xid: 1, .create(CreateRequest(ZnodePath("/\(number)")))))
                client.reset()
            }
            // Would wait for ever if what those had asked for counted as being in work.
            let client = try RawClient(port: port)
            #expect(try client.open() != nil)
            for number in 0..<3 {
                let request = CreateRequest(ZnodePath("/last-\(number)"))
                client.send(.request(xid: Int32(number), .create(request)))
            }
            for _ in 0..<3 { #expect(client.frame() != nil) }
        }
    }

    @Test func manyThatWaitGoOnOneAfterAnother() async throws {
        let place = try Place {
            $0.globalOutstandingLimit = 1
            $0.maxClientCnxns = 0
        }
        try await place.serving { port in
            let clients = try (0..<200).map { _ in try RawClient(port: port) }
            for client in clients { #expect(try client.open() != nil) }
            for (number, client) in clients.enumerated() {
                for xid in 0..<3 {
                    let request = CreateRequest(ZnodePath("/\(number)-\(xid)"))
                    client.send(.request(xid: Int32(xid), .create(request)))
                }
            }
            for client in clients {
                for _ in 0..<3 { #expect(client.frame() != nil) }
            }
        }
    }

    @Test func aClientThatReadsLateGetsEverything() async throws {
        try await Place().serving { port in
            let client = try RawClient(port: port)
            #expect(try client.open() != nil)
            let data = [UInt8](repeating: 7, count: 500_000)
            #expect(try client.ask(.create(CreateRequest("/big", data: data))) != nil)
            // Two hundred megabytes of answers, asked for at once.
            client.sendReads(of: "/big", 400)
            for xid in 0..<400 {
                let frame = try #require(client.frame())
                let message = try ServerMessage(frame) { _ in .getData }
                guard case .reply(Int32(xid), _, .success(.data(let read, _))) = message else {
                    Issue.record("answer \(xid) is not the one expected")
                    return
                }
                #expect(read?.count == data.count)
            }
        }
    }

    /// It asks for more than it reads, and its session moves to another connection.
    @Test func whoDoesNotReadItsLastAnswersIsLetGo() async throws {
        let told = Told("it does not read its last answers")
        let place = try Place { $0.sessionlessCnxnTimeout = 500 }
        try await place.serving(logging: told.logger) { port in
            let client = try RawClient(port: port)
            #expect(try client.open() != nil)
            let data = [UInt8](repeating: 7, count: 900_000)
            #expect(try client.ask(.create(CreateRequest("/big", data: data))) != nil)
            client.sendReads(of: "/big", 100)
            // The server closes the first connection, with answers still before it.
            let again = try RawClient(port: port)
            let session = try #require(client.session)
            #expect(try again.open(session: session.id, password: session.password) != nil)
            await told.wait()
            #expect(try again.ask(.exists(ExistsRequest("/"))) != nil)
        }
    }

    /// It wants to hear of everything and listens to nothing.
    @Test func whoDoesNotListenIsLetGo() async throws {
        let told = Told("it leaves its answers unread")
        let place = try Place { $0.maxSessionTimeout = 600_000 }
        try await place.serving(logging: told.logger) { port in
            let client = try RawClient(port: port)
            // Its session must not end first: then it would be let go for that.
            #expect(try client.open(timeout: 600_000) != nil)
            let watch = AddWatchRequest("/", mode: .persistentRecursive)
            #expect(try client.ask(.addWatch(watch)) != nil)
            let other = try RawClient(port: port)
            #expect(try other.open() != nil)
            let path = ZnodePath("/" + String(repeating: "a", count: 400_000))
            #expect(try other.ask(.create(CreateRequest(path))) != nil)
            // More than the server keeps for one client, the socket and this one's buffers together.
            for _ in 0..<400 {
                #expect(try other.ask(.setData(SetDataRequest(path, data: [1]))) != nil)
            }
            await told.wait()
            #expect(try other.ask(.exists(ExistsRequest("/"))) != nil)
        }
    }

    @Test(arguments: ["ruok", "srvr", "mntr", "cons", "dump", "conf", "wchs", "envi"])
    func whoSaysNoMoreStillGetsItsAnswer(word: String) async throws {
        let place = try Place { $0.fourLetterWords = Set(FourLetterWord.allCases) }
        try await place.serving { port in
            let client = try RawClient(port: port)
            client.send(Array(word.utf8))
            client.finish()
            #expect(!client.rest().isEmpty)
        }
    }

    @Test func anIPv4ClientIsKnownByItsIPv4Address() async throws {
        let place = try Place { $0.clientPortAddress = nil }
        try await place.serving { port in
            let client = try RawClient(port: port)
            #expect(try client.open() != nil)
            let who = try client.ask(.whoAmI)
            #expect(who == .success(.whoAmI([ClientInfo(scheme: "ip", user: "127.0.0.1")])))
            let own = [ACL(.all, for: Identity(scheme: "ip", id: "127.0.0.1"))]
            let create = CreateRequest("/mine", acl: own)
            #expect(try client.ask(.create(create)) == .success(.created("/mine", nil)))
            guard case .success(.data) = try client.ask(.getData(GetDataRequest("/mine"))) else {
                Issue.record("its own address is refused")
                return
            }
        }
    }

    @Test func whoHasSeenLessThanNothingIsServed() async throws {
        try await Place().serving { port in
            let client = try RawClient(port: port)
            #expect(try client.open(lastZxid: -1) != nil)
        }
    }

    @Test func aConnectionShowsOnlySoManyIdentities() async throws {
        try await Place().serving { port in
            let client = try RawClient(port: port)
            #expect(try client.open() != nil)
            // The address is the first.
            for number in 1...99 {
                #expect(try client.authenticate("user\(number):password") == .ok)
            }
            #expect(try client.authenticate("user99:password") == .ok, "one it has shown before")
            #expect(try client.authenticate("user100:password") == .authFailed)
            #expect(client.frame() == nil)
        }
    }

    @Test func everyFrameAndEveryWordCounts() async throws {
        let place = try Place { $0.fourLetterWords = [.srvr, .cons] }
        try await place.serving { port in
            let first = try RawClient(port: port)
            first.send(Array("srvr".utf8))
            #expect(first.rest().contains("Received: 1\n"))
            let client = try RawClient(port: port)
            #expect(try client.open() != nil)
            #expect(try client.ask(.exists(ExistsRequest("/")), xid: 7) != nil)
            #expect(try client.ask(.ping, xid: ReservedXid.ping) != nil)
            let second = try RawClient(port: port)
            second.send(Array("srvr".utf8))
            #expect(second.rest().contains("Received: 5\n"), "connect, exists, ping, two words")
            let third = try RawClient(port: port)
            third.send(Array("cons".utf8))
            let line = third.rest()
            #expect(line.contains("recved=3,sent=3"))
            #expect(line.contains("lop=PING"))
            #expect(line.contains("lcxid=0x7"), "a ping has no number of its own")
        }
    }
}

/// Waits for a line of the server's log.
private struct Told {
    let logger: Logger
    private let lines: AsyncStream<Void>

    init(_ part: String) {
        let (lines, line) = AsyncStream.makeStream(of: Void.self)
        self.lines = lines
        logger = Logger(label: "test") { _ in Listening(part: part) { line.yield() } }
    }

    func wait() async {
        for await _ in lines { return }
    }

    private struct Listening: LogHandler {
        let part: String
        let heard: @Sendable () -> Void
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.info

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            if "\(event.message)".contains(part) { heard() }
        }
    }
}
