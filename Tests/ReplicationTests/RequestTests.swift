import Replication
import Testing
import Zab
import Znodes

/// Requests at the edges of a session's life, and those that cannot be read.
@Suite struct RequestTests {
    private func ask(_ xid: Int32, _ request: Request, on connection: Connection = 1)
        -> Replication.Input
    {
        .client(.request(xid: xid, request), on: connection)
    }

    @Test func `what follows the end of a session is dropped, and the end is answered`() {
        var server = Standalone.serving()
        let session = server.connect(1)
        server.tell(ask(1, .closeSession))
        for request in [Request.ping, .create(CreateRequest("/a")), .sync(SyncRequest("/"))] {
            server.tell(ask(2, request))
            #expect(server.effects == [.refused(.sessionClosed)])
        }
        // Coming back is too late as well.
        let again = ConnectRequest(session: session, timeout: 4_000)
        var other = server
        other.tell(.client(.connect(again), on: 2))
        #expect(other.told == ["1 closed: replacedByNewConnection", "2 expired"])
        server.finishDisk()
        #expect(server.told == ["1 reply 1 at 1:2: done", "1 closed: sessionClosed"])
        #expect(server.replica.service["/a"] == nil)
    }

    @Test func `what waits behind the end of a session on a learner is not answered`() {
        var member = Member.learning()
        let session = member.connect(1, at: 1)
        member.tell(ask(1, .closeSession))
        member.tell(ask(2, .exists(ExistsRequest("/"))))
        let effects = member.commit(
            Transaction(
                session: session, cxid: 1, zxid: Int64(Zxid(epoch: 1, counter: 2).rawValue),
                time: 0, body: .closeSession(CloseSessionTransaction(paths: []))))
        let told = effects.compactMap { effect -> String? in
            switch effect {
            case .reply(_, let reply): "reply \(reply.xid)"
            case .close(_, let reason): "closed: \(reason.rawValue)"
            default: nil
            }
        }
        #expect(told == ["reply 1", "closed: sessionClosed"])
    }

    @Test func `what cannot be read is answered in its turn`() {
        var server = Standalone.serving()
        _ = server.connect(1)
        server.tell(ask(1, .create(CreateRequest("/a"))))
        server.tell(ask(2, .unreadable(.marshallingError)))
        server.tell(ask(3, .exists(ExistsRequest("/b"))))
        server.tell(ask(4, .unreadable(.unimplemented)))
        server.tell(ask(5, .exists(ExistsRequest("/b"))))
        #expect(server.told == [])
        server.finishDisk()
        let last = String(describing: Zxid(rawValue: .max))
        #expect(
            server.told == [
                "1 reply 1 at 1:2: created /a", "1 reply 2 at 1:2: MARSHALLINGERROR",
                "1 reply 3 at 1:2: NONODE", "1 reply 4 at \(last): UNIMPLEMENTED",
                "1 closed: unimplemented",
            ])
        // It took no place in the order.
        #expect(server.replica.lastZxid == Zxid(epoch: 1, counter: 2))
    }

    @Test func `a forwarded request of an unknown session has expired, and nobody owns it`() {
        var leader = Member.leading()
        let forwarded = ForwardedBytes(.create(CreateRequest("/a")), session: 77, xid: 5)
        let before = leader.replica.duty
        let effects = leader.hear(.request(forwarded.bytes), from: Member.s1)
        #expect(effects.proposed == [.error(.sessionExpired)])
        leader.finishDisk()
        leader.hear(.ack(Zxid(epoch: 1, counter: 1)), from: Member.s1)
        #expect(leader.replica.duty == before)
    }

    @Test func `a multi is judged and applied in time that grows with its length alone`() {
        var server = Standalone.serving()
        _ = server.connect(1)
        let count = 10_000
        let multi = MultiRequest(
            (0..<count).map { .create(CreateRequest(ZnodePath("/\($0)"), mode: .persistent)) })
        server.tell(ask(1, .multi(multi)))
        server.finishDisk()
        #expect(server.replica.service.nodeCount == count + 4)
        // The last operation undoes all that was foreseen.
        let failing = MultiRequest(
            (0..<count).map { .delete(DeleteRequest(ZnodePath("/\($0)"))) }
                + [.check(CheckRequest("/none"))])
        server.tell(ask(2, .multi(failing)))
        server.tell(ask(3, .create(CreateRequest("/5"))))
        #expect(server.effects.proposed == [.error(.nodeExists)])
        while server.hasDiskWork { server.finishDisk() }
        #expect(server.replica.service.nodeCount == count + 4)
    }

    @Test func `a request whose transaction nobody could read is refused before it is proposed`() {
        var settings = Settings()
        settings.service.maxTransactionBytes = 4_000
        var server = Standalone.serving(settings: settings)
        _ = server.connect(1)
        let identities = (0..<20).map {
            Identity(scheme: "digest", id: "user\($0):" + String(repeating: "h", count: 90))
        }
        server.tell(.client(.authenticate(identities), on: 1))
        let own = [ACL(.all, for: Identity(scheme: "auth", id: ""))]
        let create = Request.create(CreateRequest("/a", data: [], acl: own))
        let table: [(Request, String)] = [
            (create, "created /a"),
            (
                .setData(SetDataRequest("/a", data: [UInt8](repeating: 0, count: 4_000))),
                "MARSHALLINGERROR"
            ),
            (
                .setData(SetDataRequest("/a", data: [UInt8](repeating: 0, count: 3_900))),
                "version 1"
            ),
            (.setACL(SetACLRequest("/a", acl: own)), "version 1"),
            (.multi(MultiRequest([create, create])), "MARSHALLINGERROR"),
        ]
        for (index, (request, answer)) in table.enumerated() {
            server.tell(ask(Int32(index), request))
            server.finishDisk()
            let zxid = Zxid(epoch: 1, counter: UInt32(index) + 2)
            #expect(server.told == ["1 reply \(index) at \(zxid): \(answer)"])
        }
    }

    @Test func `a session with more ephemerals than a transaction holds is closed all the same`() {
        var settings = Settings()
        settings.service.maxTransactionBytes = 300
        var server = Standalone.serving(settings: settings)
        _ = server.connect(1)
        for index in 0..<10 {
            let name = String(repeating: "x", count: 40) + "\(index)"
            let path = ZnodePath("/" + name)
            server.tell(
                ask(Int32(index), .create(CreateRequest(path, mode: .ephemeral))))
            if index < 9 { server.finishDisk() }
        }
        server.tell(ask(99, .closeSession))
        #expect(
            server.effects.proposed == [.closeSession(CloseSessionTransaction(paths: nil))])
        while server.replica.service.sessions.count > 0 { server.finishDisk() }
        #expect(server.replica.service.nodeCount == 4)
    }
}

/// REQUEST's bytes: session, xid, opcode, body.
struct ForwardedBytes {
    let bytes: [UInt8]

    init(_ request: Request, session: Int64, xid: Int32) {
        func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] {
            withUnsafeBytes(of: value.bigEndian) { Array($0) }
        }
        bytes =
            bigEndian(session) + bigEndian(xid) + bigEndian(request.opcode.rawValue)
            + request.encode()
    }
}

extension [Replication.Effect] {
    /// What the leader made of requests.
    var proposed: [Transaction.Body] {
        compactMap { if case .proposed(let transaction, _) = $0 { transaction.body } else { nil } }
    }
}
