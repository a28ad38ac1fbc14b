import Zab
import Znodes

/// The one-shot watches of a client that have not fired yet, each list by path
/// (`ZooKeeper.ZKWatchManager`).
struct ClientWatches: Hashable, Sendable {
    private var data: [ZnodePath] = []
    private var exist: [ZnodePath] = []
    private var child: [ZnodePath] = []

    var isEmpty: Bool { data.isEmpty && exist.isEmpty && child.isEmpty }

    /// A watch by exists on a node that is there waits for what happens to it, like one by getData; only
    /// on one that is not, for its coming (`ExistsWatchRegistration`).
    mutating func add(_ watch: Watch, after outcome: Outcome) {
        switch watch.kind {
        case .exist where outcome.code == .noNode: Self.insert(watch.path, &exist)
        case .exist, .data: Self.insert(watch.path, &data)
        case .child: Self.insert(watch.path, &child)
        }
    }

    mutating func remove(_ event: WatchEvent) {
        switch event.kind {
        case .nodeCreated, .nodeDataChanged:
            data.removeAll { $0 == event.path }
            exist.removeAll { $0 == event.path }
        case .nodeDeleted:
            data.removeAll { $0 == event.path }
            exist.removeAll { $0 == event.path }
            child.removeAll { $0 == event.path }
        case .nodeChildrenChanged:
            child.removeAll { $0 == event.path }
        }
    }

    func request(since zxid: Zxid) -> SetWatchesRequest {
        SetWatchesRequest(
            relativeZxid: Int64(bitPattern: zxid.rawValue), dataWatches: data, existWatches: exist,
            childWatches: child)
    }

    private static func insert(_ path: ZnodePath, _ list: inout [ZnodePath]) {
        let index = list.firstIndex { $0 >= path } ?? list.count
        if index == list.count || list[index] != path { list.insert(path, at: index) }
    }
}
