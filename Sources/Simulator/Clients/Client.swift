import DequeModule
import Replication
import Trace
import Zab
import Znodes

/// A ZooKeeper client and its session (`ClientCnxn`).
///
/// It goes through its list of servers until one takes it, sends calls as they come without waiting for
/// the replies, pings when it has nothing to say for a third of the session timeout, and leaves a server
/// that it has not heard for two thirds. When a connection is lost, what was sent and not answered is
/// unknown; what was not sent yet waits for the next connection.
struct Client: Hashable, Sendable {
    let number: Int
    /// Places in the world's array, in the order in which they are tried.
    var servers: [Int]
    /// Where in that list the next attempt goes.
    var next = 0
    var state = ClientState.disconnected
    /// 0 until a server has given one.
    var session: Int64 = 0
    /// The session timeout in ms, as asked for and as granted.
    var timeout: Int32
    /// The highest zxid seen in a reply.
    var lastZxid = Zxid.zero
    /// Asks for a new session when its own has expired, as an application would.
    var reopens = true
    /// Whom it has shown to be, in the order in which it did: every new connection is told first of all
    /// (`ClientCnxn.authInfo`).
    var identities: [Identity] = []
    /// Calls that came while there was no session.
    var intents: Deque<Request> = []
    /// Calls that were not sent yet.
    var waiting: Deque<Call> = []
    /// Calls that were sent and not answered, oldest first.
    var sent: Deque<Call> = []
    /// The connection, from the moment that it is dialed.
    var wire: Int?
    var heard = Time.zero
    var spoke = Time.zero
    private var lastXid: Int32 = 0
    private(set) var watches = ClientWatches()
    /// What an outsider has been told and has not taken yet; nil for the world's own clients.
    var told: Deque<ServerWord>?
    /// Alarms of earlier connections and states are out of date.
    private(set) var generation: UInt32 = 0

    struct Call: Hashable, Sendable {
        var xid: Int32
        var request: Request
    }

    /// The numbers that the protocol reserves (`ClientCnxn.PING_XID`, `SET_WATCHES_XID`).
    static let pingXid: Int32 = -2
    static let setWatchesXid: Int32 = -8

    init(number: Int, servers: [Int], timeout: Int32) {
        self.number = number
        self.servers = servers
        self.timeout = timeout
    }

    var lane: Lane { .client(Int64(number)) }
    var isOver: Bool { state == .closed || state == .expired && !reopens }

    mutating func newXid() -> Int32 {
        lastXid += 1
        return lastXid
    }

    /// All alarms that run are off.
    mutating func silenceAlarms() { generation += 1 }

    /// When it must ping, and when it must leave.
    var pingTime: Time { spoke + .milliseconds(Int64(timeout) / 3) }
    var silenceTime: Time { heard + .milliseconds(Int64(timeout) * 2 / 3) }

    /// A reply has come; the call it answers, nil for one of the client's own.
    mutating func take(_ reply: Reply) -> Call? {
        if reply.xid >= 0 { lastZxid = max(lastZxid, reply.zxid) }
        guard let index = sent.firstIndex(where: { $0.xid == reply.xid }) else { return nil }
        let call = sent.remove(at: index)
        if let watch = call.request.watch(after: reply.outcome) {
            watches.add(watch, after: reply.outcome)
        }
        if case .removeWatches(let request) = call.request, reply.outcome.code == .ok {
            watches.remove(request)
        }
        return call
    }

    mutating func take(_ event: WatchEvent) { watches.remove(event) }

    /// The request that restores the watches on a new connection; nil when there are none.
    var restoringWatches: Request? {
        watches.isEmpty ? nil : .setWatches(watches.request(since: lastZxid))
    }

    /// The session is gone, and all that belonged to it.
    mutating func forgetSession() {
        session = 0
        watches = ClientWatches()
    }
}
