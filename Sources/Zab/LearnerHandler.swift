/// How far one learner has come with its leader (`LearnerHandler`).
public struct LearnerHandler: Hashable, Sendable {
    public enum Stage: Hashable, Sendable {
        /// Connected; FOLLOWERINFO is awaited.
        case connected
        /// Has said which epoch it promised; waits for the new one.
        case registered
        /// LEADERINFO is sent; ACKEPOCH is awaited.
        case informed
        /// Has promised; its log ends at `last`. Waits for synchronization to begin.
        case promised(last: Zxid)
        /// Is being brought in step; the ACK of NEWLEADER is awaited.
        case synchronizing
        /// Has acknowledged NEWLEADER.
        case active
    }

    public internal(set) var stage = Stage.connected
    public internal(set) var isObserver = false
    /// When it was last heard.
    var heard: Time
    /// When it acknowledged NEWLEADER.
    var activeSince = Time.zero
    /// The last proposal that it acknowledged.
    var acknowledged = Zxid.zero
    /// While a snapshot is streamed, what comes behind it waits here.
    private var behindSnapshot: [Message]?

    init(heard: Time) { self.heard = heard }

    /// New proposals, commits and informs go to it from the moment its synchronization was planned.
    var isForwarding: Bool { stage == .synchronizing || stage == .active }
    /// Serving: it was told UPTODATE, or is about to be.
    var isActive: Bool { stage == .active }

    mutating func send(_ message: Message, to learner: ServerID, into effects: inout [Effect]) {
        if behindSnapshot != nil {
            behindSnapshot?.append(message)
        } else {
            effects.append(.send(message, to: learner))
        }
    }

    mutating func streamSnapshot(to learner: ServerID, at zxid: Zxid, into effects: inout [Effect])
    {
        effects.append(.send(.snap(zxid), to: learner))
        effects.append(.sendSnapshot(to: learner))
        behindSnapshot = []
    }

    /// The snapshot is out: what waited behind it follows.
    mutating func release(to learner: ServerID, into effects: inout [Effect]) {
        let waiting = behindSnapshot ?? []
        behindSnapshot = nil
        for message in waiting { effects.append(.send(message, to: learner)) }
    }
}
