import Properties
import Testing
import Trace
import Zab
import Znodes

@Suite("What clients are promised")
struct ClientTests {
    typealias Tale = ClientStory

    @Test func `two clients at work keep every promise`() {
        var tale = Tale(clients: ["c1", "c2"])
        tale.write("c1", Tale.create("/a", "one"))
        tale.write("c2", Tale.set("/a", "two"))
        tale.write("c2", Tale.create("/a", "again"))
        tale.write("c1", Tale.create("/a/n-", mode: .ephemeralSequential))
        tale.read("c2", Tale.get("/a"))
        tale.read("c1", Tale.list("/a"))
        tale.write("c1", .closeSession)
        tale.read("c2", Tale.list("/a"))
        #expect(tale.story.violations == [])
    }

    @Test func `G1: a write called after another was answered gets the lower zxid`() {
        var tale = Tale(clients: ["c1", "c2"])
        let first = tale.invoke("c1", Tale.create("/a"))
        let early = tale.write(Tale.create("/a"), session: "c1", call: first)
        tale.write("c2", Tale.create("/b"))
        #expect(tale.breaks(.linearizableWrites) == [])
        tale.answer("c1", first, early)
        #expect(tale.breaks(.linearizableWrites) == [])

        var broken = Tale(clients: ["c1", "c2"])
        let ghost = CallID(session: 1, xid: 1)
        let outcome = broken.write(Tale.create("/a"), session: "c1", call: ghost)
        broken.write("c2", Tale.create("/b"))
        _ = broken.invoke("c1", Tale.create("/a"))
        broken.answer("c1", ghost, outcome)
        #expect(broken.breaks(.linearizableWrites) == [broken.last])
    }

    @Test func `G1: a write is answered with a result that its place does not give`() {
        var tale = Tale()
        let id = tale.invoke("c1", Tale.create("/a"))
        var outcome = tale.write(Tale.create("/a"), session: "c1", call: id)
        outcome.error = "NODEEXISTS"
        tale.answer("c1", id, outcome)
        #expect(tale.breaks(.linearizableWrites) == [tale.last])
    }

    @Test func `G1: a leader makes of a request what its place does not give`() {
        var tale = Tale()
        tale.write("c1", Tale.create("/n-", mode: .persistentSequential))
        let request = Tale.create("/n-", mode: .persistentSequential)
        let id = tale.invoke("c1", request)
        var transaction = tale.prepare(request, session: Tale.session("c1"), xid: id.xid)
        guard case .create(var create) = transaction.body else { return }
        create.path = ZnodePath("/n-0000000000")
        transaction.body = .create(create)
        let outcome = tale.commit(transaction, call: id)
        tale.answer("c1", id, outcome)
        #expect(tale.breaks(.linearizableWrites) == [tale.last])
    }

    @Test func `G2: answers come out of order`() {
        var tale = Tale()
        let first = tale.invoke("c1", Tale.create("/a"))
        let second = tale.invoke("c1", Tale.create("/b"))
        let one = tale.write(Tale.create("/a"), session: "c1", call: first)
        let two = tale.write(Tale.create("/b"), session: "c1", call: second)
        var healthy = tale
        healthy.answer("c1", first, one)
        healthy.answer("c1", second, two)
        #expect(healthy.breaks(.clientOrder) == [])
        tale.answer("c1", second, two)
        #expect(tale.breaks(.clientOrder) == [tale.last])
    }

    @Test func `G2: xids begin anew, and answers still come in order`() {
        var tale = Tale()
        let xids: [Int32] = [.max - 1, .max, 1, 2]
        let ids = xids.map {
            tale.invoke("c1", Tale.create("/n\($0)"), xid: $0)
        }
        let outcomes = ids.map {
            tale.write(Tale.create("/n\($0.xid)"), session: "c1", call: $0)
        }
        var healthy = tale
        for (id, outcome) in zip(ids, outcomes) { healthy.answer("c1", id, outcome) }
        #expect(healthy.story.violations == [])
        tale.answer("c1", ids[0], outcomes[0])
        tale.answer("c1", ids[2], outcomes[2])
        #expect(tale.breaks(.clientOrder) == [tale.last])
        let early = tale.last
        tale.answer("c1", ids[1], outcomes[1])
        #expect(tale.breaks(.clientOrder).contains(early))
        #expect(tale.breaks(.clientOrder).contains(tale.last))
    }

