import Zab
import Znodes

/// Everything that fires watches, in the order in which it happened.
struct Triggers: Sendable {
    struct Trigger: Hashable, Sendable {
        let zxid: Zxid
        let event: WatchEvent
        /// The node's access control list at that moment.
        let acl: AccessList
    }

    private var all: [Trigger] = []
    /// The places in `all` of what happened to each node.
    private var places: [ZnodePath: [Int]] = [:]

    subscript(place: Int) -> Trigger { all[place] }

    mutating func note(_ change: TreeChange, _ zxid: Zxid) {
        switch change {
        case .created(let path, let acl): add(WatchEvent(.nodeCreated, path), acl, zxid)
        case .deleted(let path, let acl): add(WatchEvent(.nodeDeleted, path), acl, zxid)
        case .dataChanged(let path, let acl): add(WatchEvent(.nodeDataChanged, path), acl, zxid)
        case .childrenChanged(let path, let acl):
            add(WatchEvent(.nodeChildrenChanged, path), acl, zxid)
        case .sessionOpened, .sessionClosed: break
        }
    }

    private mutating func add(_ event: WatchEvent, _ acl: AccessList, _ zxid: Zxid) {
        places[event.path, default: []].append(all.count)
        all.append(Trigger(zxid: zxid, event: event, acl: acl))
    }

    /// How many there are up to this transaction: where those after it begin.
    func count(through zxid: Zxid) -> Int { all.partitionPoint { $0.zxid > zxid } }

    /// The place, from `start` on, of the first one that a watch there is about.
    func first(concerning watch: WatchPlace, from start: Int) -> Int? {
        if watch.table == .recursive {
            return all[min(start, all.count)...].firstIndex {
                watch.concerns($0.event.kind, $0.event.path)
            }
        }
        guard let candidates = places[watch.path] else { return nil }
        return candidates[candidates.partitionPoint { $0 >= start }...].first {
            watch.concerns(all[$0].event.kind, watch.path)
        }
    }

    /// The place, from `start` on, of the first one with this event.
    func first(_ event: WatchEvent, from start: Int) -> Int? {
        guard let candidates = places[event.path] else { return nil }
        return candidates[candidates.partitionPoint { $0 >= start }...].first {
            all[$0].event == event
        }
    }
}
