import HashTreeCollections

/// Watchers by path and paths by watcher, always in agreement.
struct Watchers: Hashable, Sendable {
    private var byPath: TreeDictionary<ZnodePath, SortedSet<Int64>> = [:]
    private var byWatcher: TreeDictionary<Int64, SortedSet<ZnodePath>> = [:]

    var isEmpty: Bool { byPath.isEmpty }

    mutating func insert(_ watcher: Int64, on path: ZnodePath) {
        byPath[path, default: SortedSet()].insert(watcher)
        byWatcher[watcher, default: SortedSet()].insert(path)
    }

    /// Removes and returns those who watch `path`.
    mutating func take(_ path: ZnodePath) -> SortedSet<Int64> {
        guard let watchers = byPath.removeValue(forKey: path) else { return SortedSet() }
        for watcher in watchers {
            byWatcher[watcher, default: SortedSet()].remove(path)
            if byWatcher[watcher]?.isEmpty == true { byWatcher[watcher] = nil }
        }
        return watchers
    }

    mutating func remove(_ watcher: Int64) {
        guard let paths = byWatcher.removeValue(forKey: watcher) else { return }
        for path in paths {
            byPath[path, default: SortedSet()].remove(watcher)
            if byPath[path]?.isEmpty == true { byPath[path] = nil }
        }
    }
}
