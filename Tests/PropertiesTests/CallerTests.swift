import Properties
import Testing
import Trace
import Zab
import Znodes

/// What a client is told depends on who it is; the replay knows, and holds servers to it.
@Suite("What clients are told about themselves and by their identities")
struct CallerTests {
    typealias Tale = ClientStory

    @Test func `identities, sessions and every new read are replayed`() {
        var tale = Tale(clients: ["c1", "c2"])
        tale.show("c1", "alice")
        let own = [ACL(.all, for: Identity(scheme: "auth", id: ""))]
        tale.write("c1", Tale.create("/a", acl: own))
        tale.write("c2", Tale.set("/a", "no"))
        tale.write("c1", Tale.set("/a", "yes"))
        tale.write("c1", Tale.create("/a/e", mode: .ephemeral))
        tale.write("c1", .setACL(SetACLRequest("/a", acl: ACL.readOnly)))
        for client in ["c1", "c2"] as [Lane] {
            tale.read(client, Tale.get("/a"))
            tale.read(client, .getACL(GetACLRequest("/a")))
            tale.read(client, .whoAmI)
            tale.read(client, .getEphemerals(GetEphemeralsRequest()))
            tale.read(client, .getAllChildrenNumber(GetAllChildrenNumberRequest("/")))
            tale.read(client, .multiRead(MultiReadRequest([Tale.get("/a"), Tale.list("/a")])))
        }
        #expect(tale.story.violations == [])
    }

    @Test func `an identity that is shown twice is one`() {
        var tale = Tale()
        tale.show("c1", "alice")
        let own = [ACL(.all, for: Identity(scheme: "auth", id: ""))]
        let first = tale.prepare(
            Tale.create("/a", acl: own), session: Tale.session("c1"), xid: 1)
        tale.story.step("c1", .command(text: "c1 addauth digest alice:secret"))
        let id = tale.invoke("c1", Tale.create("/a", acl: own), xid: 1)
        let outcome = tale.commit(first, call: id)
        tale.answer("c1", id, outcome)
        #expect(tale.story.violations == [])
    }

    @Test func `G1: a write is done for one who may not`() {
        var tale = Tale(clients: ["c1", "c2"])
        tale.write("c1", Tale.create("/a", acl: ACL.readOnly))
        let request = Tale.set("/a", "two")
        let id = tale.invoke("c2", request)
        var transaction = tale.prepare(request, session: Tale.session("c2"), xid: id.xid)
        #expect(transaction.body == .error(.noAuth))
        transaction.body = .setData(SetDataTransaction(path: "/a", data: [], version: 1))
        let outcome = tale.commit(transaction, call: id)
        tale.answer("c2", id, outcome)
        #expect(tale.breaks(.linearizableWrites) == [tale.last])
    }

    @Test func `G4: a node is shown to one who may not read it`() {
        var tale = Tale(clients: ["c1", "c2"])
        tale.write("c1", Tale.create("/a", "one", acl: Tale.readable(by: "alice")))
        tale.read("c2", Tale.get("/a"))
        #expect(tale.breaks(.sequentialReads) == [])
        let stat = tale.service["/a"].map(Stat.init) ?? Stat()
        tale.read("c2", Tale.get("/a")) {
            $0 = Tale.record(.success(.data(Array("one".utf8), stat)), $0.zxid)
        }
        #expect(tale.breaks(.sequentialReads) == [tale.last])
    }

    @Test func `G4: another session's ephemeral nodes are shown as one's own`() {
        var tale = Tale(clients: ["c1", "c2"])
        tale.write("c1", Tale.create("/e", mode: .ephemeral))
        tale.read("c2", .getEphemerals(GetEphemeralsRequest()))
        #expect(tale.breaks(.sequentialReads) == [])
        tale.read("c2", .getEphemerals(GetEphemeralsRequest())) {
            $0 = Tale.record(.success(.ephemerals(["/e"])), $0.zxid)
        }
        #expect(tale.breaks(.sequentialReads) == [tale.last])
    }

    @Test func `G3: a multiRead shows the state inside a multi`() {
        var tale = Tale()
        tale.write("c1", .multi(MultiRequest([Tale.create("/a"), Tale.create("/b")])))
        let read = Request.multiRead(MultiReadRequest([Tale.list("/"), Tale.list("/a")]))
        tale.read("c1", read)
        #expect(tale.breaks(.atomicity) == [])
        tale.read("c1", read) {
            let results: [MultiResult] = [
                .done(.getChildren, .children(["a", "zookeeper"], nil)),
                .done(.getChildren, .children([], nil)),
            ]
            $0 = Tale.record(.success(.multi(results)), $0.zxid)
        }
        #expect(tale.breaks(.atomicity) == [tale.last])
    }

    @Test func `G7: a server shows an old state for too long`() {
        var tale = Tale(clients: ["c1", "c2"])
        let old = tale.zxid
        let stale = tale.service
        tale.write("c2", Tale.create("/a"))
        var prompt = tale
        func read(_ tale: inout Tale) {
            let id = tale.invoke("c1", Tale.list("/"))
            let outcome = Tale.record(
                stale.read(Tale.list("/"), for: Caller(session: 0)), old)
            tale.answer("c1", id, outcome)
        }
        read(&prompt)
        #expect(prompt.breaks(.timeliness) == [])
        // The servers are awake all the time.
        tale.story.pace = 1_000_000_000
        for _ in 0..<40 { tale.story.step("s1", .timer(name: "halfTick")) }
        var asleep = tale
        read(&tale)
        #expect(tale.breaks(.timeliness) == [tale.last])

        asleep.story.pace = 30_000_000_000
        asleep.story.step("s1", .timer(name: "halfTick"))
        asleep.story.pace = 1_000_000_000
        read(&asleep)
        #expect(asleep.breaks(.timeliness) == [])
    }

    @Test func `G8: a sync is answered from before what had been committed`() {
        var tale = Tale(clients: ["c1", "c2"])
        let before = tale.zxid
        tale.write("c2", Tale.create("/a"))
        tale.read("c1", .sync(SyncRequest("/")))
        #expect(tale.breaks(.syncShowsReign) == [])
        var broken = Tale(clients: ["c1", "c2"])
        broken.write("c2", Tale.create("/a"))
        broken.read("c1", .sync(SyncRequest("/"))) { $0.zxid = before }
        #expect(broken.breaks(.syncShowsReign) == [broken.last])
    }
}
