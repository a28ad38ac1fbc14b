/// A follower or observer: a server that has found its leader (`Follower`, `Observer`).
///
/// It goes through discovery and synchronization into broadcast, and back to an election as soon as its
/// leader is lost. The handling of each phase stands in that phase's folder.
public struct Learner: Hashable, Sendable {
    public enum Stage: Hashable, Sendable {
        /// Knocking at the leader's door.
        case connecting
        /// FOLLOWERINFO is sent, LEADERINFO awaited.
        case discovery
        /// The promise of this epoch is on its way to the disk.
        case promising(Epoch)
        /// ACKEPOCH is sent; DIFF, TRUNC or SNAP is awaited.
        case awaitingSync(Epoch)
        case synchronizing(LearnerSync)
        case broadcast(Epoch)
    }

    public let leader: ServerID
    public internal(set) var stage = Stage.connecting
    /// How often it has knocked.
    private var attempts = 1
    /// When the leader was last heard.
    var heard: Time
    /// The last proposal of the broadcast that was acknowledged.
    var acknowledged = Zxid.zero

    init(of leader: ServerID, now: Time, common: Common, into effects: inout [Effect]) {
        self.leader = leader
        heard = now
        effects.append(.connect(leader))
        effects.append(.start(.setup, after: common.timing.initTime))
    }

    mutating func handle(
        _ input: Input, now: Time, common: inout Common, into effects: inout [Effect]
    ) -> Transition? {
        switch input {
        case .message(.notification(let notification), let sender):
            let state: Notification.State = common.isVoter ? .following : .observing
            common.answer(notification, from: sender, as: state, into: &effects)
            return nil
        case .message(let message, leader):
            heard = now
            return receive(message, common: &common, into: &effects)
        case .message:
            effects.append(.ignored(.notFromMyLeader))
            return nil
        case .connected(.leader(leader)):
            return introduce(common, into: &effects)
        case .connected(.learner(let learner)):
            effects.append(.ignored(.notLeading))
            effects.append(.disconnect(.learner(learner)))
            return nil
        case .connected, .snapshotSent:
            effects.append(.ignored(.wrongPhase))
            return nil
        case .disconnected(.leader(leader)):
            return disconnected(common, into: &effects)
        case .disconnected:
            effects.append(.ignored(.notFromMyLeader))
            return nil
        case .timer(let timer):
            return fired(timer, now: now, common: common, into: &effects)
        case .durable(let durable):
            return settled(durable, common: &common, into: &effects)
        case .relay(let message, let receiver):
            guard receiver == leader, case .broadcast = stage else {
                effects.append(.ignored(.wrongPhase))
                return nil
            }
            effects.append(.send(message, to: leader))
            return nil
        case .propose: preconditionFailure("only a serving leader proposes")
        case .start: preconditionFailure("the peer itself starts")
        }
    }

    /// By phase: each knows the messages that belong to it.
    private mutating func receive(
        _ message: Message, common: inout Common, into effects: inout [Effect]
    ) -> Transition? {
        switch stage {
        case .discovery:
            return discover(message, common: &common, into: &effects)
        case .awaitingSync(let epoch):
            return beginSync(message, epoch: epoch, common: &common, into: &effects)
        case .synchronizing:
            return synchronize(message, common: &common, into: &effects)
        case .broadcast:
            return broadcast(message, common: &common, into: &effects)
        case .connecting, .promising:
            effects.append(.ignored(.wrongPhase))
            return nil
        }
    }

    private mutating func settled(
        _ durable: Durable, common: inout Common, into effects: inout [Effect]
    ) -> Transition? {
        switch stage {
        case .promising(let epoch):
            if common.epochs.accepted >= epoch { promised(epoch, common, into: &effects) }
        case .synchronizing:
            return continueSync(common: &common, into: &effects)
        case .broadcast:
            acknowledge(common: common, into: &effects)
            common.disk.flush(into: &effects)
        case .connecting, .discovery, .awaitingSync:
            break
        }
        return nil
    }

    private mutating func fired(
        _ timer: Timer, now: Time, common: Common, into effects: inout [Effect]
    ) -> Transition? {
        switch timer {
        case .reconnect:
            effects.append(.connect(leader))
            return nil
        case .setup:
            return .look(.setupTimedOut)
        case .leaderSilence:
            let deadline = heard + common.timing.syncTime
            if deadline <= now { return .look(.leaderSilent) }
            effects.append(.start(.leaderSilence, after: deadline - now))
            return nil
        case .resendVote, .finalizeWait, .halfTick:
            effects.append(.ignored(.wrongPhase))
            return nil
        }
    }

    /// Turned away at the door: again, a few times, since the leader may still be counting its votes.
    private mutating func disconnected(
        _ common: Common, into effects: inout [Effect]
    ) -> Transition? {
        guard stage == .connecting || stage == .discovery else { return .look(.leaderLost) }
        guard attempts < common.timing.connectAttempts else { return .look(.leaderUnreachable) }
        attempts += 1
        stage = .connecting
        effects.append(.start(.reconnect, after: common.timing.connectDelay))
        effects.append(.ignored(.leaderUnreachable))
        return nil
    }

    func end(_ reason: Reason, into effects: inout [Effect]) {
        for timer in [Timer.reconnect, .setup, .leaderSilence] { effects.append(.cancel(timer)) }
        effects.append(.disconnect(.leader(leader)))
        if case .broadcast = stage { effects.append(.retire(reason)) }
        // Its state is ahead of its log: nobody may vote for that.
        if case .synchronizing(let sync) = stage, sync.mustRestart {
            effects.append(.restart(.memoryAheadOfHistory))
        }
    }
}
