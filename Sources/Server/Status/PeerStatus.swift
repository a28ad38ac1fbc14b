/// What a member of an ensemble says beyond a single server (`QuorumPeer`, `Leader`).
public struct PeerStatus: Hashable, Sendable {
    /// `following - broadcast`, `leading - synchronization`…
    public var state = ""
    /// `discovery`, `synchronization` or `broadcast`.
    public var zabState = ""
    /// nil while there is none.
    public var leader: Int64?
    public var quorumSize = 0
    public var learners = 0
    public var syncedFollowers = 0
    public var syncedNonVotingFollowers = 0
    public var syncedObservers = 0
    public var pendingSyncs = 0
    /// Since it leads, in ms.
    public var leaderUptime: Int64 = 0
    public var proposalSizes = SizeRange()

    public init() {}
}
