/// The lines on which Zab's safety hangs, each guarding the one place in the code that embodies it.
///
/// All are on by default. A lesson or the swarm switches one off to show what it prevents; the names are
/// those of the kill table (M1, M2, …).
public enum Rule: String, CaseIterable, Hashable, Sendable, Codable {
    /// M1: a proposal is acknowledged only once it is on disk.
    case ackAfterFlush = "ack-after-flush"
    /// M2: a transaction commits when a quorum has acknowledged it.
    case commitNeedsQuorum = "commit-needs-quorum"
    /// M3a: votes are compared by epoch first.
    case electionComparesEpoch = "election-compares-epoch"
    /// M3b: a leader that meets a better history in discovery gives up.
    case discoveryComparesHistory = "discovery-compares-history"
    /// M4: what a learner logged and the leader never had is cut off.
    case truncateOnSync = "truncate-on-sync"
    /// M5: nothing is served before a quorum has taken over the leader's history.
    case serveAfterNewLeaderQuorum = "serve-after-new-leader-quorum"
    /// M6: a new epoch is above every epoch that a quorum has promised (ZOOKEEPER-335).
    case epochIsFresh = "epoch-is-fresh"
    /// M7: a learner accepts no proposal that leaves a gap behind it.
    case proposalsAreContiguous = "proposals-are-contiguous"
    /// M9: a transaction is applied when it is committed, not when it is proposed.
    case deliverOnCommit = "deliver-on-commit"
    /// M10: the leader's history is on disk before its epoch is recorded (ZOOKEEPER-4643).
    case historyBeforeEpoch = "history-before-epoch"
    /// M12: the promise not to follow older leaders is on disk before it is given.
    case promiseIsDurable = "promise-is-durable"
    /// M15: a truncation is on disk before NEWLEADER is acknowledged.
    case truncationIsDurable = "truncation-is-durable"

    /// What the rule demands, in one sentence.
    public var explanation: String {
        switch self {
        case .ackAfterFlush: "A proposal is acknowledged only once it is on disk."
        case .commitNeedsQuorum: "A transaction commits when a quorum has acknowledged it."
        case .electionComparesEpoch: "Votes are compared by epoch first, then zxid, then id."
        case .discoveryComparesHistory:
            "A new leader that meets a better history than its own gives up."
        case .truncateOnSync: "What a learner logged and its leader never had is cut off."
        case .serveAfterNewLeaderQuorum:
            "Nothing is served before a quorum has taken over the new leader's history."
        case .epochIsFresh: "A new epoch is above every epoch that a quorum has promised."
        case .proposalsAreContiguous: "A learner accepts no proposal that leaves a gap behind it."
        case .deliverOnCommit: "A transaction is applied when it is committed, not when proposed."
        case .historyBeforeEpoch: "The leader's history is on disk before its epoch is recorded."
        case .promiseIsDurable: "A promised epoch is on disk before the promise is given."
        case .truncationIsDurable: "A truncation is on disk before NEWLEADER is acknowledged."
        }
    }
}

/// The rules in force: all of them, unless a lesson or the swarm says otherwise.
public struct Rules: Hashable, Sendable {
    private var off: UInt32 = 0

    public init() {}

    /// For lessons and the swarm only; a test shows that no server target calls it.
    @_spi(Breaking) public init(without broken: [Rule]) {
        for rule in broken { off |= Self.bit(rule) }
    }

    @inline(__always)
    func isOn(_ rule: Rule) -> Bool { off & Self.bit(rule) == 0 }

    public var broken: [Rule] { Rule.allCases.filter { !isOn($0) } }

    @inline(__always)
    private static func bit(_ rule: Rule) -> UInt32 {
        let place: UInt32 =
            switch rule {
            case .ackAfterFlush: 0
            case .commitNeedsQuorum: 1
            case .electionComparesEpoch: 2
            case .discoveryComparesHistory: 3
            case .truncateOnSync: 4
            case .serveAfterNewLeaderQuorum: 5
            case .epochIsFresh: 6
            case .proposalsAreContiguous: 7
            case .deliverOnCommit: 8
            case .historyBeforeEpoch: 9
            case .promiseIsDurable: 10
            case .truncationIsDurable: 11
            }
        return 1 << place
    }
}
