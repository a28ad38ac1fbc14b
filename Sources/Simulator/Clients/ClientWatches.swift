import Zab
import Znodes

/// The watches of a client that it would set again on a new connection, each list by path
/// (`ZKWatchManager`): those that fire once and have not yet, and those that stay.
struct ClientWatches: Hashable, Sendable {
    private var data: [ZnodePath] = []
    private var exist: [ZnodePath] = []
    private var child: [ZnodePath] = []
    private var persistent: [ZnodePath] = []
    private var recursive: [ZnodePath] = []

    var isEmpty: Bool {
        data.isEmpty && exist.isEmpty && child.isEmpty && persistent.isEmpty && recursive.isEmpty
    }

    /// A watch by exists on a node that is there waits for what happens to it, like one by getData; only
    /// on one that is not, for its coming (`ExistsWatchRegistration`).
    mutating func add(_ watch: Watch, after outcome: Outcome) {
        switch watch.kind {
        case .exist where outcome.code == .noNode: Self.insert(watch.path, &exist)
        case .exist, .data: Self.insert(watch.path, &data)
        case .child: Self.insert(watch.path, &child)
        case .persistent: Self.insert(watch.path, &persistent)
        case .persistentRecursive: Self.insert(watch.path, &recursive)
        }
    }

    /// The watches that have fired with this event; the others stay.
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

    /// The server has removed them.
    mutating func remove(_ request: WatchesRequest) {
        let kind = WatchesRequest.Kind(rawValue: request.kind)
        let isAny = kind == .any
        if isAny || kind == .data {
            data.removeAll { $0 == request.path }
            exist.removeAll { $0 == request.path }
        }
        if isAny || kind == .children { child.removeAll { $0 == request.path } }
        if isAny || kind == .persistent { persistent.removeAll { $0 == request.path } }
        if isAny || kind == .persistentRecursive { recursive.removeAll { $0 == request.path } }
    }

    /// Only a client that has watches that stay needs the newer request (setWatches2).
    func request(since zxid: Zxid) -> SetWatchesRequest {
        let staying = SetWatchesRequest.Persistent(watches: persistent, recursiveWatches: recursive)
        return SetWatchesRequest(
            relativeZxid: Int64(bitPattern: zxid.rawValue), dataWatches: data, existWatches: exist,
            childWatches: child,
            persistent: persistent.isEmpty && recursive.isEmpty ? nil : staying)
    }

    private static func insert(_ path: ZnodePath, _ list: inout [ZnodePath]) {
        let index = list.firstIndex { $0 >= path } ?? list.count
        if index == list.count || list[index] != path { list.insert(path, at: index) }
    }
}
