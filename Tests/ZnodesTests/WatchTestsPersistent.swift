import Testing
import Znodes

@Suite struct PersistentWatchTests {
    @Test func `a persistent watch hears everything about its node, again and again`() {
        var table = WatchTable()
        table.add(.persistent, "/p", watcher: 1)
        for _ in 0..<2 {
            #expect(
                table.fired([
                    .created("/p"), .dataChanged("/p"), .created("/p/c"), .childrenChanged("/p"),
                    .deleted("/p"), .childrenChanged("/"),
                ]) == [
                    "1 NodeCreated /p", "1 NodeDataChanged /p", "1 NodeChildrenChanged /p",
                    "1 NodeDeleted /p",
                ])
        }
    }

    @Test func `a recursive watch hears of everything below, but of no set of children`() {
        var table = WatchTable()
        table.add(.persistentRecursive, "/p", watcher: 1)
        for _ in 0..<2 {
            #expect(
                table.fired([
                    .created("/p"), .childrenChanged("/"), .created("/p/c"), .childrenChanged("/p"),
                    .created("/p/c/d"), .dataChanged("/p/c/d"), .deleted("/p/c/d"),
                    .childrenChanged("/p/c"), .created("/other"), .created("/px"),
                ]) == [
                    "1 NodeCreated /p", "1 NodeCreated /p/c", "1 NodeCreated /p/c/d",
                    "1 NodeDataChanged /p/c/d", "1 NodeDeleted /p/c/d",
                ])
        }
    }

    @Test func `a recursive watch on the root hears of every node`() {
        var table = WatchTable()
        table.add(.persistentRecursive, "/", watcher: 1)
        #expect(
            table.fired([.dataChanged("/"), .created("/a/b/c"), .childrenChanged("/a/b")])
                == ["1 NodeDataChanged /", "1 NodeCreated /a/b/c"])
    }

    @Test func `however many watches a change concerns, a connection is told once`() {
        var table = WatchTable()
        for watcher in [2, 1] as [Int64] {
            for kind in Watch.Kind.allCases { table.add(kind, "/p/c", watcher: watcher) }
            table.add(.persistentRecursive, "/p", watcher: watcher)
            table.add(.persistentRecursive, "/", watcher: watcher)
        }
        #expect(
            table.fired([.dataChanged("/p/c"), .deleted("/p/c"), .childrenChanged("/p/c")]) == [
                "1 NodeDataChanged /p/c", "2 NodeDataChanged /p/c",
                "1 NodeDeleted /p/c", "2 NodeDeleted /p/c",
                "1 NodeChildrenChanged /p/c", "2 NodeChildrenChanged /p/c",
            ])
    }

    @Test func `kinds on one path do not disturb each other`() {
        var table = WatchTable()
        table.add(.persistentRecursive, "/p", watcher: 1)
        table.add(.data, "/p", watcher: 1)
        table.add(.child, "/p", watcher: 1)
        #expect(table.fired([.dataChanged("/p")]) == ["1 NodeDataChanged /p"])
        #expect(table.fired([.childrenChanged("/p")]) == ["1 NodeChildrenChanged /p"])
        #expect(table.fired([.childrenChanged("/p")]) == [])
        #expect(table.fired([.dataChanged("/p")]) == ["1 NodeDataChanged /p"])
        var rest = WatchTable()
        rest.add(.persistentRecursive, "/p", watcher: 1)
        #expect(table == rest)
    }

    @Test func `a connection that ends takes its persistent watches along`() {
        var table = WatchTable()
        for watcher in 1...3 as ClosedRange<Int64> {
            for kind in Watch.Kind.allCases { table.add(kind, "/p", watcher: watcher) }
        }
        table.remove(watcher: 1)
        table.remove(watcher: 3)
        #expect(table.fired([.created("/p")]) == ["2 NodeCreated /p"])
        table.remove(watcher: 2)
        #expect(table == WatchTable())
    }
}

@Suite struct FiringTests {
    @Test func `an event carries the access list of the node that it is about`() {
        var leader = Leader(sessions: 1)
        let parent = [
            ACL(.all, for: .anyone), ACL(.read, for: Identity(scheme: "ip", id: "1.2.3.4")),
        ]
        let child = ACL.readOnly
        leader.perform(.create(CreateRequest("/p", acl: parent)))
        var table = WatchTable()
        table.add(.persistent, "/p", watcher: 1)
        table.add(.persistent, "/p/c", watcher: 1)
        func lists(_ applied: Applied) -> [[ACL]] {
            table.trigger(applied.changes).map(\.acl.entries)
        }
        let created = leader.perform(.create(CreateRequest("/p/c", acl: child)))
        #expect(lists(created) == [child, parent])
        #expect(lists(leader.perform(.delete(DeleteRequest("/p/c")))) == [child, parent])
        let changed = leader.perform(.setData(SetDataRequest("/p", data: [1])))
        #expect(lists(changed) == [parent])
    }

    @Test func `in a multi it is the list of that moment`() {
        var leader = Leader(sessions: 1)
        var table = WatchTable()
        table.add(.persistent, "/a", watcher: 1)
        let applied = leader.perform(
            .multi(
                MultiRequest([
                    .create(CreateRequest("/a", acl: ACL.readOnly)), .delete(DeleteRequest("/a")),
                    .create(CreateRequest("/a")),
                ])))
        let lists = table.trigger(applied.changes).map(\.acl.entries)
        #expect(lists == [ACL.readOnly, ACL.readOnly, ACL.open])
    }

