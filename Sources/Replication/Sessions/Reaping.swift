import Zab
import Znodes

/// The leader removes containers that have lost their children, and nodes whose time to live is over
/// (`ContainerManager`). Its timer runs only while there are such nodes, in use or not.
extension Replica {
    /// How many nodes one look takes in, and how many removals it can ask for: a big tree must not hold up
    /// the rest.
    private static let looksAtOnce = 100

    mutating func beginReaping(into effects: inout [Effect]) {
        guard service.hasReapable else { return }
        let isNew = leading { leading in
            defer { leading.isReaping = true }
            return !leading.isReaping
        }
        guard isNew == true else { return }
        effects.append(.start(.containerCheck, after: settings.containerCheckInterval))
    }

    mutating func reap(now: Time, into effects: inout [Effect]) {
        guard let start = leading({ $0.reapedUpTo }) else {
            effects.append(.refused(.notServing))
            return
        }
        let (paths, last) = service.reapable(
            after: start, at: wallClock(now), looks: Self.looksAtOnce,
            settings: settings.service)
        _ = leading { leading in
            leading.reapedUpTo = last
            leading.isReaping = last != nil
        }
        for path in paths {
            order(
                .deleteContainer(DeleteContainerRequest(path)), of: Caller(session: 0), xid: 0,
                from: .none, now: now, into: &effects)
        }
        guard last != nil else { return beginReaping(into: &effects) }
        let rest = 60_000 * paths.count / max(1, settings.containersPerMinute)
        effects.append(.start(.containerCheck, after: .milliseconds(Int64(max(1, rest)))))
    }
}
