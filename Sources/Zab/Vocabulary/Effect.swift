/// What a peer wants done, or wants known. A driver carries the effects out in order; a disk effect
/// finishes later and comes back as `Input.durable`; a crash may come between any two and loses
/// whatever is not yet durable.
public enum Effect: Hashable, Sendable {
    case send(Message, to: ServerID)
    case connect(ServerID)
    case disconnect(Link)
    case start(Timer, after: Time)
    case cancel(Timer)

    // Disk, in the order given. Append and truncate are not durable before a later flush is.
    case append(Proposal)
    /// Cut the log back; these entries of it, as far as memory holds them, go.
    case truncate(to: Zxid, removing: [Zxid])
    case flush
    case record(Epochs)
    /// Save the state as delivered at this zxid; the log up to it may then go.
    case saveSnapshot(Zxid)

    // For the layer above
    /// Committed: apply it. Comes in zxid order, each once in a life.
    case deliver(Proposal)
    /// Stream a copy of the delivered state, then tell me `snapshotSent`.
    case sendSnapshot(to: ServerID)
    /// A piece of the leader's state; after the last one it replaces ours, at `at`.
    case receiveSnapshot([UInt8], isLast: Bool, at: Zxid)
    /// A message of the layer above has come.
    case received(Message, from: ServerID)
    /// From here on clients are served, as leader or as learner.
    case serve(Serving)
    /// No longer; every client connection is closed.
    case retire(Reason)
    /// End this life and start again from the disk.
    case restart(Reason)

    // What was decided and why, for the trace
    case decided(Decision, Reason)
    case ignored(Reason)
}

public enum Serving: Hashable, Sendable {
    case asLeader(Epoch)
    case asLearner(of: ServerID, Epoch, observer: Bool)
}

/// The choices that a peer makes, each with what it was made on.
public enum Decision: Hashable, Sendable {
    /// Begins (or joins) an election round.
    case look(round: UInt64)
    /// Votes for this candidate from now on.
    case vote(Vote)
    /// The election is over here: these servers stood behind the vote.
    case elect(Vote, by: ServerSet)
    /// Leader: the epoch to propose, from what these voters have promised.
    case chooseEpoch(Epoch, quorum: ServerSet)
    /// Learner: promises to follow no older leader.
    case promise(Epoch, to: ServerID)
    /// Leader: how to bring a learner in step, from its last zxid to the leader's.
    case synchronize(ServerID, SyncMode, from: Zxid, to: Zxid)
    /// Leader: its history, up to this zxid, is committed with its reign.
    case establish(Epoch, quorum: ServerSet, history: Zxid)
    /// Leader: committed, by the acknowledgements of these.
    case commit(Zxid, quorum: ServerSet)
    /// Leader: an acknowledgement counted, of so many needed.
    case countAck(Zxid, by: ServerID, acks: Int, needs: Int)
    /// Leader: gives up; learner: leaves its leader.
    case giveUp
    /// Leader: drops this learner's connection.
    case drop(ServerID)
}

public enum SyncMode: String, Hashable, Sendable, Codable {
    case diff = "DIFF"
    case trunc = "TRUNC"
    case snap = "SNAP"
}
