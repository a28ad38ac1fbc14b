/// Phase 2 on the leader: bring each learner in step with its history, and be established once a quorum
/// has it on disk (`LearnerHandler.syncFollower`, `Leader.waitForNewLeaderAck`).
extension Leader {
    mutating func beginSynchronization(common: Common, into effects: inout [Effect]) {
        stage = .synchronization
        historyEnd = common.log.last
        lastProposed = Zxid(epoch: epoch, counter: 0)
        acknowledged.insert(common.id)
        effects.append(.start(.setup, after: common.timing.initTime))
        for learner in handlers.keys {
            guard case .promised(let last) = handlers[learner]?.stage else { continue }
            synchronize(learner, from: last, common: common, into: &effects)
        }
    }

    /// DIFF, TRUNC or SNAP, what is missing, NEWLEADER, and what is not committed yet.
    mutating func synchronize(
        _ learner: ServerID, from last: Zxid, common: Common, into effects: inout [Effect]
    ) {
        guard var handler = handlers[learner] else { return }
        // Before it is established all that the leader brought is the history to be taken over,
        // afterwards what was committed is.
        let end = stage == .broadcast ? common.delivered : historyEnd
        let plan = SyncPlan(
            peer: last, log: common.log, end: end, state: common.delivered, rules: common.rules)
        effects.append(
            .decided(.synchronize(learner, plan.mode, from: last, to: end), plan.reason))
        handler.stage = .synchronizing
        takeBackAcks(of: learner, above: plan.start)
        switch plan.mode {
        case .diff:
            // What it has above our end is no history, unless it is kept against the rules.
            let isOurs = common.log.contains(plan.start)
            let upTo = isOurs ? end : max(end, plan.start)
            handler.send(.diff(upTo), to: learner, into: &effects)
        case .trunc: handler.send(.trunc(plan.start), to: learner, into: &effects)
        case .snap: handler.streamSnapshot(to: learner, at: plan.start, into: &effects)
        }
        let missing = common.log.entries(after: plan.start)
        for proposal in missing where proposal.zxid <= end {
            handler.send(.proposal(proposal), to: learner, into: &effects)
            handler.send(.commit(proposal.zxid), to: learner, into: &effects)
        }
        handler.send(.newLeader(epoch), to: learner, into: &effects)
        if !handler.isObserver {
            for proposal in missing where proposal.zxid > end {
                handler.send(.proposal(proposal), to: learner, into: &effects)
            }
        }
        handlers[learner] = handler
    }

    /// ACK of NEWLEADER.
    mutating func acknowledgeHistory(
        _ learner: ServerID, common: Common, into effects: inout [Effect]
    ) {
        guard let handler = handlers[learner], handler.stage == .synchronizing else {
            effects.append(.ignored(.wrongPhase))
            return
        }
        handlers[learner]?.stage = .active
        handlers[learner]?.activeSince = handler.heard
        if common.ensemble.voters.contains(learner) { acknowledged.insert(learner) }
        if stage == .broadcast { effects.append(.send(.upToDate, to: learner)) }
    }

    /// A quorum has the history on disk: it is committed, and the broadcast begins.
    mutating func establish(now: Time, common: inout Common, into effects: inout [Effect]) {
        let isQuorum = common.ensemble.isQuorum(acknowledged)
        guard isQuorum || !common.rules.isOn(.serveAfterNewLeaderQuorum) else { return }
        stage = .broadcast
        common.hasHistory = true
        common.currentVote.epoch = epoch
        effects.append(.cancel(.setup))
        effects.append(
            .decided(
                .establish(epoch, quorum: acknowledged, history: historyEnd),
                isQuorum ? .quorumHoldsHistory : .quorumNotAwaited))
        common.deliver(upTo: historyEnd, into: &effects)
        effects.append(.serve(.asLeader(epoch)))
        effects.append(.start(.halfTick, after: halfTickTime(common)))
        handlers.update { learner, handler in
            if handler.isActive { effects.append(.send(.upToDate, to: learner)) }
        }
    }
}
