public import Zab

/// What a step did, in order. In JSON each case is an object with its name as the only key:
/// `{"append":{"digest":"…","text":"create /a","zxid":"1:1"}}`. `why` is the name of a `Zab.Reason` or of a
/// client-side reason.
public enum StepEffect: Hashable, Sendable, Codable {
    // Messages, connections, timers
    case send(message: MessageRecord)
    case connect(to: Lane)
    case disconnect(from: Lane)
    /// `after` in nanoseconds.
    case startTimer(name: String, after: Int64)
    case cancelTimer(name: String)

    // Disk
    case append(zxid: Zxid, digest: String, text: String)
    case truncate(to: Zxid, removed: [Zxid])
    case flush
    case record(accepted: Epoch, current: Epoch)
    case saveSnapshot(at: Zxid)

    // The order of writes
    /// Leader: gives a transaction its place. `txn` is header and record in ZooKeeper's encoding.
    case propose(zxid: Zxid, digest: String, text: String, call: CallID?, txn: Bytes)
    /// Applied to the tree; `changes` says what changed there, one short sentence each.
    case deliver(zxid: Zxid, digest: String, text: String, changes: [String])
    /// The leader's snapshot replaces the server's own state.
    case installSnapshot(at: Zxid, from: Lane)

    // Decisions and refusals
    case look(round: UInt64, why: String)
    case vote(leader: Lane, zxid: Zxid?, epoch: Epoch, why: String)
    case elect(leader: Lane, zxid: Zxid?, epoch: Epoch, by: [Lane], why: String)
    case chooseEpoch(epoch: Epoch, quorum: [Lane], why: String)
    case promise(epoch: Epoch, to: Lane, why: String)
    case synchronize(learner: Lane, mode: SyncMode, from: Zxid, to: Zxid, why: String)
    case establish(epoch: Epoch, quorum: [Lane], history: Zxid, why: String)
    case countAck(zxid: Zxid, by: Lane, acks: Int, needs: Int)
    case commit(zxid: Zxid, quorum: [Lane], why: String)
    case giveUp(why: String)
    case drop(learner: Lane, why: String)
    case ignore(why: String)

    // Serving clients
    case serve(role: Role, epoch: Epoch)
    case retire(why: String)
    /// The leader takes note of a session, or lets it go.
    case session(id: Int64, change: SessionChange)
    /// The server closes a client's connection.
    case closeClient(client: Lane, why: String)

    // At a client
    case clientState(state: ClientState, server: Lane?, session: Int64)
    /// The client learns what came of its call.
    case answered(id: CallID, outcome: OutcomeRecord)
    /// The connection broke before the answer came: it may or may not have happened.
    case unknown(id: CallID)
    /// A watch fired.
    case notified(event: String, path: String)
}

public enum SessionChange: String, Hashable, Sendable, Codable {
    case opened, touched, expired, closed, moved, revalidated
}

public enum ClientState: String, Hashable, Sendable, Codable {
    case disconnected, connecting, connected, expired, closed
}
