import Trace
import Zab
import Znodes

/// What the trace has said about one client so far.
struct ClientPast: Hashable, Sendable {
    let lane: Lane
    var state = ClientState.disconnected
    var server: Lane?
    var session: Int64 = 0
    /// How many connections it has had.
    var connection = 0
    /// The highest zxid that its session was shown, and on which connection.
    var seen = Zxid.zero
    var seenOn = 0
    /// Whom it has shown to be.
    var identities: [Identity] = []
    /// The calls that are not answered, in the order in which they were made.
    var outstanding: [CallID] = []
    /// The last call answered on this connection: its place among all calls, as xids begin anew at
    /// their end.
    var lastAnswered: Int?
    /// The watches that are set and have not fired.
    var watches: [WatchPlace: Registration] = [:]
    /// The SETWATCHES of this connection, and whether it was answered.
    var setWatches: CallID?
    var isResubscribed = false
    /// What happened at this client that watches are about, in order.
    var stream: [StreamEvent] = []

    init(_ lane: Lane) { self.lane = lane }

    var isConnected: Bool { state == .connected }
}

/// Where a server keeps a watch: data and exist watches share a table.
struct WatchPlace: Hashable, Sendable {
    enum Table: Int, Hashable, Sendable, CaseIterable { case data, child, persistent, recursive }

    let table: Table
    let path: ZnodePath

    init(_ watch: Watch) {
        table =
            switch watch.kind {
            case .data, .exist: .data
            case .child: .child
            case .persistent: .persistent
            case .persistentRecursive: .recursive
            }
        path = watch.path
    }

    init(_ table: Table, _ path: ZnodePath) {
        self.table = table
        self.path = path
    }

    /// Whether the watch stays when it fires.
    var stays: Bool { table == .persistent || table == .recursive }

    /// Whether the watch is about such a change of this node.
    func concerns(_ kind: WatchEvent.Kind, _ path: ZnodePath) -> Bool {
        switch table {
        case .data: path == self.path && kind != .nodeChildrenChanged
        case .child: path == self.path && (kind == .nodeChildrenChanged || kind == .nodeDeleted)
        case .persistent: path == self.path
        case .recursive: kind != .nodeChildrenChanged && path.isWithin(self.path)
        }
    }

    /// The places whose watches are about such a change of this node.
    static func concerned(by kind: WatchEvent.Kind, _ path: ZnodePath) -> [WatchPlace] {
        var places = [Table.data, .child, .persistent].map { WatchPlace($0, path) }
            .filter { $0.concerns(kind, path) }
        guard kind != .nodeChildrenChanged else { return places }
        var above = path
        places.append(WatchPlace(.recursive, above))
        while !above.isRoot {
            above = above.parent
            places.append(WatchPlace(.recursive, above))
        }
        return places
    }
}

extension ZnodePath {
    fileprivate func isWithin(_ other: ZnodePath) -> Bool {
        var place = self
        while place != other {
            if place.isRoot { return false }
            place = place.parent
        }
        return true
    }
}

struct Registration: Hashable, Sendable {
    /// The state in which it was set.
    let zxid: Zxid
    let step: Int
    /// On a node that was not there: such a watch may miss a node that came and went.
    let isForAbsence: Bool
    /// Whom the client had shown to be by then.
    let identities: [Identity]
    /// A NodeDeleted has come that may have been meant for this watch as well.
    var mayHaveFired = false
}

/// What a client learned, for the rules about watches.
enum StreamEvent: Hashable, Sendable {
    case connected(step: Int)
    /// Its watches are set again on this connection, in this state.
    case resubscribed(Zxid, step: Int)
    case watched(WatchPlace, Registration)
    /// It had the server remove the watch.
    case unwatched(WatchPlace)
    /// With whom the client had shown to be by then.
    case notified(WatchEvent.Kind, ZnodePath, as: [Identity], step: Int)
    case answered(Zxid, step: Int)
    /// A new session: its watches are gone.
    case forgot(step: Int)
}

extension WatchEvent.Kind {
    /// Reads `NodeCreated` as it stands in a trace.
    init?(traceName: String) {
        switch traceName.lowercased() {
        case "nodecreated": self = .nodeCreated
        case "nodedeleted": self = .nodeDeleted
        case "nodedatachanged": self = .nodeDataChanged
        case "nodechildrenchanged": self = .nodeChildrenChanged
        default: return nil
        }
    }
}
