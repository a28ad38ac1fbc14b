import Testing
import Znodes

@Suite struct WatchRequestTests {
    private var table = WatchTable()
    private let service = Service()

    private mutating func ask(_ request: Request, watcher: Int64 = 1) -> String {
        table.answer(request, of: watcher, for: Caller(session: watcher), on: service).outcome.text
    }

    @Test mutating func `addWatch waits for a node that need not be there`() {
        #expect(ask(.addWatch(AddWatchRequest("/a", mode: .persistent))) == "done")
        #expect(
            ask(.addWatch(AddWatchRequest("/a", mode: .persistentRecursive)), watcher: 2) == "done")
        #expect(
            table.fired([.created("/a"), .created("/a/b"), .childrenChanged("/a")]) == [
                "1 NodeCreated /a", "2 NodeCreated /a", "2 NodeCreated /a/b",
                "1 NodeChildrenChanged /a",
            ])
    }

    @Test mutating func `a mode or a type that is none is refused, and does nothing`() {
        var watch = AddWatchRequest("/a", mode: .persistent)
        watch.mode = 2
        #expect(ask(.addWatch(watch)) == "MARSHALLINGERROR")
        #expect(table.isEmpty)
        table.add(.data, "/a", watcher: 1)
        var watches = WatchesRequest("/a")
        for type in [0, 6, -1] as [Int32] {
            watches.kind = type
            #expect(ask(.removeWatches(watches)) == "MARSHALLINGERROR")
            #expect(ask(.checkWatches(watches)) == "MARSHALLINGERROR")
        }
        #expect(table.contains(.data, "/a", watcher: 1))
    }

    @Test mutating func `each type of watch is asked for and removed by itself`() {
        let kinds: [(WatchesRequest.Kind, Watch.Kind)] = [
            (.children, .child), (.data, .data), (.data, .exist), (.persistent, .persistent),
            (.persistentRecursive, .persistentRecursive),
        ]
        for (asked, set) in kinds {
            table.add(set, "/a", watcher: 1)
            for kind in WatchesRequest.Kind.allCases {
                let isThere = kind == asked || kind == .any
                #expect(
                    ask(.checkWatches(WatchesRequest("/a", kind: kind)))
                        == (isThere ? "done" : "NOWATCHER"))
                if !isThere {
                    #expect(
                        ask(.removeWatches(WatchesRequest("/a", kind: kind))) == "NOWATCHER")
                }
            }
            #expect(ask(.removeWatches(WatchesRequest("/a", kind: asked))) == "done")
            #expect(table.isEmpty)
            table.add(set, "/a", watcher: 1)
            #expect(ask(.removeWatches(WatchesRequest("/a", kind: .any))) == "done")
            #expect(table.isEmpty)
        }
    }

    @Test mutating func `any means all of them`() {
        for kind in Watch.Kind.allCases { table.add(kind, "/a", watcher: 1) }
        #expect(ask(.removeWatches(WatchesRequest("/a", kind: .any))) == "done")
        #expect(table.isEmpty)
    }

    @Test mutating func `another connection's watches are not one's own`() {
        table.add(.data, "/a", watcher: 2)
        #expect(ask(.checkWatches(WatchesRequest("/a", kind: .data))) == "NOWATCHER")
        #expect(ask(.removeWatches(WatchesRequest("/a", kind: .any))) == "NOWATCHER")
        #expect(table.contains(.data, "/a", watcher: 2))
    }

    @Test mutating func `a client that comes back has its persistent watches again, and no event`()
    {
        var leader = Leader(sessions: 1)
        leader.perform(.create(CreateRequest("/a")))
        let request = SetWatchesRequest(
            relativeZxid: 0,
            persistent: SetWatchesRequest.Persistent(watches: ["/a"], recursiveWatches: ["/b"]))
        let answer = table.answer(
            .setWatches(request), of: 1, for: Caller(session: 1), on: leader.service)
        #expect(answer.events == [])
        #expect(answer.outcome == .success(.done))
        #expect(
            table.fired([.childrenChanged("/a"), .created("/b/c")])
                == ["1 NodeChildrenChanged /a", "1 NodeCreated /b/c"])
    }

    @Test mutating func `a read leaves its watch behind`() {
        #expect(ask(.getChildren(GetChildrenRequest("/", watch: true))) == "[zookeeper]")
        #expect(ask(.exists(ExistsRequest("/a", watch: true))) == "NONODE")
        #expect(ask(.getData(GetDataRequest("/b", watch: true))) == "NONODE")
        #expect(table.contains(.children, "/", watcher: 1))
        #expect(table.contains(.data, "/a", watcher: 1))
        #expect(!table.contains(.any, "/b", watcher: 1))
    }

    @Test func `what mntr counts`() {
        var table = WatchTable()
        #expect(table.count == 0)
        table.add(.data, "/a", watcher: 1)
        table.add(.child, "/a", watcher: 1)
        table.add(.data, "/a", watcher: 2)
        #expect(table.count == 3)
        table.add(.persistent, "/a", watcher: 1)
        #expect(table.count == 5)
        table.add(.persistentRecursive, "/a", watcher: 1)
        #expect(table.count == 6)
    }
}
