import Properties
import Testing
import Trace
import Zab
import Znodes

@Suite("What watches that stay promise, and to whom")
struct PersistentWatchTests {
    typealias Tale = ClientStory

    /// c1 watches /a (or all below /), c2 works.
    private func watching(_ path: String = "/a", recursive: Bool = false) -> Tale {
        var tale = Tale(clients: ["c1", "c2"])
        tale.read("c1", Tale.watch(path, recursive: recursive))
        return tale
    }

    @Test func `told of every change in its order, they keep every promise`() {
        var tale = watching()
        tale.write("c2", Tale.create("/a"))
        tale.write("c2", Tale.set("/a", "two"))
        tale.write("c2", Tale.set("/a", "three"))
        tale.write("c2", Tale.create("/a/b"))
        for event in [
            "NodeCreated", "NodeDataChanged", "NodeDataChanged", "NodeChildrenChanged",
        ] {
            tale.notify("c1", event, "/a")
        }
        tale.read("c1", Tale.get("/a"))
        #expect(tale.story.violations == [])
    }

    @Test func `all below hears of nodes, not of sets of children`() {
        var tale = watching("/", recursive: true)
        tale.write("c2", Tale.create("/a"))
        tale.write("c2", Tale.create("/a/b"))
        tale.write("c2", Tale.delete("/a/b"))
        tale.notify("c1", "NodeCreated", "/a")
        tale.notify("c1", "NodeCreated", "/a/b")
        tale.notify("c1", "NodeDeleted", "/a/b")
        tale.read("c1", Tale.list("/"))
        #expect(tale.story.violations == [])
        tale.notify("c1", "NodeChildrenChanged", "/a")
        #expect(tale.breaks(.oneShot) == [tale.last])
    }

    @Test func `W1: the second change is shown before it is told`() {
        var tale = watching()
        tale.write("c2", Tale.create("/a"))
        tale.notify("c1", "NodeCreated", "/a")
        tale.write("c2", Tale.set("/a", "two"))
        #expect(tale.breaks(.watchBeforeData) == [])
        tale.read("c1", Tale.get("/a"))
        #expect(tale.breaks(.watchBeforeData) == [tale.last])
    }

    @Test func `W1: a change far below is shown before it is told`() {
        var tale = watching("/", recursive: true)
        tale.write("c2", Tale.create("/a"))
        tale.notify("c1", "NodeCreated", "/a")
        tale.write("c2", Tale.create("/a/b"))
        tale.read("c1", Tale.exists("/c"))
        #expect(tale.breaks(.watchBeforeData) == [tale.last])
    }

    @Test func `W2: one change of two is left out`() {
        var tale = watching()
        tale.write("c2", Tale.create("/a"))
        tale.write("c2", Tale.set("/a", "two"))
        tale.notify("c1", "NodeDataChanged", "/a")
        #expect(tale.breaks(.watchOrder) == [tale.last])
    }

    @Test func `W2: one change is told twice`() {
        var tale = watching()
        tale.write("c2", Tale.create("/a"))
        tale.notify("c1", "NodeCreated", "/a")
        #expect(tale.story.violations == [])
        tale.notify("c1", "NodeCreated", "/a")
        #expect(tale.breaks(.watchOrder) == [tale.last])
    }

    @Test func `W2: changes of different nodes are told against their order`() {
        var tale = watching("/", recursive: true)
        tale.write("c2", Tale.create("/a"))
        tale.write("c2", Tale.create("/b"))
        tale.notify("c1", "NodeCreated", "/b")
        #expect(tale.breaks(.watchOrder) == [tale.last])
    }

    @Test func `W3: a watch that was removed still fires`() {
        var tale = watching()
        let remove = Request.removeWatches(WatchesRequest("/a", kind: .persistent))
        tale.read("c1", remove)
        tale.write("c2", Tale.create("/a"))
        #expect(tale.story.violations == [])
        var silent = tale
        silent.read("c1", Tale.get("/a"))
        #expect(silent.story.violations == [])
        tale.notify("c1", "NodeCreated", "/a")
        #expect(tale.breaks(.oneShot) == [tale.last])
    }

    @Test func `W4: a watch that was set again on a new connection says nothing`() {
        var tale = watching()
        tale.disconnect("c1")
        tale.write("c2", Tale.create("/a"))
        tale.connect("c1", to: "s2")
        let staying = SetWatchesRequest.Persistent(watches: ["/a"])
        let id = tale.invoke(
            "c1", .setWatches(SetWatchesRequest(relativeZxid: 0, persistent: staying)), xid: -8)
        tale.answer("c1", id, Tale.record(.success(.done), tale.zxid))
        tale.read("c1", Tale.get("/a"))
        // What happened while it was away is nobody's debt.
        #expect(tale.story.violations == [])
        tale.write("c2", Tale.set("/a", "two"))
        tale.read("c1", Tale.get("/a"))
        #expect(tale.breaks(.noLostWatch) == [tale.last])
    }

    // MARK: Who may read

    @Test func `who may not read the node is told nothing, and that is right`() {
        for recursive in [false, true] {
            var tale = watching(recursive: recursive)
            tale.write("c2", Tale.create("/a", acl: Tale.readable(by: "alice")))
            tale.write("c2", Tale.set("/a", "two"))
            tale.read("c1", Tale.list("/"))
            #expect(tale.story.violations == [])
        }
    }

    @Test func `W5: who may not read the node is told all the same`() {
        for recursive in [false, true] {
            var tale = watching(recursive: recursive)
            tale.write("c2", Tale.create("/a", acl: Tale.readable(by: "alice")))
            tale.notify("c1", "NodeCreated", "/a")
            #expect(tale.breaks(.watchConfidentiality) == [tale.last])
            #expect(tale.breaks(.watchOrder) == [])
        }
    }

    @Test func `W5: a watch that fires once keeps secrets too`() {
        var tale = Tale(clients: ["c1", "c2"])
        tale.read("c1", Tale.exists("/a", watch: true))
        tale.write("c2", Tale.create("/a", acl: Tale.readable(by: "alice")))
        var silent = tale
        silent.read("c1", Tale.list("/"))
        #expect(silent.story.violations == [])
        tale.notify("c1", "NodeCreated", "/a")
        #expect(tale.breaks(.watchConfidentiality) == [tale.last])
    }

    @Test func `W1: who may read the node must be told`() {
        var tale = Tale(clients: ["c1", "c2"])
        tale.show("c1", "alice")
        tale.read("c1", Tale.watch("/a"))
        tale.write("c2", Tale.create("/a", acl: Tale.readable(by: "alice")))
        var healthy = tale
        healthy.notify("c1", "NodeCreated", "/a")
        healthy.read("c1", Tale.get("/a"))
        #expect(healthy.story.violations == [])
        tale.read("c1", Tale.get("/a"))
        #expect(tale.breaks(.watchBeforeData) == [tale.last])
    }

    @Test func `an identity that is on its way may count, or not yet`() {
        var tale = watching()
        tale.show("c1", "alice")
        tale.write("c2", Tale.create("/a", acl: Tale.readable(by: "alice")))
        var told = tale
        told.notify("c1", "NodeCreated", "/a")
        told.read("c1", Tale.get("/a"))
        #expect(told.story.violations == [])
        tale.read("c1", Tale.get("/a"))
        #expect(tale.story.violations == [])
    }
}
