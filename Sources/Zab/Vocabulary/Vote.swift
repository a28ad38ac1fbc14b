/// A candidate and the history it stands for: what servers compare to find the newest history.
public struct Vote: Hashable, Sendable {
    public var leader: ServerID
    /// The last zxid of the candidate's log; nil when it cannot vouch for its history.
    public var zxid: Zxid?
    /// The candidate's current epoch (`peerEpoch`).
    public var epoch: Epoch

    public init(leader: ServerID, zxid: Zxid?, epoch: Epoch) {
        self.leader = leader
        self.zxid = zxid
        self.epoch = epoch
    }
}

/// What servers in an election tell each other: their state and whom they vote for, in which round.
public struct Notification: Hashable, Sendable {
    /// The sender's server state (`QuorumPeer.ServerState`).
    public enum State: String, Hashable, Sendable, Codable {
        case looking, following, leading, observing
    }

    public var state: State
    public var vote: Vote
    /// The sender's logical clock (`electionEpoch`): how many elections it has begun or joined.
    public var round: UInt64

    public init(state: State, vote: Vote, round: UInt64) {
        self.state = state
        self.vote = vote
        self.round = round
    }
}
