import DequeModule
import Zab
public import Znodes

/// What a serving server keeps for the others: a leader orders everyone's writes and watches over the
/// sessions, a learner passes its clients' writes on.
public enum Duty: Hashable, Sendable {
    case leading(Shared<LeadingDuty>)
    case learning(LearningDuty)
}

extension Replica {
    /// Changes the leader's part in place; nil where this server does not lead.
    mutating func leading<Result>(_ body: (inout LeadingDuty) -> Result) -> Result? {
        duty?.leading(body) ?? nil
    }

    /// The same with the state at hand, which is lent: a copy would cost more than most requests.
    mutating func leading<Result>(
        _ body: (inout LeadingDuty, borrowing Service) -> Result
    ) -> Result? {
        Self.leading(&duty, service, body)
    }

    private static func leading<Result>(
        _ duty: inout Duty?, _ service: borrowing Service,
        _ body: (inout LeadingDuty, borrowing Service) -> Result
    ) -> Result? {
        duty?.leading { body(&$0, service) } ?? nil
    }

    /// Changes the learner's part in place; nil where this server is none.
    mutating func learning<Result>(_ body: (inout LearningDuty) -> Result) -> Result? {
        duty?.learning(body) ?? nil
    }
}

/// The payloads are moved out and back: a copy would cost as much as is outstanding. The leader's is moved several times
/// for each request, so it has a box.
extension Duty {
    fileprivate mutating func leading<Result>(
        _ body: (inout LeadingDuty) -> Result
    ) -> Result? {
        guard case .leading = self else { return nil }
        switch consume self {
        case .leading(var leading):
            let result = body(&leading.value)
            self = .leading(leading)
            return result
        case .learning(let learning):
            self = .learning(learning)
            return nil
        }
    }

    fileprivate mutating func learning<Result>(
        _ body: (inout LearningDuty) -> Result
    ) -> Result? {
        guard case .learning = self else { return nil }
        switch consume self {
        case .learning(var learning):
            let result = body(&learning)
            self = .learning(learning)
            return result
        case .leading(let leading):
            self = .leading(leading)
            return nil
        }
    }
}

/// The leader's part (`PrepRequestProcessor`, `LeaderSessionTracker`).
public struct LeadingDuty: Hashable, Sendable {
    /// Prepared and not yet applied: what later requests must already see.
    var preparation: Preparation
    /// The same transactions, oldest first, so that they need not be decoded again.
    var proposed = Queue<Transaction>()
    public internal(set) var tracker: SessionTracker
    /// Through whom each session speaks; anyone else gets SESSIONMOVED.
    var owners: [Int64: SessionOwner] = [:]
    /// `sync` requests that wait for what was outstanding when they came, oldest first.
    var syncs: Deque<WaitingSync> = []
    /// The bucket that the expiry timer is set for, in ms.
    var expiryTimer: Int64?
    /// Whether the timer for unused containers runs.
    var isReaping = false
    /// Up to where they were looked for, when a look did not reach the end.
    var reapedUpTo: ZnodePath?
}

/// Through whom a session speaks to the leader.
enum SessionOwner: Hashable, Sendable {
    case local
    case learner(ServerID)
}

/// A `sync` that is answered once `zxid` is committed.
struct WaitingSync: Hashable, Sendable {
    var zxid: Zxid
    var origin: Origin
}

/// Where a request came to the leader from.
enum Origin: Hashable, Sendable {
    case local(Connection)
    case learner(ServerID)
    /// The leader itself: the end of an expired session.
    case none
}

/// A learner's part (`LearnerSessionTracker`, `FollowerZooKeeperServer`).
public struct LearningDuty: Hashable, Sendable {
    let leader: ServerID
    /// Sessions heard from since the leader's last ping, with their timeouts in ms.
    var touched: [Int64: Int32] = [:]
    /// Connections whose `sync` is at the leader, oldest first.
    var syncs: Deque<Connection> = []
    /// Connections whose session the leader is asked about, by session.
    var revalidations: [Int64: Connection] = [:]

    init(leader: ServerID) { self.leader = leader }
}
