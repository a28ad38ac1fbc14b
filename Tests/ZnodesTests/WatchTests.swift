import Testing
import Znodes

@Suite struct WatchTests {
    @Test func `a watch fires once`() {
        var table = WatchTable()
        table.add(.data, "/a", watcher: 1)
        table.add(.data, "/a", watcher: 1)
        #expect(table.fired([.dataChanged("/a")]) == ["1 NodeDataChanged /a"])
        #expect(table.fired([.dataChanged("/a")]) == [])
        #expect(table == WatchTable())
    }

    @Test func `each kind of watch hears what it asked for`() {
        var table = WatchTable()
        table.add(.exist, "/p/new", watcher: 3)
        table.add(.child, "/p", watcher: 2)
        table.add(.data, "/p", watcher: 1)
        #expect(
            table.fired([.created("/p/new"), .childrenChanged("/p")]) == [
                "3 NodeCreated /p/new", "2 NodeChildrenChanged /p",
            ])
        #expect(table.fired([.deleted("/p"), .childrenChanged("/")]) == ["1 NodeDeleted /p"])
        #expect(table.isEmpty)
    }

    @Test func `a delete is told once to a connection, and then to the parent's watchers`() {
        var table = WatchTable()
        for watcher in [2, 1] as [Int64] { table.add(.data, "/p/c", watcher: watcher) }
        for watcher in [3, 1] as [Int64] { table.add(.child, "/p/c", watcher: watcher) }
        table.add(.child, "/p", watcher: 1)
        #expect(
            table.fired([.deleted("/p/c"), .childrenChanged("/p")]) == [
                "1 NodeDeleted /p/c", "2 NodeDeleted /p/c", "3 NodeDeleted /p/c",
                "1 NodeChildrenChanged /p",
            ])
        #expect(table == WatchTable())
    }

    @Test func `a connection that ends takes its watches along`() {
        var table = WatchTable()
        table.add(.data, "/a", watcher: 1)
        table.add(.child, "/a", watcher: 1)
        table.add(.data, "/a", watcher: 2)
        table.remove(watcher: 1)
        #expect(table.fired([.deleted("/a")]) == ["2 NodeDeleted /a"])
        #expect(table == WatchTable())
    }

    @Test func `a multi fires operation by operation`() {
        var leader = Leader(sessions: 1)
        var table = WatchTable()
        table.add(.exist, "/a", watcher: 1)
        table.add(.child, "/", watcher: 1)
        table.add(.exist, "/b", watcher: 1)
        let applied = leader.perform(
            .multi(
                MultiRequest([
                    .create(CreateRequest("/b")), .create(CreateRequest("/a")),
                    .delete(DeleteRequest("/b")),
                ])))
        #expect(
            table.fired(applied.changes) == [
                "1 NodeCreated /b", "1 NodeChildrenChanged /", "1 NodeCreated /a",
            ])
    }

    @Test func `which answers leave a watch behind`() {
        let found = Outcome.success(.stat(Stat()))
        let missing = Outcome.failure(.noNode)
        let exists = Request.exists(ExistsRequest("/a", watch: true))
        let data = Request.getData(GetDataRequest("/a", watch: true))
        let children = Request.getChildren(GetChildrenRequest("/a", watch: true))
        #expect(exists.watch(after: found) == Watch(.data, "/a"))
        #expect(exists.watch(after: missing) == Watch(.exist, "/a"))
        #expect(exists.watch(after: .failure(.badArguments)) == nil)
        #expect(data.watch(after: found) == Watch(.data, "/a"))
        #expect(data.watch(after: missing) == nil)
        #expect(children.watch(after: found) == Watch(.child, "/a"))
        #expect(children.watch(after: missing) == nil)
        #expect(Request.exists(ExistsRequest("/a")).watch(after: found) == nil)
        #expect(Request.create(CreateRequest("/a")).watch(after: found) == nil)
    }

    @Test func `a client that comes back hears what it missed and watches the rest`() {
        var leader = Leader(sessions: 1)
        for path in ["/old", "/changed", "/parent", "/quiet"] as [ZnodePath] {
            leader.perform(.create(CreateRequest(path)))
        }
        let seen = leader.zxid
        leader.perform(.setData(SetDataRequest("/changed", data: [1])))
        leader.perform(.create(CreateRequest("/parent/child")))
        leader.perform(.create(CreateRequest("/come")))
        var table = WatchTable()
        let request = Request.setWatches(
            SetWatchesRequest(
                relativeZxid: seen, dataWatches: ["/old", "/changed", "/gone"],
                existWatches: ["/come", "/awaited"], childWatches: ["/parent", "/quiet", "/gone"]))
        let answer = table.answer(
            request, of: 4, for: Caller(session: 1), on: leader.service)
        #expect(answer.outcome == .success(.done))
        #expect(
            answer.events.map(\.description) == [
                "NodeDataChanged /changed", "NodeDeleted /gone", "NodeCreated /come",
                "NodeChildrenChanged /parent", "NodeDeleted /gone",
            ])
        #expect(
            table.fired([
                .dataChanged("/changed"), .dataChanged("/old"), .created("/awaited"),
                .childrenChanged("/parent"), .childrenChanged("/quiet"), .created("/gone"),
            ]) == [
                "4 NodeDataChanged /old", "4 NodeCreated /awaited", "4 NodeChildrenChanged /quiet",
            ])
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `whoever watches hears of every change, and hears only of changes`(seed: UInt64) {
        var dice = Dice(seed: seed)
        var leader = Leader(sessions: 1, 2, 3)
        for _ in 0..<100 {
            let before = leader.service
            let applied = leader.perform(dice.write(), session: dice.session())
            for path in ["/", "/a", "/b", "/a/b", "/a/a0000000000"] as [ZnodePath] {
                var table = WatchTable()
                table.add(.data, path, watcher: 1)
                table.add(.child, path, watcher: 2)
                let told = Set(table.trigger(applied.changes).flatMap(\.watchers))
                let (old, new) = (before[path], leader.service[path])
                if old?.stat.czxid != new?.stat.czxid || old?.stat.mzxid != new?.stat.mzxid {
                    #expect(told.contains(1), "\(path)")
                }
                if old != nil,
                    before.children(of: path) != leader.service.children(of: path) || new == nil
                {
                    #expect(told.contains(2), "\(path)")
                }
                if old == new { #expect(told.isEmpty, "\(path)") }
            }
        }
    }
}