    @Test func `the ephemerals of a session that closes carry theirs`() {
        var leader = Leader(sessions: 1)
        leader.perform(.create(CreateRequest("/e", acl: ACL.readOnly, mode: .ephemeral)))
        var table = WatchTable()
        table.add(.persistent, "/e", watcher: 2)
        let firings = table.trigger(leader.perform(.closeSession).changes)
        #expect(firings.map(\.event) == [WatchEvent(.nodeDeleted, "/e")])
        #expect(firings.map(\.acl.entries) == [ACL.readOnly])
    }
}

/// The table against the plainest model of what it does: a list of watches, looked through for each change.
@Suite struct WatchModelTests {
    private struct Model {
        var watches: [(kind: Watch.Kind, path: ZnodePath, watcher: Int64)] = []

        mutating func add(_ kind: Watch.Kind, _ path: ZnodePath, _ watcher: Int64) {
            // exists and getData set the same watch.
            let kind = kind == .exist ? .data : kind
            if !watches.contains(where: { $0 == (kind, path, watcher) }) {
                watches.append((kind, path, watcher))
            }
        }

        mutating func fire(_ change: TreeChange) -> [String] {
            var told: Set<Int64> = []
            var event: WatchEvent?
            func tell(_ kind: WatchEvent.Kind, _ path: ZnodePath, _ kinds: [Watch.Kind]) {
                event = WatchEvent(kind, path)
                for watch in watches {
                    let isBelow =
                        watch.path.isRoot || path.text.hasPrefix(watch.path.text + "/")
                    let isHit =
                        watch.path == path && kinds.contains(watch.kind)
                        || watch.kind == .persistentRecursive && isBelow
                            && kind != .nodeChildrenChanged
                    if isHit { told.insert(watch.watcher) }
                }
                watches.removeAll {
                    $0.path == path && kinds.contains($0.kind)
                        && ($0.kind == .data || $0.kind == .child)
                }
            }
            switch change {
            case .created(let path, _):
                tell(.nodeCreated, path, [.data, .persistent, .persistentRecursive])
            case .dataChanged(let path, _):
                tell(.nodeDataChanged, path, [.data, .persistent, .persistentRecursive])
            case .deleted(let path, _):
                tell(.nodeDeleted, path, [.data, .child, .persistent, .persistentRecursive])
            case .childrenChanged(let path, _):
                tell(.nodeChildrenChanged, path, [.child, .persistent])
            case .sessionOpened, .sessionClosed: break
            }
            return told.sorted().compactMap { watcher in event.map { "\(watcher) \($0)" } }
        }
    }

    @Test(arguments: 0..<30 as Range<UInt64>)
    func `the table does what looking through a list would do`(seed: UInt64) {
        let paths: [ZnodePath] = ["/", "/a", "/a/b", "/a/b/c", "/ab", "/d"]
        var dice = Dice(seed: seed)
        var table = WatchTable()
        var model = Model()
        for _ in 0..<300 {
            let path = paths[dice.roll(0...paths.count - 1)]
            let watcher = Int64(dice.roll(1...4))
            switch dice.roll(0...9) {
            case 0...5:
                let kind = Watch.Kind.allCases[dice.roll(0...Watch.Kind.allCases.count - 1)]
                table.add(kind, path, watcher: watcher)
                model.add(kind, path, watcher)
            case 6...7:
                let change = [
                    TreeChange.created(path), .deleted(path), .dataChanged(path),
                    .childrenChanged(path),
                ][dice.roll(0...3)]
                #expect(table.fired([change]) == model.fire(change))
            case 8:
                let kind = WatchesRequest.Kind.allCases[dice.roll(0...4)]
                let kinds: [Watch.Kind] =
                    switch kind {
                    case .data: [.data]
                    case .children: [.child]
                    case .persistent: [.persistent]
                    case .persistentRecursive: [.persistentRecursive]
                    case .any: Watch.Kind.allCases
                    }
                let isHit = { (watch: (kind: Watch.Kind, path: ZnodePath, watcher: Int64)) in
                    watch.watcher == watcher && watch.path == path && kinds.contains(watch.kind)
                }
                #expect(
                    table.contains(kind, path, watcher: watcher)
                        == model.watches.contains(where: isHit))
                #expect(
                    table.remove(kind, path, watcher: watcher)
                        == model.watches.contains(where: isHit))
                model.watches.removeAll(where: isHit)
            default:
                if dice.roll(0...3) == 0 {
                    table.remove(watcher: watcher)
                    model.watches.removeAll { $0.watcher == watcher }
                }
            }
            let data = model.watches.filter { $0.kind != .child }
            #expect(table.summary.connections == Set(data.map(\.watcher)).count)
            #expect(table.summary.paths == Set(data.map(\.path)).count)
            #expect(table.summary.watches == Set(data.map { "\($0.watcher) \($0.path)" }).count)
            #expect(
                table.pathsByWatcher.map { "\($0.watcher): \($0.paths)" }
                    == Set(data.map(\.watcher)).sorted().map { watcher in
                        let paths = Set(data.filter { $0.watcher == watcher }.map(\.path))
                        return "\(watcher): \(paths.sorted())"
                    })
            #expect(
                table.watchersByPath.map { "\($0.path): \($0.watchers)" }
                    == Set(data.map(\.path)).sorted().map { path in
                        let watchers = Set(data.filter { $0.path == path }.map(\.watcher))
                        return "\(path): \(watchers.sorted())"
                    })
            // However it came about, the same watches make the same table.
            var rebuilt = WatchTable()
            for watch in model.watches {
                rebuilt.add(watch.kind, watch.path, watcher: watch.watcher)
            }
            #expect(table == rebuilt)
            #expect(table.hashValue == rebuilt.hashValue)
        }
    }
}
