@_spi(Breaking) import Zab

/// One peer of s1, s2, s3, whose network, disk and clock the test plays; each input answers with the
/// exact effects.
struct Solo {
    var peer: Peer
    var now = Time.zero
    /// Disk effects that have not been told as durable yet.
    private(set) var disk: [Durable] = []

    static let s1 = ServerID(1)
    static let s2 = ServerID(2)
    static let s3 = ServerID(3)

    init(
        _ id: Int64, log: [Zxid] = [], base: Zxid = .zero, epochs: Epochs = Epochs(),
        ensemble: Ensemble = Ensemble(voters: [s1, s2, s3]), timing: Timing = Timing(),
        isComplete: Bool = true, without broken: [Rule] = []
    ) {
        var history = Log(base: base)
        for zxid in log { history.append(.at(zxid)) }
        peer = Peer(
            id: ServerID(id), ensemble: ensemble, timing: timing, rules: Rules(without: broken),
            recovered: Recovered(epochs: epochs, log: history, isComplete: isComplete))
    }

    @discardableResult
    mutating func tell(_ input: Input) -> [Effect] {
        var effects: [Effect] = []
        peer.handle(input, now: now, into: &effects)
        for effect in effects {
            switch effect {
            case .flush: disk.append(.log(peer.common.log.last))
            case .record(let epochs): disk.append(.epochs(epochs))
            case .saveSnapshot(let zxid): disk.append(.snapshot(zxid))
            default: break
            }
        }
        return effects
    }

    /// From the other end of the quorum link, or of the election line.
    @discardableResult
    mutating func hear(_ message: Message, from sender: ServerID) -> [Effect] {
        tell(.message(message, from: sender))
    }

    /// The disk finishes the oldest thing that it was asked for.
    @discardableResult
    mutating func finishDisk() -> [Effect] {
        tell(.durable(disk.removeFirst()))
    }
}

extension Solo {
    var common: Common { peer.common }

    var learner: Learner.Stage? {
        if case .learning(let learner) = peer.role { learner.stage } else { nil }
    }

    var leader: Leader? {
        if case .leading(let leader) = peer.role { leader } else { nil }
    }

    var isLooking: Bool { if case .looking = peer.role { true } else { false } }

    /// Elected by s1's and its own vote.
    mutating func winElection(with voter: ServerID = s1) {
        tell(.start)
        let vote = Vote(leader: common.id, zxid: common.log.last, epoch: common.epochs.current)
        hear(
            .notification(Notification(state: .looking, vote: vote, round: common.round)),
            from: voter)
        tell(.timer(.finalizeWait))
    }

    /// A learner that connects and says what it has promised.
    mutating func admit(_ learner: ServerID, accepted: Epoch = 0, observer: Bool = false) {
        tell(.connected(.learner(learner)))
        hear(.learnerInfo(acceptedEpoch: accepted, observer: observer), from: learner)
    }

    /// From the election to the broadcast of epoch 1, with s1 in step.
    mutating func lead(with voter: ServerID = s1) {
        winElection(with: voter)
        admit(voter)
        finishDisk()
        hear(.ackEpoch(current: 0, last: common.log.last), from: voter)
        finishDisk()
        hear(.ack(Zxid(epoch: leader?.epoch ?? 0, counter: 0)), from: voter)
    }

    /// A learner at its leader's door, s3's unless another is voted for.
    mutating func follow(votingFor vote: Vote? = nil, by voters: [ServerID] = [s2, s3]) {
        tell(.start)
        let vote = vote ?? Vote(leader: Self.s3, zxid: common.log.last, epoch: 9)
        for voter in voters {
            hear(
                .notification(
                    Notification(
                        state: voter == vote.leader ? .leading : .following, vote: vote, round: 1)),
                from: voter)
        }
        tell(.connected(.leader(vote.leader)))
    }

    /// Has promised `epoch` to s3 and waits for DIFF, TRUNC or SNAP.
    mutating func promise(_ epoch: Epoch = 1) {
        follow()
        hear(.leaderInfo(epoch), from: Self.s3)
        while !disk.isEmpty { finishDisk() }
    }

    /// In the broadcast of `epoch`, in step with s3.
    mutating func join(_ epoch: Epoch = 1) {
        promise(epoch)
        hear(.diff(common.log.last), from: Self.s3)
        hear(.newLeader(epoch), from: Self.s3)
        while !disk.isEmpty { finishDisk() }
        hear(.upToDate, from: Self.s3)
    }
}

extension Proposal {
    static func at(_ zxid: Zxid, _ payload: [UInt8] = [1]) -> Proposal {
        Proposal(zxid: zxid, payload: payload)
    }
}

/// `z(2, 1)` is 2:1.
func z(_ epoch: Epoch, _ counter: UInt32) -> Zxid { Zxid(epoch: epoch, counter: counter) }
