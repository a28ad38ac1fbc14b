import Properties
import Testing
import Trace
import Zab
import Znodes

@Suite("What sessions promise while they live")
struct SessionLifeTests {
    typealias Tale = ClientStory

    /// The leader s1 proposes what the server `origin` forwarded for c1.
    private func propose(
        _ tale: inout Tale, from origin: Lane, xid: Int32, _ body: Transaction.Body
    ) {
        let id = CallID(session: 1, xid: xid)
        let request = tale.story.message(.request, from: origin, to: "s1", call: id)
        let zxid = Zxid(epoch: 1, counter: tale.zxid.counter + UInt32(xid))
        let transaction = Transaction(
            session: Tale.session("c1"), cxid: xid, zxid: Int64(zxid.rawValue), time: 0, body: body)
        tale.story.step(
            "s1", .receive(message: request),
            [
                .propose(
                    zxid: zxid, digest: "d\(zxid)", text: "", call: id,
                    txn: Bytes(transaction.encode()))
            ])
    }

    private func move(_ tale: inout Tale, to server: Lane) {
        let revalidate = tale.story.message(.revalidate, from: server, to: "s1")
        tale.story.step(
            "s1", .receive(message: revalidate), [.session(id: 1, change: .moved)])
    }

    @Test func `X2: a server asks for a session that has moved away`() {
        let create = Transaction.Body.create(
            CreateTransaction(path: "/a", data: [], parentCversion: 1))
        var tale = Tale()
        move(&tale, to: "s2")
        propose(&tale, from: "s2", xid: 1, create)
        move(&tale, to: "s3")
        propose(&tale, from: "s3", xid: 2, create)
        #expect(tale.breaks(.oneOwner) == [])
        var refused = tale
        propose(&refused, from: "s2", xid: 3, .error(.sessionMoved))
        #expect(refused.breaks(.oneOwner) == [])
        propose(&tale, from: "s2", xid: 3, create)
        #expect(tale.breaks(.oneOwner) == [tale.last])
    }

    private func expire(_ tale: inout Tale) {
        tale.story.step(
            "s1", .timer(name: "sessionExpiry"), [.session(id: 1, change: .expired)])
    }

    @Test func `X3: a session expires although its client was heard`() {
        var tale = Tale()
        tale.story.pace = 9_000_000_000
        var heard = tale
        let call = heard.story.message(
            .call, from: "c1", to: "s1", call: CallID(session: 1, xid: 1))
        heard.story.step("s1", .receive(message: call))
        expire(&heard)
        #expect(heard.breaks(.noEarlyExpiry) == [heard.last])

        tale.story.step("s1", .timer(name: "halfTick"))
        expire(&tale)
        #expect(tale.breaks(.noEarlyExpiry) == [])
    }

    @Test func `X3: a session expires although another server has heard its client`() {
        var tale = Tale()
        tale.story.pace = 9_000_000_000
        var ping = tale.story.message(.ping, from: "s2", to: "s1")
        var unheard = tale
        unheard.story.step("s1", .receive(message: ping))
        expire(&unheard)
        #expect(unheard.breaks(.noEarlyExpiry) == [])
        ping.touched = [1]
        tale.story.step("s1", .receive(message: ping))
        expire(&tale)
        #expect(tale.breaks(.noEarlyExpiry) == [tale.last])
    }

    @Test func `X3: a new leader gives every session its whole time`() {
        var tale = Tale()
        tale.story.pace = 9_000_000_000
        tale.story.step("s1", .timer(name: "halfTick"))
        tale.story.step("s1", .timer(name: "halfTick"), [.serve(role: .leading, epoch: 1)])
        var early = tale
        expire(&early)
        #expect(early.breaks(.noEarlyExpiry) == [early.last])
        tale.story.step("s1", .timer(name: "halfTick"))
        expire(&tale)
        #expect(tale.breaks(.noEarlyExpiry) == [])
    }

    @Test func `X4: two sessions have one id`() {
        var tale = Tale(clients: ["c1", "c2"])
        #expect(tale.breaks(.uniqueSessions) == [])
        let again = tale.prepare(
            .createSession(CreateSessionRequest(timeout: 10_000)), session: Tale.session("c1"),
            xid: 0)
        tale.commit(again, call: CallID(session: 7, xid: 0))
        #expect(tale.breaks(.uniqueSessions).count == 1)
    }
}
