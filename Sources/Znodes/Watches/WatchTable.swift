/// Who waits for which node to change, on one server; not replicated (`WatchManager`, twice).
///
/// A watcher is a connection; its watches go with it. Those set by reads fire once and are gone, those set
/// by addWatch stay. The kinds do not disturb each other, as in Java since 3.9 (ZOOKEEPER-4466).
public struct WatchTable: Hashable, Sendable {
    /// Those set by getData and exists: one table for both.
    private var data = Watchers()
    private var child = Watchers()
    private var persistent = Watchers()
    private var recursive = Watchers()

    public init() {}

    public var isEmpty: Bool {
        data.isEmpty && child.isEmpty && persistent.isEmpty && recursive.isEmpty
    }

    /// Setting a watch that is set already changes nothing.
    public mutating func add(_ watch: Watch, watcher: Int64) {
        switch watch.kind {
        case .data, .exist: data.insert(watcher, on: watch.path)
        case .child: child.insert(watcher, on: watch.path)
        case .persistent: persistent.insert(watcher, on: watch.path)
        case .persistentRecursive: recursive.insert(watcher, on: watch.path)
        }
    }

    /// Whether the connection has such a watch (`DataTree.containsWatcher`).
    public func contains(
        _ kind: WatchesRequest.Kind, _ path: ZnodePath, watcher: Int64
    ) -> Bool {
        switch kind {
        case .data: data.contains(watcher, on: path)
        case .children: child.contains(watcher, on: path)
        case .persistent: persistent.contains(watcher, on: path)
        case .persistentRecursive: recursive.contains(watcher, on: path)
        case .any:
            [data, child, persistent, recursive].contains { $0.contains(watcher, on: path) }
        }
    }

    /// Removes such watches of the connection; false when it has none (`DataTree.removeWatch`).
    public mutating func remove(
        _ kind: WatchesRequest.Kind, _ path: ZnodePath, watcher: Int64
    ) -> Bool {
        let isSet = contains(kind, path, watcher: watcher)
        if kind == .data || kind == .any { _ = data.remove(watcher, on: path) }
        if kind == .children || kind == .any { _ = child.remove(watcher, on: path) }
        if kind == .persistent || kind == .any { _ = persistent.remove(watcher, on: path) }
        if kind == .persistentRecursive || kind == .any { _ = recursive.remove(watcher, on: path) }
        return isSet
    }

    /// Drops all watches of a connection that has ended.
    public mutating func remove(watcher: Int64) {
        data.remove(watcher)
        child.remove(watcher)
        persistent.remove(watcher)
        recursive.remove(watcher)
    }
}

/// Firing.
extension WatchTable {
    /// Fires what waited for these changes, change by change. A connection gets at most one event a change,
    /// however many of its watches the change concerns.
    public mutating func trigger(_ changes: [TreeChange]) -> [Firing] {
        if isEmpty { return [] }
        var firings: [Firing] = []
        for change in changes {
            let firing: Firing
            switch change {
            case .created(let path, let acl):
                firing = Firing(WatchEvent(.nodeCreated, path), takeForNode(path), acl)
            case .dataChanged(let path, let acl):
                firing = Firing(WatchEvent(.nodeDataChanged, path), takeForNode(path), acl)
            case .deleted(let path, let acl):
                let watchers = takeForNode(path) + child.take(path)
                firing = Firing(WatchEvent(.nodeDeleted, path), watchers, acl)
            case .childrenChanged(let path, let acl):
                let watchers = child.take(path) + persistent.watchers(of: path)
                firing = Firing(WatchEvent(.nodeChildrenChanged, path), watchers, acl)
            case .sessionOpened, .sessionClosed:
                continue
            }
            if !firing.watchers.isEmpty { firings.append(firing) }
        }
        return firings
    }

    /// Those who are told what happens to the node itself. Their one-shot watches are gone with that.
    private mutating func takeForNode(_ path: ZnodePath) -> [Int64] {
        var watchers = data.take(path) + persistent.watchers(of: path)
        if recursive.isEmpty { return watchers }
        var place = path
        watchers += recursive.watchers(of: place)
        while !place.isRoot {
            place = place.parent
            watchers += recursive.watchers(of: place)
        }
        return watchers
    }
}

