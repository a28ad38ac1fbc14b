internal import DequeModule

/// A server that won an election: a would-be leader until a quorum has promised its epoch and taken over
/// its history, a serving one from then on (`Leader.lead`).
///
/// Each learner goes through discovery and synchronization at its own pace, in its `LearnerHandler`; a
/// late one does so while the others are in broadcast. The handling of each phase stands in that phase's
/// folder.
public struct Leader: Hashable, Sendable {
    public enum Stage: Hashable, Sendable {
        /// Waiting for a quorum's FOLLOWERINFO, to choose the epoch.
        case discovery
        /// The own promise of the chosen epoch is on its way to the disk.
        case promising
        /// LEADERINFO is out, a quorum's ACKEPOCH awaited.
        case awaitingPromises
        /// The own history, then the own current epoch, are on their way to the disk.
        case savingHistory, recordingEpoch
        /// A quorum's acknowledgement of NEWLEADER is awaited.
        case synchronization
        /// Established.
        case broadcast
    }

    public internal(set) var stage = Stage.discovery
    /// Chosen in discovery.
    public internal(set) var epoch: Epoch = 0
    public internal(set) var handlers = ServerMap<LearnerHandler>()
    /// What the voters that came have promised so far.
    var promises = ServerMap<Epoch>()
    /// Voters that have promised this epoch, acknowledged this history.
    public internal(set) var promised: ServerSet = []
    public internal(set) var acknowledged: ServerSet = []
    /// The history that a voter must not beat: current epoch and last zxid when the election was won.
    let standing: Vote
    /// The end of the history that this leader brought; committed when it is established.
    var historyEnd = Zxid.zero
    public internal(set) var lastProposed = Zxid.zero
    var outstanding = Deque<Tally>()
    /// Half ticks since the start; ZooKeeper counts who is there every second one.
    var halfTicks: Int64 = 0

    init(now: Time, common: inout Common, into effects: inout [Effect]) {
        standing = common.ownVote
        promises[common.id] = common.reportedPromise
        effects.append(.start(.setup, after: common.timing.initTime))
        advance(now: now, common: &common, into: &effects)
    }

    /// The uncommitted proposals, oldest first, with who has acknowledged them.
    public var tallies: [Tally] { Array(outstanding) }
    public var outstandingCount: Int { outstanding.count }
    public var oldestTally: Tally? { outstanding.first }

    func nextZxid(_ common: Common) -> Zxid? {
        stage == .broadcast && lastProposed.counter < common.timing.lastCounter
            ? lastProposed.next : nil
    }

    mutating func handle(
        _ input: Input, now: Time, common: inout Common, into effects: inout [Effect]
    ) -> Transition? {
        switch input {
        case .message(.notification(let notification), let sender):
            common.answer(notification, from: sender, as: .leading, into: &effects)
        case .message(let message, let sender):
            guard handlers[sender] != nil else {
                effects.append(.ignored(.wrongPhase))
                return nil
            }
            handlers[sender]?.heard = now
            return receive(message, from: sender, now: now, common: &common, into: &effects)
        case .connected(.learner(let learner)):
            welcome(learner, now: now, common: common, into: &effects)
        case .disconnected(.learner(let learner)):
            handlers[learner] = nil
        case .timer(.setup):
            if stage != .broadcast { return .look(.setupTimedOut) }
        case .timer(.halfTick):
            return halfTick(now: now, common: common, into: &effects)
        case .durable:
            if stage == .broadcast {
                ownAcks(common: common, into: &effects)
                commitWhatCan(common: &common, into: &effects)
            }
            common.disk.flush(into: &effects)
        case .propose(let payload):
            propose(payload, now: now, common: &common, into: &effects)
        case .snapshotSent(let learner):
            handlers[learner]?.release(to: learner, into: &effects)
        case .relay(let message, let learner):
            guard handlers[learner]?.isActive == true else {
                effects.append(.ignored(.wrongPhase))
                return nil
            }
            effects.append(.send(message, to: learner))
        case .connected(.leader), .disconnected(.leader), .timer:
            effects.append(.ignored(.wrongPhase))
        case .start: preconditionFailure("the peer itself starts")
        }
        advance(now: now, common: &common, into: &effects)
        return isExhausted(common) ? .look(.counterExhausted) : nil
    }

    private mutating func receive(
        _ message: Message, from learner: ServerID, now: Time, common: inout Common,
        into effects: inout [Effect]
    ) -> Transition? {
        switch message {
        case .learnerInfo(let accepted, let observer):
            if let next = register(
                learner, accepted: accepted, observer: observer, common: common, into: &effects)
            {
                return next
            }
        case .ackEpoch(let current, let last):
            if let next = promise(
                learner, current: current, last: last, common: common, into: &effects)
            {
                return next
            }
        case .ack(let zxid) where zxid == Zxid(epoch: epoch, counter: 0):
            acknowledgeHistory(learner, common: common, into: &effects)
        case .ack(let zxid):
            count(zxid, from: learner, common: common, into: &effects)
            commitWhatCan(common: &common, into: &effects)
        case .pong, .request, .revalidate:
            guard handlers[learner]?.isActive == true, stage == .broadcast else {
                effects.append(.ignored(.wrongPhase))
                break
            }
            effects.append(.received(message, from: learner))
        default:
            effects.append(.ignored(.wrongPhase))
        }
        advance(now: now, common: &common, into: &effects)
        return isExhausted(common) ? .look(.counterExhausted) : nil
    }

    /// The epoch's last number is committed: the next write needs a new epoch (ZOOKEEPER-1277).
    private func isExhausted(_ common: Common) -> Bool {
        stage == .broadcast && outstanding.isEmpty
            && lastProposed.counter >= common.timing.lastCounter
    }

    private mutating func welcome(
        _ learner: ServerID, now: Time, common: Common, into effects: inout [Effect]
    ) {
        guard common.ensemble.members.contains(learner), learner != common.id else {
            effects.append(.ignored(.unknownMember))
            effects.append(.disconnect(.learner(learner)))
            return
        }
        handlers[learner] = LearnerHandler(heard: now)
    }

    func end(_ reason: Reason, into effects: inout [Effect]) {
        effects.append(.cancel(.setup))
        effects.append(.cancel(.halfTick))
        for learner in handlers.keys { effects.append(.disconnect(.learner(learner))) }
        if stage == .broadcast { effects.append(.retire(reason)) }
    }
}
