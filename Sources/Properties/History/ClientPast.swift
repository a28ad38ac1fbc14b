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
    /// The calls that are not answered, in the order in which they were made.
    var outstanding: [CallID] = []
    /// The last call answered on this connection.
    var lastAnswered: Int32 = 0
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
    enum Table: Int, Hashable, Sendable { case data, child }

    let table: Table
    let path: ZnodePath

    init(_ watch: Watch) {
        table = watch.kind == .child ? .child : .data
        path = watch.path
    }

    init(_ table: Table, _ path: ZnodePath) {
        self.table = table
        self.path = path
    }
}

struct Registration: Hashable, Sendable {
    /// The state in which it was set.
    let zxid: Zxid
    let step: Int
    /// On a node that was not there: such a watch may miss a node that came and went.
    let isForAbsence: Bool
    /// A NodeDeleted has come that may have been meant for this watch as well.
    var mayHaveFired = false
}

/// What a client learned, for the rules about watches.
enum StreamEvent: Hashable, Sendable {
    case connected(step: Int)
    /// Its watches are set again on this connection.
    case resubscribed(step: Int)
    case watched(WatchPlace, Registration)
    case notified(WatchEvent.Kind, ZnodePath, step: Int)
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
