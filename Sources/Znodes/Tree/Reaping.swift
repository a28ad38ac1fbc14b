/// Which containers and nodes with a time to live have had their day (`ContainerManager`).
extension Service {
    /// Whether there is any such node, in use or not.
    public var hasReapable: Bool { !tree.reapable.isEmpty }

    /// The unused ones behind `path` in the order of paths: after a look at up to `looks` nodes. `last` is
    /// where to go on, nil at the end.
    ///
    /// - Parameter time: the leader's wall clock, in milliseconds since 1970.
    public func reapable(
        after path: ZnodePath?, at time: Int64, looks: Int, settings: ServiceSettings
    ) -> (paths: [ZnodePath], last: ZnodePath?) {
        var found: [ZnodePath] = []
        var last = path
        for _ in 0..<looks {
            let next = last.map { tree.reapable.next(after: $0) } ?? tree.reapable.first
            guard let next else { return (found, nil) }
            last = next
            if let node = tree[next], node.childCount == 0,
                node.stat.isReapable(at: time, settings: settings)
            {
                found.append(next)
            }
        }
        return (found, last)
    }
}

extension PersistedStat {
    /// Whether a node without children is of no more use.
    func isReapable(at time: Int64, settings: ServiceSettings) -> Bool {
        switch owner {
        case .persistent, .session: false
        case .container:
            // A new one may wait for its first child.
            cversion > 0
                || settings.containerMaxNeverUsed > 0
                    && time - mtime > settings.containerMaxNeverUsed
        case .timeToLive(let duration): time - mtime > duration
        }
    }
}