/// Reading.
extension WatchTable {
    /// Answers a read, and does what it asks to have done with the connection's watches. The events are to be
    /// told before the answer.
    public mutating func answer(
        _ request: Request, of watcher: Int64, for caller: Caller, on service: Service
    ) -> (events: [WatchEvent], outcome: Outcome) {
        let outcome = service.read(request, for: caller)
        switch request {
        case .setWatches(let request):
            return (set(request, watcher: watcher, on: service), outcome)
        case .checkWatches(let request):
            guard let kind = request.knownKind else { return ([], outcome) }
            let isSet = contains(kind, request.path, watcher: watcher)
            return ([], isSet ? outcome : .failure(.noWatcher))
        case .removeWatches(let request):
            guard let kind = request.knownKind else { return ([], outcome) }
            let wasSet = remove(kind, request.path, watcher: watcher)
            return ([], wasSet ? outcome : .failure(.noWatcher))
        default:
            if let watch = request.watch(after: outcome) { add(watch, watcher: watcher) }
            return ([], outcome)
        }
    }

    /// Restores the watches of a client that has come back (`DataTree.setWatches`). What has happened since
    /// `relativeZxid` is told at once, before the answer; the rest is watched on.
    private mutating func set(
        _ request: SetWatchesRequest, watcher: Int64, on service: Service
    ) -> [WatchEvent] {
        var events: [WatchEvent] = []
        for path in request.dataWatches {
            guard let node = service.node(readAt: path) else {
                events.append(WatchEvent(.nodeDeleted, path))
                continue
            }
            if node.stat.mzxid > request.relativeZxid {
                events.append(WatchEvent(.nodeDataChanged, path))
            } else {
                data.insert(watcher, on: path)
            }
        }
        for path in request.existWatches {
            if service.node(readAt: path) != nil {
                events.append(WatchEvent(.nodeCreated, path))
            } else {
                data.insert(watcher, on: path)
            }
        }
        for path in request.childWatches {
            guard let node = service.node(readAt: path) else {
                events.append(WatchEvent(.nodeDeleted, path))
                continue
            }
            if node.stat.pzxid > request.relativeZxid {
                events.append(WatchEvent(.nodeChildrenChanged, path))
            } else {
                child.insert(watcher, on: path)
            }
        }
        for path in request.persistent?.watches ?? [] { persistent.insert(watcher, on: path) }
        for path in request.persistent?.recursiveWatches ?? [] {
            recursive.insert(watcher, on: path)
        }
        return events
    }
}

/// For those who look after the server.
extension WatchTable {
    /// `watch_count` of mntr: a persistent watch counts twice, since it waits in both of Java's tables.
    public var count: Int { data.count + child.count + 2 * persistent.count + recursive.count }

    /// What wchs tells about the table of data watches, which is where the persistent ones are too.
    public struct Summary: Hashable, Sendable {
        public let connections: Int
        public let paths: Int
        /// Pairs of a connection and a path.
        public let watches: Int
    }

    /// Costs what there is of connections, and of persistent watches where there are others as well.
    public var summary: Summary {
        Summary(
            connections: distinct([data, persistent, recursive].flatMap(\.watchers)).count,
            paths: data.pathCount + persistent.pathCount(without: data)
                + recursive.pathCount(without: data, persistent),
            watches: data.count + persistent.count(without: data)
                + recursive.count(without: data, persistent))
    }

    /// wchc: the paths that each connection waits for in the table of data watches, all sorted.
    public var pathsByWatcher: [(watcher: Int64, paths: [ZnodePath])] {
        let tables = [data, persistent, recursive]
        return distinct(tables.flatMap(\.watchers)).map { watcher in
            (watcher, distinct(tables.flatMap { $0.paths(of: watcher) }))
        }
    }

    /// wchp: the connections that wait for each path in the table of data watches, all sorted.
    public var watchersByPath: [(path: ZnodePath, watchers: [Int64])] {
        let tables = [data, persistent, recursive]
        return distinct(tables.flatMap(\.paths)).map { path in
            (path, distinct(tables.flatMap { $0.watchers(of: path) }))
        }
    }
}