    @Test func `G2: an answer shows less than the one before`() {
        var tale = Tale()
        let before = tale.zxid
        tale.write("c1", Tale.create("/a"))
        #expect(tale.breaks(.clientOrder) == [])
        tale.read("c1", Tale.list("/")) { $0.zxid = before }
        #expect(tale.breaks(.clientOrder) == [tale.last])
    }

    @Test func `G3: a multi is answered as done in part`() {
        var tale = Tale()
        let multi = Request.multi(MultiRequest([Tale.create("/a"), Tale.create("/b")]))
        var healthy = tale
        healthy.write("c1", multi)
        #expect(healthy.story.violations == [])
        let id = tale.invoke("c1", multi)
        var outcome = tale.write(multi, session: "c1", call: id)
        outcome.body = Bytes(
            Response.multi([
                .done(.create, .created(ZnodePath("/a"), nil)), .refused(.nodeExists),
            ]).encode())
        tale.answer("c1", id, outcome)
        #expect(tale.breaks(.atomicity) == [tale.last])
    }

    @Test func `G3: a read shows the state inside a multi`() {
        var tale = Tale()
        tale.write("c1", .multi(MultiRequest([Tale.create("/a"), Tale.create("/b")])))
        tale.read("c1", Tale.list("/"))
        #expect(tale.breaks(.atomicity) == [])
        tale.read("c1", Tale.list("/")) {
            $0.body = Bytes(Response.children(["a", "zookeeper"], nil).encode())
        }
        #expect(tale.breaks(.atomicity) == [tale.last])
        #expect(tale.breaks(.sequentialReads) == [])
    }

    @Test func `G4: a read shows what no moment had`() {
        var tale = Tale()
        tale.write("c1", Tale.create("/a", "one"))
        tale.read("c1", Tale.get("/a"))
        tale.read("c1", Tale.get("/b"))
        #expect(tale.breaks(.sequentialReads) == [])
        tale.read("c1", Tale.get("/a")) { $0.body = Bytes([0, 0, 0, 0]) }
        #expect(tale.breaks(.sequentialReads) == [tale.last])
        tale.read("c1", Tale.get("/b")) { $0.error = nil }
        #expect(tale.breaks(.sequentialReads).last == tale.last)
    }

    @Test func `G4: a read shows the state at a zxid that was never committed`() {
        var tale = Tale()
        tale.write("c1", Tale.create("/a"))
        tale.read("c1", Tale.list("/")) { $0.zxid = "1:9" }
        #expect(tale.breaks(.sequentialReads) == [tale.last])
    }

    @Test func `G5: a client is let in by a server that has seen less`() {
        var tale = Tale()
        tale.write("c1", Tale.create("/a"))
        tale.disconnect("c1")
        var healthy = tale
        healthy.connect("c1", to: "s2")
        #expect(healthy.breaks(.singleSystemImage) == [])
        tale.connect("c1", to: "s2", seen: tale.zxid.next)
        #expect(tale.breaks(.singleSystemImage) == [tale.last - 1])
    }

    @Test func `G5: a new connection shows less than the old one`() {
        var tale = Tale()
        let before = tale.zxid
        tale.write("c1", Tale.create("/a"))
        tale.disconnect("c1")
        tale.connect("c1", to: "s2")
        #expect(tale.breaks(.singleSystemImage) == [])
        tale.read("c1", Tale.list("/")) { $0.zxid = before }
        #expect(tale.breaks(.singleSystemImage) == [tale.last])
        #expect(tale.breaks(.clientOrder) == [])
    }

    @Test func `G6: a confirmed write is missing from a later leader's history`() {
        var tale = Tale()
        tale.write("c1", Tale.create("/a"))
        tale.story.choose("s3", 2, current: 1, among: ["s2", "s3"])
        tale.story.promise("s2", 2, to: "s3", current: 1, last: "1:2")
        tale.story.synchronize("s3", 2)
        let ack = tale.story.bringInStep("s2", 2, with: "s3")
        var healthy = tale
        healthy.story.establish("s3", 2, quorum: ["s2", "s3"], history: "1:2", on: ack)
        #expect(healthy.breaks(.durability) == [])
        tale.story.step("s3", .timer(name: "bug"), [.truncate(to: "1:1", removed: ["1:2"])])
        tale.story.establish("s3", 2, quorum: ["s2", "s3"], history: "1:1", on: ack)
        #expect(tale.breaks(.durability) == [tale.last])
    }

