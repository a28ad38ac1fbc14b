/// A connection on the quorum port, from the point of view of one end.
public enum Link: Hashable, Sendable {
    /// The one I opened to the leader that I follow.
    case leader(ServerID)
    /// One that a learner opened to me.
    case learner(ServerID)

    public var peer: ServerID {
        switch self {
        case .leader(let id), .learner(let id): id
        }
    }
}

/// What has become durable.
public enum Durable: Hashable, Sendable {
    /// A flush has finished: every append and truncation before it is on disk, the log ends here.
    case log(Zxid)
    case epochs(Epochs)
    /// The snapshot at this zxid is on disk.
    case snapshot(Zxid)
}

/// What can happen to a peer.
public enum Input: Hashable, Sendable {
    /// Once, first, after the disk has been read.
    case start
    /// The driver delivers messages of a connection in order, and none after its `disconnected`.
    case message(Message, from: ServerID)
    case connected(Link)
    /// The connection broke, or could not be made.
    case disconnected(Link)
    case timer(Timer)
    case durable(Durable)
    /// A transaction to propose, at exactly `nextZxid`; only for a peer that `isServing` as leader.
    case propose(Payload)
    /// The snapshot that `sendSnapshot` asked for has been handed to the link, to its last piece.
    case snapshotSent(to: ServerID)
    /// Something of the layer above to send on the link to the leader or to a learner, behind what was
    /// sent before: requests, SYNC, REVALIDATE.
    case relay(Message, to: ServerID)
}

/// The timers of a peer; each name runs at most once, and starting it again replaces it.
public enum Timer: Hashable, Sendable, Comparable {
    /// Send the same notification again.
    case resendVote
    /// The quiet period after a quorum of equal votes.
    case finalizeWait
    /// Knock at the leader's door again.
    case reconnect
    /// initLimit: discovery and synchronization took too long.
    case setup
    /// syncLimit on a learner: has the leader been heard?
    case leaderSilence
    /// The leader's half tick: ping, and count who is there.
    case halfTick
}
