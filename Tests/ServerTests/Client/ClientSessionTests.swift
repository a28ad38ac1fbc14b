import Jute
import Testing
import Znodes
import ZooKeeperWire

@testable import Client

@Suite struct ClientSessionTests {
    @Test func `requests wait for the connection, then go out in order and are answered in order`()
        throws
    {
        var server = ScriptedServer()
        try server.submit(.getData(GetDataRequest("/a")), ticket: 1)
        try server.connect()
        try server.submit(.exists(ExistsRequest("/b")), ticket: 2)
        #expect(
            server.listen() == [
                .connect(ConnectRequestRecord(timeout: 4_000)),
                .request(xid: 1, .getData(GetDataRequest("/a"))),
                .request(xid: 2, .exists(ExistsRequest("/b"))),
            ])
        #expect(server.answers.isEmpty)
        try server.say(.reply(xid: 1, zxid: 5, .success(.data([1], Stat()))))
        try server.say(.reply(xid: 2, zxid: 5, .failure(.noNode)))
        #expect(
            server.answers == [
                1: .success(.data([1], Stat())), 2: .failure(.refused(.noNode)),
            ])
        #expect(server.session.id == 7)
        #expect(server.events == ["WatchedEvent state:SyncConnected type:None path:null"])
    }

    @Test func `what was in flight when the connection broke is lost, and told so`() throws {
        var server = ScriptedServer()
        try server.connect()
        try server.submit(.sync(SyncRequest("/")), ticket: 1)
        try server.disconnect()
        #expect(server.answers == [1: .failure(.connectionLoss)])
        #expect(server.events.last == "WatchedEvent state:Disconnected type:None path:null")
    }

    @Test func `a session is taken up again with its password, its identities and its watches`()
        throws
    {
        var server = ScriptedServer()
        try server.connect(session: 42)
        let user = AuthPacket(scheme: "digest", credentials: Array("u:p".utf8))
        try server.run { session, effects in session.authenticate(user, 1, into: &effects) }
        try server.say(.reply(xid: ReservedXid.auth, zxid: 0, .success(.done)))
        let requests: [(Request, Outcome)] = [
            (.getData(GetDataRequest("/data", watch: true)), .success(.data(nil, Stat()))),
            (.exists(ExistsRequest("/missing", watch: true)), .failure(.noNode)),
            (.exists(ExistsRequest("/there", watch: true)), .success(.stat(Stat()))),
            (.getData(GetDataRequest("/refused", watch: true)), .failure(.noNode)),
            (.getChildren(GetChildrenRequest("/", watch: true)), .success(.children([], nil))),
            (.getData(GetDataRequest("/fired", watch: true)), .success(.data(nil, Stat()))),
        ]
        for (index, (request, outcome)) in requests.enumerated() {
            try server.submit(request, ticket: 10 + index)
            try server.say(.reply(xid: Int32(index + 1), zxid: 9, outcome))
        }
        try server.say(.event(WatchEvent(.nodeDeleted, "/fired")))
        try server.disconnect()
        try server.connect(session: 42)
        #expect(
            server.listen() == [
                .connect(
                    ConnectRequestRecord(
                        lastZxid: 9, timeout: 4_000, session: 42,
                        password: SessionPassword.make(for: 42))),
                .auth(xid: -4, user),
                .request(
                    xid: -8,
                    .setWatches(
                        SetWatchesRequest(
                            relativeZxid: 9, dataWatches: ["/data", "/there"],
                            existWatches: ["/missing"], childWatches: ["/"]))),
            ])
        try server.say(.reply(xid: -4, zxid: 0, .success(.done)))
        try server.say(.reply(xid: -8, zxid: 9, .success(.done)))
        #expect(!server.isCut)
    }

    @Test func `watches that stay are asked for in the newer way`() throws {
        var server = ScriptedServer()
        try server.connect()
        for (index, mode) in AddWatchRequest.Mode.allCases.enumerated() {
            try server.submit(
                .addWatch(AddWatchRequest(ZnodePath("/w\(index)"), mode: mode)), ticket: index)
            try server.say(.reply(xid: Int32(index + 1), zxid: 1, .success(.watchAdded)))
        }
        try server.say(.event(WatchEvent(.nodeCreated, "/w0")))
        try server.disconnect()
        try server.connect()
        #expect(
            server.listen().last
                == .request(
                    xid: -8,
                    .setWatches(
                        SetWatchesRequest(
                            relativeZxid: 1,
                            persistent: .init(watches: ["/w0"], recursiveWatches: ["/w1"])))))
    }

    @Test func `a removed watch is told by the client, and not asked for again`() throws {
        var server = ScriptedServer()
        try server.connect()
        try server.submit(.getData(GetDataRequest("/a", watch: true)), ticket: 1)
        try server.say(.reply(xid: 1, zxid: 1, .success(.data(nil, Stat()))))
        try server.submit(.removeWatches(WatchesRequest("/a", kind: .any)), ticket: 2)
        try server.say(.reply(xid: 2, zxid: 1, .success(.done)))
        #expect(
            server.events.last == "WatchedEvent state:SyncConnected type:DataWatchRemoved path:/a")
        try server.disconnect()
        try server.connect()
        #expect(server.listen().count == 1)
    }

    @Test func `what the client does not watch is not removed, whatever the server says`() throws {
        var server = ScriptedServer()
        try server.connect()
        try server.submit(.addWatch(AddWatchRequest("/a", mode: .persistent)), ticket: 1)
        try server.say(.reply(xid: 1, zxid: 1, .success(.watchAdded)))
        try server.submit(.removeWatches(WatchesRequest("/a", kind: .children)), ticket: 2)
        try server.say(.reply(xid: 2, zxid: 1, .success(.done)))
        #expect(server.answers[2] == .failure(.refused(.noWatcher)))
        try server.submit(.removeWatches(WatchesRequest("/a", kind: .any)), ticket: 3)
        try server.say(.reply(xid: 3, zxid: 1, .success(.done)))
        #expect(server.answers[3] == .success(.done))
        #expect(
            server.events.last
                == "WatchedEvent state:SyncConnected type:PersistentWatchRemoved path:/a")
    }

    @Test func `many watches are asked for in several requests`() throws {
        var watches = ClientWatches()
        let paths = (0..<6_000).map { ZnodePath("/a-path-of-some-length-\($0 + 10_000)") }
        for path in paths {
            watches.note(
                .getData(GetDataRequest(path, watch: true)), .success(.data(nil, Stat())))
        }
        let requests = watches.requests(since: 3)
        #expect(requests.count == 2)
        #expect(requests.flatMap(\.dataWatches) == paths)
        #expect(requests.allSatisfy { Request.setWatches($0).encode().count < 140_000 })
    }

    @Test func `a chroot stands before every path, and is not shown`() throws {
        var server = ScriptedServer(chroot: "/app")
        try server.connect()
        try server.submit(.create(CreateRequest("/n")), ticket: 1)
        try server.submit(.getChildren(GetChildrenRequest("/", watch: true)), ticket: 2)
        try server.submit(
            .multi(MultiRequest([.create(CreateRequest("/m")), .delete(DeleteRequest("/d"))])),
            ticket: 3)
        #expect(
            server.listen().dropFirst() == [
                .request(xid: 1, .create(CreateRequest("/app/n"))),
                .request(xid: 2, .getChildren(GetChildrenRequest("/app", watch: true))),
                .request(
                    xid: 3,
                    .multi(
                        MultiRequest([
                            .create(CreateRequest("/app/m")), .delete(DeleteRequest("/app/d")),
                        ]))),
            ])
        try server.say(.reply(xid: 1, zxid: 1, .success(.created("/app/n", nil))))
        try server.say(.reply(xid: 2, zxid: 1, .success(.children(["n"], nil))))
        let results: [MultiResult] = [
            .done(.create, .created("/app/m", nil)), .done(.delete, .done),
        ]
        try server.say(.reply(xid: 3, zxid: 2, .success(.multi(results))))
        try server.say(.event(WatchEvent(.nodeChildrenChanged, "/app")))
        #expect(server.answers[1] == .success(.created("/n", nil)))
        #expect(
            server.answers[3]
                == .success(.multi([.done(.create, .created("/m", nil)), .done(.delete, .done)])))
        #expect(
            server.events.last == "WatchedEvent state:SyncConnected type:NodeChildrenChanged path:/"
        )
        try server.disconnect()
        try server.connect()
        #expect(server.listen().count == 1, "the child watch has fired")
    }

    @Test func `a refused session is over for good`() throws {
        var server = ScriptedServer()
        try server.connect()
        try server.disconnect()
        try server.submit(.sync(SyncRequest("/")), ticket: 1)
        try server.connectWithoutAnswer()
        try server.say(.connected(.refused(readOnly: false)))
        #expect(server.session.phase == .ended(.sessionExpired))
        #expect(server.answers == [1: .failure(.sessionExpired)])
        #expect(server.isCut)
        try server.submit(.sync(SyncRequest("/")), ticket: 2)
        #expect(server.answers[2] == .failure(.sessionExpired))
        #expect(server.events.last == "WatchedEvent state:Expired type:None path:null")
    }

    @Test func `a refused identity ends the session`() throws {
        var server = ScriptedServer()
        try server.connect()
        let nobody = AuthPacket(scheme: "nope", credentials: [])
        try server.submit(.sync(SyncRequest("/")), ticket: 1)
        try server.run { session, effects in session.authenticate(nobody, 2, into: &effects) }
        try server.say(.reply(xid: -4, zxid: 0, .failure(.authFailed)))
        #expect(
            server.answers == [1: .failure(.authFailed), 2: .failure(.authFailed)])
        #expect(server.session.phase == .ended(.authFailed))
    }

    @Test func `closing is a request like others, and the last`() throws {
        var server = ScriptedServer()
        try server.connect()
        try server.run { session, effects in session.close(1, into: &effects) }
        try server.submit(.sync(SyncRequest("/")), ticket: 2)
        #expect(server.listen().last == .request(xid: 1, .closeSession))
        try server.say(.reply(xid: 1, zxid: 1, .success(.done)))
        #expect(server.answers == [1: .success(.done), 2: .failure(.closed)])
        #expect(server.events.last == "WatchedEvent state:Closed type:None path:null")
        try server.run { session, effects in session.close(3, into: &effects) }
        #expect(server.answers[3] == .success(.done))
    }

    @Test func `a server that answers out of turn is left`() throws {
        var server = ScriptedServer()
        try server.connect()
        try server.submit(.sync(SyncRequest("/")), ticket: 1)
        try server.say(.reply(xid: 2, zxid: 1, .success(.synced("/"))))
        #expect(server.isCut)
        #expect(
            server.answers == [
                1: .failure(
                    .unreadable(.malformed("an answer to request 2, which was not the next")))
            ])
    }

    @Test func `a server that does not speak ZooKeeper's protocol is left`() throws {
        var server = ScriptedServer()
        try server.submit(.sync(SyncRequest("/")), ticket: 1)
        try server.connectWithoutAnswer()
        try server.say(bytes: Array("HTTP/1.1 400 Bad Request\r\n".utf8))
        #expect(server.isCut)
        #expect(
            server.answers == [
                1: .failure(.badFrame(FrameError(length: 0x4854_5450, limit: 1 << 16)))
            ])
    }

    @Test func `a ping is sent only over a connection, and its answer is nobody's`() throws {
        var server = ScriptedServer()
        try server.run { session, effects in session.ping(into: &effects) }
        try server.connect()
        try server.run { session, effects in session.ping(into: &effects) }
        #expect(server.listen().dropFirst() == [.request(xid: -2, .ping)])
        try server.say(.reply(xid: -2, zxid: 11, .success(.done)))
        #expect(server.session.lastZxid == 11)
    }
}
