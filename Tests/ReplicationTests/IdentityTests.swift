import Jute
import Replication
import Testing
import Zab
import Znodes

private let address = Identity(scheme: "ip", id: "127.0.0.1")
private let alice = Identity(scheme: "digest", id: "alice:hash")

/// Who a client is travels with what it asks for.
@Suite struct IdentityTests {
    private let own = [ACL(.all, for: Identity(scheme: "auth", id: ""))]

    @Test func `a client is who its connection says, from the handshake on`() {
        var server = Standalone.serving()
        let request = ConnectRequest(timeout: 4_000, identities: [address])
        server.tell(.client(.connect(request), on: 1))
        // Before the session is open.
        server.tell(.client(.authenticate([alice]), on: 1))
        #expect(server.effects == [])
        server.finishDisk()
        server.tell(.client(.request(xid: 1, .whoAmI), on: 1))
        #expect(
            server.told == ["1 reply 1 at 1:1: [ip:127.0.0.1, digest:alice]"])
        server.tell(.client(.request(xid: 2, .create(CreateRequest("/a", acl: own))), on: 1))
        server.finishDisk()
        #expect(server.replica.service["/a"]?.acl == [ACL(.all, for: alice)])
        // Another connection is someone else.
        _ = server.connect(2)
        server.tell(.client(.request(xid: 1, .getData(GetDataRequest("/a"))), on: 2))
        #expect(server.told == ["2 reply 1 at 1:3: NOAUTH"])
        server.tell(.client(.authenticate([alice]), on: 2))
        server.tell(.client(.request(xid: 2, .getData(GetDataRequest("/a"))), on: 2))
        #expect(server.told == ["2 reply 2 at 1:3: \"\" version 0"])
        server.tell(.client(.authenticate([alice]), on: 3))
        #expect(server.effects == [.refused(.unknownConnection)])
    }

    @Test func `where lists are skipped everyone may do all`() {
        var settings = Settings()
        settings.service.skipACL = true
        var server = Standalone.serving(settings: settings)
        _ = server.connect(1)
        let nobody = [ACL([], for: alice)]
        for (xid, request) in [
            Request.create(CreateRequest("/a", data: [1], acl: nobody)),
            .setData(SetDataRequest("/a", data: [2])), .getData(GetDataRequest("/a")),
        ].enumerated() {
            server.tell(.client(.request(xid: Int32(xid), request), on: 1))
            server.finishDisk()
        }
        #expect(server.replica.service["/a"]?.data == [2])
    }

    @Test func `a learner passes identities on beside the request`() throws {
        var member = Member.learning()
        _ = member.connect(1, at: 1)
        member.tell(.client(.authenticate([address, alice]), on: 1))
        let create = Request.create(CreateRequest("/a", acl: own))
        let sent = member.tell(.client(.request(xid: 7, create), on: 1)).sent(to: Member.s3)
        guard case .request(let bytes, let authinfo)? = sent.first else {
            Issue.record("\(sent)")
            return
        }
        var writer = JuteWriter()
        writer.vector([address, alice])
        #expect(authinfo == writer.bytes)
        #expect(Array(bytes.dropFirst(16)) == create.encode())
        let forwarded = try ForwardedRequest(decoding: bytes, authinfo: authinfo)
        #expect(forwarded.identities == [address, alice])
        #expect(throws: JuteError.self) {
            try ForwardedRequest(decoding: bytes, authinfo: authinfo + [0])
        }
        #expect(try ForwardedRequest(decoding: bytes).identities == [])
    }

    @Test func `the leader judges a forwarded request by the identities beside it`() {
        var leader = Member.leading()
        let open = ForwardedBytes(
            .createSession(CreateSessionRequest(timeout: 4_000)), session: 7, xid: 0)
        leader.hear(.request(open.bytes), from: Member.s1)
        var writer = JuteWriter()
        writer.vector([alice])
        let create = ForwardedBytes(.create(CreateRequest("/a", acl: own)), session: 7, xid: 1)
        let effects = leader.hear(
            .request(create.bytes, authinfo: writer.bytes), from: Member.s1)
        guard case .create(let body)? = effects.proposed.first else {
            Issue.record("\(effects)")
            return
        }
        #expect(body.acl == [ACL(.all, for: alice)])
        let delete = ForwardedBytes(.create(CreateRequest("/a/b")), session: 7, xid: 2)
        #expect(
            leader.hear(.request(delete.bytes), from: Member.s1).proposed == [.error(.noAuth)])
        #expect(
            leader.hear(.request(delete.bytes, authinfo: [1]), from: Member.s1)
                == [.refused(.malformed)])
    }
}
