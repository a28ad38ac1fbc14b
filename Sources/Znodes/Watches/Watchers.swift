import HashTreeCollections

/// The watches of one kind: watchers by path and paths by watcher, always in agreement.
///
/// What is done to one watch costs the same however many there are.
struct Watchers: Hashable, Sendable {
    private var byPath: TreeDictionary<ZnodePath, WatcherSet> = [:]
    private var byWatcher: TreeDictionary<Int64, TreeSet<ZnodePath>> = [:]
    /// How many pairs of a watcher and a path there are.
    private(set) var count = 0

    var isEmpty: Bool { byPath.isEmpty }
    var pathCount: Int { byPath.count }

    func contains(_ watcher: Int64, on path: ZnodePath) -> Bool {
        byWatcher[watcher]?.contains(path) ?? false
    }

    func isWatched(_ path: ZnodePath) -> Bool { byPath[path] != nil }

    /// Who watches `path`, in the order of their numbers.
    func watchers(of path: ZnodePath) -> [Int64] { byPath[path]?.sorted ?? [] }

    /// Setting a watch that is set already changes nothing.
    mutating func insert(_ watcher: Int64, on path: ZnodePath) {
        if contains(watcher, on: path) { return }
        // Every request brings a copy of the path's text; only the first is kept.
        let kept = byPath.index(forKey: path).map { byPath[$0].key } ?? path
        byPath[kept, default: WatcherSet(watcher)].insert(watcher)
        byWatcher[watcher, default: []].insert(kept)
        count += 1
    }

    /// Whether the watch was set.
    mutating func remove(_ watcher: Int64, on path: ZnodePath) -> Bool {
        guard contains(watcher, on: path) else { return false }
        forget(path, of: watcher)
        forget(watcher, on: path)
        return true
    }

    /// Removes and returns those who watch `path`, in the order of their numbers.
    mutating func take(_ path: ZnodePath) -> [Int64] {
        guard let watchers = byPath.removeValue(forKey: path)?.sorted else { return [] }
        for watcher in watchers { forget(path, of: watcher) }
        count -= watchers.count
        return watchers
    }

    /// Drops all watches of a watcher.
    mutating func remove(_ watcher: Int64) {
        guard let paths = byWatcher.removeValue(forKey: watcher) else { return }
        // in any order: each path for itself
        for path in paths { forget(watcher, on: path) }
    }

    private mutating func forget(_ path: ZnodePath, of watcher: Int64) {
        if byWatcher[watcher]?.count == 1 {
            byWatcher[watcher] = nil
        } else {
            byWatcher[watcher, default: []].remove(path)
        }
    }

    private mutating func forget(_ watcher: Int64, on path: ZnodePath) {
        if byPath[path]?.count == 1 {
            byPath[path] = nil
        } else {
            byPath[path, default: WatcherSet(watcher)].remove(watcher)
        }
        count -= 1
    }
}

/// For those who look after the server.
extension Watchers {
    /// All watchers, in the order of their numbers.
    var watchers: [Int64] { byWatcher.keys.sorted() }

    /// All paths, in their order.
    var paths: [ZnodePath] { byPath.keys.sorted() }

    func paths(of watcher: Int64) -> [ZnodePath] { byWatcher[watcher]?.sorted() ?? [] }

    /// How many paths are watched here and not there.
    func pathCount(without others: Watchers...) -> Int {
        let others = others.filter { !$0.isEmpty }
        if others.isEmpty { return pathCount }
        return byPath.keys.count { path in !others.contains { $0.isWatched(path) } }
    }

    /// How many pairs of a watcher and a path are here and not there.
    func count(without others: Watchers...) -> Int {
        let others = others.filter { !$0.isEmpty }
        if others.isEmpty { return count }
        var count = 0
        // in any order: a sum
        for (watcher, paths) in byWatcher {
            count += paths.count { path in !others.contains { $0.contains(watcher, on: path) } }
        }
        return count
    }
}
