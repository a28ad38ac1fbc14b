import Properties
import Testing
import Trace
import Zab
import Znodes

@Suite("What watches promise")
struct WatchTests {
    typealias Tale = ClientStory

    /// c1 watches /a, c2 changes it.
    private func changed() -> Tale {
        var tale = Tale(clients: ["c1", "c2"])
        tale.write("c2", Tale.create("/a", "one"))
        tale.read("c1", Tale.get("/a", watch: true))
        tale.write("c2", Tale.set("/a", "two"))
        return tale
    }

    @Test func `an event before the new data keeps every promise`() {
        var tale = changed()
        tale.notify("c1", "NodeDataChanged", "/a")
        tale.read("c1", Tale.get("/a", watch: true))
        tale.write("c2", Tale.delete("/a"))
        tale.notify("c1", "NodeDeleted", "/a")
        tale.read("c1", Tale.exists("/a", watch: true))
        tale.write("c2", Tale.create("/a"))
        tale.notify("c1", "NodeCreated", "/a")
        tale.read("c1", Tale.list("/a", watch: true))
        tale.write("c2", Tale.create("/a/b"))
        tale.notify("c1", "NodeChildrenChanged", "/a")
        tale.read("c1", Tale.list("/a"))
        #expect(tale.story.violations == [])
    }

    @Test func `W1: the new data comes before the event`() {
        var tale = changed()
        #expect(tale.breaks(.watchBeforeData) == [])
        tale.read("c1", Tale.get("/a"))
        #expect(tale.breaks(.watchBeforeData) == [tale.last])
    }

    @Test func `W1: any newer state counts, not only that node's`() {
        var tale = changed()
        tale.read("c1", Tale.exists("/b"))
        #expect(tale.breaks(.watchBeforeData) == [tale.last])
    }

    @Test func `W2: an event that no transaction explains`() {
        var tale = changed()
        tale.notify("c1", "NodeDeleted", "/a")
        #expect(tale.breaks(.watchOrder) == [tale.last])
    }

    @Test func `W2: events come against the order of the changes`() {
        var tale = Tale(clients: ["c1", "c2"])
        for path in ["/a", "/b"] {
            tale.write("c2", Tale.create(path))
            tale.read("c1", Tale.get(path, watch: true))
        }
        for path in ["/a", "/b"] { tale.write("c2", Tale.set(path, "new")) }
        var healthy = tale
        healthy.notify("c1", "NodeDataChanged", "/a")
        healthy.notify("c1", "NodeDataChanged", "/b")
        #expect(healthy.breaks(.watchOrder) == [])
        tale.notify("c1", "NodeDataChanged", "/b")
        tale.notify("c1", "NodeDataChanged", "/a")
        #expect(tale.breaks(.watchOrder) == [tale.last])
    }

    @Test func `W2: an answer from before an event comes after it`() {
        var tale = changed()
        tale.notify("c1", "NodeDataChanged", "/a")
        #expect(tale.breaks(.watchOrder) == [])
        let before = Zxid(epoch: 1, counter: tale.zxid.counter - 1)
        tale.read("c1", Tale.exists("/b")) { $0.zxid = before }
        #expect(tale.breaks(.watchOrder) == [tale.last])
    }

    @Test func `W3: a watch fires twice`() {
        var tale = changed()
        tale.notify("c1", "NodeDataChanged", "/a")
        tale.write("c2", Tale.set("/a", "three"))
        #expect(tale.breaks(.oneShot) == [])
        tale.notify("c1", "NodeDataChanged", "/a")
        #expect(tale.breaks(.oneShot) == [tale.last])
    }

    @Test func `W3: one deletion may be told once for the data and once for the children`() {
        var tale = Tale(clients: ["c1", "c2"])
        tale.write("c2", Tale.create("/a"))
        tale.read("c1", Tale.get("/a", watch: true))
        tale.read("c1", Tale.list("/a", watch: true))
        tale.write("c2", Tale.delete("/a"))
        tale.notify("c1", "NodeDeleted", "/a")
        tale.notify("c1", "NodeDeleted", "/a")
        #expect(tale.breaks(.oneShot) == [])
        tale.notify("c1", "NodeDeleted", "/a")
        #expect(tale.breaks(.oneShot) == [tale.last])
    }

    @Test func `W4: a client that has set its watches again is not told of what changed meanwhile`()
    {
        var tale = changed()
        tale.disconnect("c1")
        tale.connect("c1", to: "s2")
        let id = tale.invoke(
            "c1",
            .setWatches(SetWatchesRequest(relativeZxid: 0, dataWatches: [ZnodePath("/a")])), xid: -8
        )
        var healthy = tale
        healthy.notify("c1", "NodeDataChanged", "/a")
        healthy.answer("c1", id, Tale.record(.success(.done), tale.zxid))
        healthy.read("c1", Tale.get("/a"))
        #expect(healthy.story.violations == [])
        tale.answer("c1", id, Tale.record(.success(.done), tale.zxid))
        #expect(tale.breaks(.noLostWatch) == [tale.last])
        #expect(tale.breaks(.watchBeforeData) == [])
    }

    @Test func `W4: a node that came and went while its watcher was away may be missed`() {
        var tale = Tale(clients: ["c1", "c2"])
        tale.read("c1", Tale.exists("/a", watch: true))
        tale.disconnect("c1")
        tale.write("c2", Tale.create("/a"))
        tale.write("c2", Tale.delete("/a"))
        tale.connect("c1", to: "s2")
        let id = tale.invoke(
            "c1",
            .setWatches(SetWatchesRequest(relativeZxid: 0, existWatches: [ZnodePath("/a")])),
            xid: -8)
        tale.answer("c1", id, Tale.record(.success(.done), tale.zxid))
        tale.read("c1", Tale.exists("/a"))
        #expect(tale.breaks(.noLostWatch) == [])
    }

    @Test func `W4: in peace a watch that has waited long enough is lost`() {
        var tale = Tale(clients: ["c1", "c2"])
        tale.write("c2", Tale.create("/a", "one"))
        tale.read("c1", Tale.get("/a", watch: true))
        tale.story.step(.network, .command(text: "heal all"))
        tale.write("c2", Tale.set("/a", "two"))
        tale.story.pace = 200_000_000_000
        var healthy = tale
        healthy.notify("c1", "NodeDataChanged", "/a")
        healthy.story.step("s1", .timer(name: "halfTick"))
        #expect(healthy.breaks(.noLostWatch) == [])
        tale.story.step("s1", .timer(name: "halfTick"))
        #expect(tale.breaks(.noLostWatch) == [tale.last])
    }
}
