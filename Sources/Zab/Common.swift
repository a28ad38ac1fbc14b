/// What a peer keeps whatever its role: who it is, the rules of the ensemble, its log and epochs, and
/// the outcome of its last election.
///
/// Roles read and change it while they handle an input; it never refers back to a role.
public struct Common: Hashable, Sendable {
    public let id: ServerID
    public let ensemble: Ensemble
    public let timing: Timing
    public let rules: Rules
    /// Whether it tells how each transaction came to be committed, which only a trace reads.
    let narrates: Bool

    /// The window of committed transactions and the tail that is not committed yet.
    public internal(set) var log: Log
    /// How much of it is on disk, and what is on its way there.
    public internal(set) var disk: Durability
    /// What the epoch record on disk says. Rule `promiseIsDurable` is about the gap between this and
    /// `promised`.
    public internal(set) var epochs: Epochs
    /// The newest record handed to the disk, which may still be on its way there.
    private var recorded: Epochs
    /// The epoch that this life has promised, which may still be on its way to the disk.
    public internal(set) var promised: Epoch
    /// The last transaction handed up to be applied.
    public internal(set) var delivered: Zxid
    /// The logical clock of elections (`electionEpoch`); not kept over restarts.
    public internal(set) var round: UInt64 = 0
    /// The vote that ended the last election, told to servers that are still looking.
    public internal(set) var currentVote: Vote
    /// False when this server may have lost its data and so must not vote.
    public internal(set) var hasHistory: Bool

    init(
        id: ServerID, ensemble: Ensemble, timing: Timing, rules: Rules, recovered: Recovered,
        narrates: Bool
    ) {
        precondition(ensemble.members.contains(id), "\(id) is a member of its ensemble")
        self.id = id
        self.ensemble = ensemble
        self.timing = timing
        self.rules = rules
        self.narrates = narrates
        log = recovered.log
        disk = Durability(durable: recovered.log.last)
        epochs = recovered.epochs
        recorded = recovered.epochs
        promised = recovered.epochs.accepted
        delivered = recovered.log.base
        hasHistory = recovered.isComplete
        currentVote = Vote(leader: id, zxid: nil, epoch: 0)
    }

    public var isVoter: Bool { ensemble.voters.contains(id) }

    /// The vote for oneself, by the history that one has.
    var ownVote: Vote {
        Vote(leader: id, zxid: hasHistory ? log.last : nil, epoch: epochs.current)
    }

    /// The epoch that this server says it has promised. Without rule `epochIsFresh` it goes by the last
    /// transaction in its log, as ZooKeeper did before ZOOKEEPER-335: an epoch that logged nothing
    /// leaves no mark.
    var reportedPromise: Epoch { rules.isOn(.epochIsFresh) ? promised : log.last.epoch }

    /// Writes down the promise; the current epoch stays what it was, or is about to be.
    mutating func recordPromise(of epoch: Epoch, into effects: inout [Effect]) {
        record(Epochs(accepted: epoch, current: recorded.current), into: &effects)
    }

    /// Writes down that the history of this epoch's leader is on disk.
    mutating func recordHistory(of epoch: Epoch, into effects: inout [Effect]) {
        record(Epochs(accepted: max(promised, epoch), current: epoch), into: &effects)
    }

    private mutating func record(_ epochs: Epochs, into effects: inout [Effect]) {
        recorded = epochs
        effects.append(.record(epochs))
    }

    /// Writes a proposal behind the log and gets it on its way to the disk.
    mutating func append(_ proposal: Proposal, into effects: inout [Effect]) {
        log.append(proposal)
        disk.append(proposal.zxid)
        effects.append(.append(proposal))
    }

    /// Hands everything up to `zxid` to be applied, in order.
    mutating func deliver(upTo zxid: Zxid, into effects: inout [Effect]) {
        while delivered < zxid, let next = log.next(after: delivered), next.zxid <= zxid {
            delivered = next.zxid
            effects.append(.deliver(next))
        }
        // The driver decides when a snapshot lets the log on disk go; memory keeps a window for DIFF.
        if log.count > 2 * timing.window { log.trim(keeping: timing.window, upTo: delivered) }
    }

    /// Tells a server that is still looking how the election ended here (receiver rule 3).
    func answer(
        _ notification: Notification, from sender: ServerID, as state: Notification.State,
        into effects: inout [Effect]
    ) {
        if notification.state == .looking {
            let answer = Notification(state: state, vote: currentVote, round: round)
            effects.append(.send(.notification(answer), to: sender))
        }
        effects.append(.ignored(.alreadyDecided))
    }
}
