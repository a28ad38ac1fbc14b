/// Phase 0: looking for the server with the newest history (`FastLeaderElection.lookForLeader`).
///
/// Votes are compared by epoch, zxid, id. Everyone adopts and spreads the best vote it has seen, until a
/// quorum holds the same one and a quiet period passes. Servers that already follow a leader answer
/// with it, and a quorum of such answers ends the election too.
public struct Election: Hashable, Sendable {
    /// The vote that this server stands behind now.
    public private(set) var vote: Vote?
    /// The newest vote of each voter in this round, its own included (`recvset`).
    public private(set) var received = ServerMap<Notification>()
    /// The newest word of each voter that is following or leading (`outofelection`).
    public private(set) var established = ServerMap<Notification>()
    /// How long to wait before saying the same again; doubles.
    private var resendAfter = Time.zero
    /// A quorum agrees; the quiet period is on.
    public private(set) var isFinalizing = false

    init() {}

    mutating func begin(because reason: Reason, common: inout Common, into effects: inout [Effect])
    {
        common.round += 1
        resendAfter = common.timing.notificationFirst
        effects.append(.decided(.look(round: common.round), reason))
        if common.isVoter {
            vote = common.ownVote
            effects.append(.decided(.vote(common.ownVote), reason))
            count(common.ownVote, of: common)
        }
        broadcast(common, into: &effects)
        effects.append(.start(.resendVote, after: resendAfter))
        finalizeIfDecided(common, into: &effects)
    }

    mutating func handle(
        _ input: Input, common: inout Common, into effects: inout [Effect]
    ) -> Transition? {
        switch input {
        case .message(.notification(let notification), let sender):
            return receive(notification, from: sender, common: &common, into: &effects)
        case .timer(.resendVote):
            resendAfter = min(resendAfter * 2, common.timing.notificationLast)
            broadcast(common, into: &effects)
            effects.append(.start(.resendVote, after: resendAfter))
        case .timer(.finalizeWait):
            guard isFinalizing, let vote else {
                effects.append(.ignored(.noQuorumYet))
                return nil
            }
            return finish(vote, because: .quietPeriodOver, common: &common, into: &effects)
        case .connected(.learner(let learner)):
            effects.append(.ignored(.notLeading))
            effects.append(.disconnect(.learner(learner)))
        case .durable: break
        case .message, .timer, .connected, .disconnected, .snapshotSent, .relay:
            effects.append(.ignored(.wrongPhase))
        case .propose: preconditionFailure("only a serving leader proposes")
        case .start: preconditionFailure("the peer itself starts")
        }
        return nil
    }

    // MARK: - Notifications

    private mutating func receive(
        _ notification: Notification, from sender: ServerID, common: inout Common,
        into effects: inout [Effect]
    ) -> Transition? {
        let ensemble = common.ensemble
        if ensemble.observers.contains(sender) {
            // An observer only asks; it is told where we stand (receiver rule 1).
            effects.append(.send(.notification(current(common)), to: sender))
            effects.append(.ignored(.notAVoter))
            return nil
        }
        guard ensemble.voters.contains(sender), ensemble.voters.contains(notification.vote.leader)
        else {
            effects.append(.ignored(.notAVoter))
            return nil
        }
        switch notification.state {
        case .looking:
            receiveVote(notification, from: sender, common: &common, into: &effects)
            return nil
        case .observing:
            effects.append(.ignored(.notAVoter))
            return nil
        case .following, .leading:
            return join(notification, from: sender, common: &common, into: &effects)
        }
    }

    private mutating func receiveVote(
        _ notification: Notification, from sender: ServerID, common: inout Common,
        into effects: inout [Effect]
    ) {
        if notification.round < common.round {
            // The sender is behind: it learns the round from our answer (receiver rule 2). It would not
            // learn it from an observer's, and would answer for ever.
            if common.isVoter {
                effects.append(.send(.notification(current(common)), to: sender))
            }
            effects.append(.ignored(.olderRound))
            return
        }
        guard notification.vote.zxid != nil, !common.isVoter || common.hasHistory else {
            effects.append(.ignored(.missingHistory))
            return
        }
        if notification.round > common.round {
            common.round = notification.round
            received.removeAll()
            // Compared with our own history, not with the vote of the old round.
            let own = common.isVoter ? common.ownVote : nil
            let better = own.map { notification.vote.isBetter(than: $0, in: common) } ?? nil
            let isAdopted = own == nil || better != nil
            adopt(
                isAdopted ? notification.vote : own, because: .newRound, common: common,
                into: &effects)
        } else if let vote, let reason = notification.vote.isBetter(than: vote, in: common) {
            adopt(notification.vote, because: reason, common: common, into: &effects)
        } else if vote == nil {
            adopt(notification.vote, because: .newRound, common: common, into: &effects)
        } else if notification.vote != vote {
            effects.append(.ignored(.worseVote))
        }
        received[sender] = notification
        finalizeIfDecided(common, into: &effects)
    }

    private mutating func adopt(
        _ vote: Vote?, because reason: Reason, common: Common, into effects: inout [Effect]
    ) {
        self.vote = vote
        // Another vote, another quiet period.
        if isFinalizing { stopFinalizing(into: &effects) }
        if let vote, common.isVoter {
            effects.append(.decided(.vote(vote), reason))
            count(vote, of: common)
        }
        broadcast(common, into: &effects)
    }

