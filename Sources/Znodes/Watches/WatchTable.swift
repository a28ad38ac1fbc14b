/// Who waits for which node to change, on one server; not replicated (`WatchManager`, twice).
///
/// A watcher is a connection. Its watches fire once and are gone, and go with it.
public struct WatchTable: Hashable, Sendable {
    /// Those set by getData and exists: one table for both.
    private var data = Watchers()
    private var child = Watchers()

    public init() {}

    public var isEmpty: Bool { data.isEmpty && child.isEmpty }

    /// Setting a watch that is set already changes nothing.
    public mutating func add(_ kind: Watch.Kind, _ path: ZnodePath, watcher: Int64) {
        switch kind {
        case .data, .exist: data.insert(watcher, on: path)
        case .child: child.insert(watcher, on: path)
        }
    }

    public mutating func add(_ watch: Watch, watcher: Int64) {
        add(watch.kind, watch.path, watcher: watcher)
    }

    /// Fires what waited for these changes: change by change, and in the order of the watchers, of whom
    /// each gets at most one event a change.
    public mutating func trigger(_ changes: [TreeChange]) -> [(watcher: Int64, event: WatchEvent)] {
        var events: [(watcher: Int64, event: WatchEvent)] = []
        func tell(_ watchers: some Sequence<Int64>, _ kind: WatchEvent.Kind, _ path: ZnodePath) {
            for watcher in watchers { events.append((watcher, WatchEvent(kind, path))) }
        }
        for change in changes {
            switch change {
            case .created(let path):
                tell(data.take(path), .nodeCreated, path)
            case .dataChanged(let path):
                tell(data.take(path), .nodeDataChanged, path)
            case .childrenChanged(let path):
                tell(child.take(path), .nodeChildrenChanged, path)
            case .deleted(let path):
                let told = data.take(path)
                tell(told, .nodeDeleted, path)
                tell(child.take(path).filter { !told.contains($0) }, .nodeDeleted, path)
            case .sessionOpened, .sessionClosed:
                break
            }
        }
        return events
    }

    /// Drops all watches of a connection that has ended.
    public mutating func remove(watcher: Int64) {
        data.remove(watcher)
        child.remove(watcher)
    }

    /// Restores the watches of a client that has come back. What has happened since `relativeZxid`
    /// is told at once, before the answer; the rest is watched on.
    public mutating func set(
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
        return events
    }
}