    @Test func `G6: a value that was read is missing from a later leader's history`() {
        var story = Story.serving()
        story.propose("s1", "1:1", "a")
        let id = CallID(session: 1, xid: 1)
        let outcome = OutcomeRecord(zxid: "1:1", error: nil, text: "", body: Bytes([]))
        let reply = story.message(
            .reply, from: "s1", to: "c1", zxid: "1:1", call: id, outcome: outcome)
        story.step(
            "s1", .timer(name: "early"),
            [Story.delivery(("1:1", "a")), .send(message: reply)])
        story.step("c1", .receive(message: reply), [.answered(id: id, outcome: outcome)])
        #expect(story.breaks(.durability) == [])
        story.reign("s3", 2, followers: ["s2"], current: 1)
        let established = story.recording.steps.last { step in
            step.effects.contains { if case .establish = $0 { true } else { false } }
        }
        #expect(story.breaks(.durability) == [established?.n ?? 0])
    }
}

@Suite("What sessions are promised")
struct SessionTests {
    typealias Tale = ClientStory

    @Test func `S23: a server keeps an ephemeral node of a closed session`() {
        var tale = Tale(clients: ["c1", "c2"])
        tale.write("c1", Tale.create("/e", mode: .ephemeral))
        #expect(tale.breaks(.sessionAtomicity) == [])
        let transaction = tale.prepare(.closeSession, session: Tale.session("c1"), xid: 2)
        tale.commit(transaction, call: nil, kept: ["deleted /e"])
        let deliveries = tale.story.recording.steps.filter { step in
            step.effects.contains {
                if case .deliver(let zxid, _, _, _) = $0 { zxid == tale.zxid } else { false }
            }
        }
        #expect(tale.breaks(.sessionAtomicity) == deliveries.map(\.n))
    }

    @Test func `S23: an ephemeral node of a session that is not open`() {
        var tale = Tale()
        var transaction = tale.prepare(
            Tale.create("/e", mode: .ephemeral), session: Tale.session("c1"), xid: 1)
        transaction.session = 77
        tale.commit(transaction, call: nil)
        #expect(tale.breaks(.sessionAtomicity).count == 1)
    }

    @Test func `S24: one request is committed twice`() {
        var tale = Tale()
        let id = tale.invoke("c1", Tale.set("/zookeeper", "x"))
        tale.write(Tale.set("/zookeeper", "x"), session: "c1", call: id)
        #expect(tale.breaks(.atMostOnce) == [])
        tale.write(Tale.set("/zookeeper", "x"), session: "c1", call: id)
        #expect(tale.breaks(.atMostOnce).count == 1)
        // A client that counts anew makes a new request.
        _ = tale.invoke("c1", Tale.set("/zookeeper", "x"), xid: id.xid)
        #expect(tale.breaks(.atMostOnce).count == 1)
    }

    @Test func `S24: what clients ask twice may be done twice`() {
        var tale = Tale()
        let id = tale.invoke("c1", Tale.set("/zookeeper", "x"))
        tale.write(Tale.set("/zookeeper", "x"), session: "c1", call: id)
        _ = tale.invoke("c1", Tale.set("/zookeeper", "x"), xid: id.xid)
        tale.write(Tale.set("/zookeeper", "x"), session: "c1", call: id)
        #expect(tale.breaks(.atMostOnce) == [])
    }

    @Test func `X1: a transaction of a closed session takes effect`() {
        var tale = Tale(clients: ["c1", "c2"])
        tale.write("c1", .closeSession)
        let refused = tale.prepare(Tale.create("/a"), session: Tale.session("c1"), xid: 8)
        tale.commit(refused, call: nil)
        #expect(tale.breaks(.sessionEnd) == [])
        var transaction = tale.prepare(Tale.create("/a"), session: Tale.session("c2"), xid: 9)
        transaction.session = Tale.session("c1")
        tale.commit(transaction, call: nil)
        #expect(tale.breaks(.sessionEnd).count == 1)
    }

    @Test func `X1: a read of a closed session succeeds`() {
        var tale = Tale(clients: ["c1", "c2"])
        tale.write("c1", .closeSession)
        #expect(tale.breaks(.sessionEnd) == [])
        tale.write("c2", Tale.create("/a"))
        tale.read("c1", Tale.list("/"))
        #expect(tale.breaks(.sessionEnd) == [tale.last])
    }
}
