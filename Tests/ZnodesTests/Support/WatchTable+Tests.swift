import Znodes

extension WatchTable {
    mutating func add(_ kind: Watch.Kind, _ path: ZnodePath, watcher: Int64) {
        add(Watch(kind, path), watcher: watcher)
    }

    /// Fires, in words: who is told what.
    mutating func fired(_ changes: [TreeChange]) -> [String] {
        trigger(changes).flatMap { firing in
            firing.watchers.map { "\($0) \(firing.event)" }
        }
    }
}