    /// Our own vote counts like any other: not at all when we may have lost our history.
    private mutating func count(_ vote: Vote, of common: Common) {
        guard common.hasHistory else { return }
        received[common.id] = Notification(state: .looking, vote: vote, round: common.round)
    }

    /// Starts the quiet period when a quorum holds our vote, ends it when none does any more.
    private mutating func finalizeIfDecided(_ common: Common, into effects: inout [Effect]) {
        guard let vote else { return }
        let supporters = supporters(of: vote, round: common.round)
        let decided = common.ensemble.isQuorum(supporters)
        if decided && !isFinalizing {
            // Nothing needs saying again while a quorum agrees.
            effects.append(.cancel(.resendVote))
            effects.append(.start(.finalizeWait, after: common.timing.finalizeWait))
        } else if !decided && isFinalizing {
            stopFinalizing(into: &effects)
        }
        isFinalizing = decided
    }

    private mutating func stopFinalizing(into effects: inout [Effect]) {
        isFinalizing = false
        effects.append(.cancel(.finalizeWait))
        effects.append(.start(.resendVote, after: resendAfter))
    }

    private func supporters(of vote: Vote, round: UInt64) -> ServerSet {
        ServerSet(
            received.entries.lazy
                .filter { $0.value.vote == vote && $0.value.round == round }.map(\.key))
    }

    // MARK: - A leader is there already

    /// Someone follows or leads already: if a quorum says the same of a leader that says so itself, we
    /// join it, whatever our own vote (no pre-emption).
    private mutating func join(
        _ notification: Notification, from sender: ServerID, common: inout Common,
        into effects: inout [Effect]
    ) -> Transition? {
        let vote = notification.vote
        established[sender] = notification
        if notification.round == common.round {
            received[sender] = notification
            let sameRound = supporters(joining: notification, among: received)
            if common.ensemble.isQuorum(sameRound), leaderSaysSo(vote.leader, common: common) {
                return finish(
                    vote, because: .joinsEstablishedLeader, by: sameRound, common: &common,
                    into: &effects)
            }
        }
        let supporters = supporters(joining: notification, among: established)
        guard common.ensemble.isQuorum(supporters) else {
            effects.append(.ignored(.noQuorumBehindVote))
            finalizeIfDecided(common, into: &effects)
            return nil
        }
        guard leaderSaysSo(vote.leader, common: common) else {
            effects.append(.ignored(.leaderNotHeard))
            finalizeIfDecided(common, into: &effects)
            return nil
        }
        common.round = notification.round
        return finish(
            vote, because: .joinsEstablishedLeader, by: supporters, common: &common, into: &effects)
    }

    /// Those whose word agrees: leader and epoch once both are out of the election, everything before
    /// (`Vote.equals`, ZOOKEEPER-1805).
    private func supporters(
        joining notification: Notification, among words: ServerMap<Notification>
    ) -> ServerSet {
        ServerSet(
            words.entries.lazy.filter { _, other in
                other.state == .looking
                    ? other.vote == notification.vote && other.round == notification.round
                    : other.vote.leader == notification.vote.leader
                        && other.vote.epoch == notification.vote.epoch
            }.map(\.key))
    }

    /// The leader check: a leader must have said itself that it leads; we ourselves lead only by
    /// winning a round.
    private func leaderSaysSo(_ leader: ServerID, common: Common) -> Bool {
        leader != common.id && established[leader]?.state == .leading
    }

    // MARK: - The end

    private mutating func finish(
        _ vote: Vote, because reason: Reason, by supporters: ServerSet? = nil,
        common: inout Common, into effects: inout [Effect]
    ) -> Transition {
        common.currentVote = vote
        let supporters = supporters ?? self.supporters(of: vote, round: common.round)
        effects.append(.cancel(.resendVote))
        if isFinalizing && reason != .quietPeriodOver { effects.append(.cancel(.finalizeWait)) }
        effects.append(.decided(.elect(vote, by: supporters), reason))
        return vote.leader == common.id ? .lead : .learn(from: vote.leader)
    }

    private func current(_ common: Common) -> Notification {
        Notification(
            state: .looking, vote: vote ?? common.ownVote, round: common.round)
    }

    private func broadcast(_ common: Common, into effects: inout [Effect]) {
        // An observer only asks: it says that it is looking, and for nobody.
        for voter in common.ensemble.voters where voter != common.id {
            effects.append(.send(.notification(current(common)), to: voter))
        }
    }
}

extension Vote {
    /// Whether this vote beats `other`, and by what: epoch, then zxid, then id
    /// (`FastLeaderElection.totalOrderPredicate`, ZOOKEEPER-1419). A candidate without weight never does.
    func isBetter(than other: Vote, in common: Common) -> Reason? {
        guard common.ensemble.quorums.weight(of: leader) > 0 else { return nil }
        if epoch != other.epoch, common.rules.isOn(.electionComparesEpoch) {
            return epoch > other.epoch ? .higherEpoch : nil
        }
        if zxid != other.zxid {
            return (zxid ?? .zero) > (other.zxid ?? .zero) ? .higherZxid : nil
        }
        return leader > other.leader ? .higherID : nil
    }
}
