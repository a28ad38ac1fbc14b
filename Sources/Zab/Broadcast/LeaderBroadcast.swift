internal import DequeModule

/// Phase 3 on the leader: propose, count what is durable where, commit in order (`Leader.propose`,
/// `processAck`, `tryToCommit`).
extension Leader {
    mutating func propose(
        _ payload: Payload, now: Time, common: inout Common, into effects: inout [Effect]
    ) {
        guard let zxid = nextZxid(common) else {
            preconditionFailure("only a serving leader with room in its epoch proposes")
        }
        let proposal = Proposal(zxid: zxid, payload: payload)
        lastProposed = zxid
        outstanding.append(Tally(zxid: zxid, since: now))
        common.append(proposal, into: &effects)
        handlers.update { learner, handler in
            if handler.isForwarding && !handler.isObserver {
                handler.send(.proposal(proposal), to: learner, into: &effects)
            }
        }
        common.disk.flush(into: &effects)
        if !common.rules.isOn(.ackAfterFlush) {
            acknowledge(zxid, by: common.id, common: common, into: &effects)
            commitWhatCan(common: &common, into: &effects)
        }
    }

    /// The leader's own acknowledgement is its own disk.
    mutating func ownAcks(common: Common, into effects: inout [Effect]) {
        guard let oldest = outstanding.first, common.disk.durable >= oldest.zxid else { return }
        acknowledge(common.disk.durable, by: common.id, common: common, into: &effects)
    }

    /// ACK from a learner.
    mutating func count(
        _ zxid: Zxid, from learner: ServerID, common: Common, into effects: inout [Effect]
    ) {
        // One that is not being brought in step speaks of what it had before.
        guard handlers[learner]?.isForwarding == true else {
            effects.append(.ignored(.wrongPhase))
            return
        }
        guard common.ensemble.voters.contains(learner) else {
            effects.append(.ignored(.notAVoter))
            return
        }
        guard let oldest = outstanding.first, zxid >= oldest.zxid else {
            effects.append(.ignored(.alreadyCommitted))
            return
        }
        guard zxid <= lastProposed else {
            effects.append(.ignored(.unknownProposal))
            return
        }
        handlers[learner]?.acknowledged = zxid
        acknowledge(zxid, by: learner, common: common, into: &effects)
    }

    /// What a learner acknowledged on an earlier connection, and is cut off now, it has no longer: it
    /// acknowledges again what is proposed to it again.
    mutating func takeBackAcks(of learner: ServerID, above zxid: Zxid) {
        for index in outstanding.indices where outstanding[index].zxid > zxid {
            outstanding[index].acks.remove(learner)
        }
    }

    /// Links are FIFO and logs have no gaps, so an acknowledgement covers all before it.
    private mutating func acknowledge(
        _ zxid: Zxid, by server: ServerID, common: Common, into effects: inout [Effect]
    ) {
        let needs = common.ensemble.quorums.smallestQuorum
        for index in outstanding.indices {
            guard outstanding[index].zxid <= zxid else { break }
            guard outstanding[index].acks.insert(server), common.narrates else { continue }
            effects.append(
                .decided(
                    .countAck(
                        outstanding[index].zxid, by: server, acks: outstanding[index].acks.count,
                        needs: needs), .quorumAcknowledged))
        }
    }

    /// Commits the oldest outstanding proposals for as long as each has its quorum.
    mutating func commitWhatCan(common: inout Common, into effects: inout [Effect]) {
        while let oldest = outstanding.first {
            let isQuorum = common.ensemble.isQuorum(oldest.acks)
            let isCommitted =
                isQuorum || !common.rules.isOn(.commitNeedsQuorum) && !oldest.acks.isEmpty
            guard isCommitted else { return }
            outstanding.removeFirst()
            let reason: Reason = isQuorum ? .quorumAcknowledged : .quorumNotAwaited
            commit(oldest, because: reason, common: &common, into: &effects)
        }
    }

    private mutating func commit(
        _ tally: Tally, because reason: Reason, common: inout Common,
        into effects: inout [Effect]
    ) {
        if common.narrates {
            effects.append(.decided(.commit(tally.zxid, quorum: tally.acks), reason))
        }
        let log = common.log
        handlers.update { learner, handler in
            guard handler.isForwarding else { return }
            if !handler.isObserver {
                handler.send(.commit(tally.zxid), to: learner, into: &effects)
            } else if let proposal = log[tally.zxid] {
                handler.send(.inform(proposal), to: learner, into: &effects)
            }
        }
        common.deliver(upTo: tally.zxid, into: &effects)
    }

    // MARK: - Who is still there

    func halfTickTime(_ common: Common) -> Time {
        Time(nanoseconds: common.timing.tick.nanoseconds / 2)
    }

    /// Pings every half tick; every whole one, counts who was heard within syncLimit.
    mutating func halfTick(
        now: Time, common: Common, into effects: inout [Effect]
    ) -> Transition? {
        halfTicks += 1
        if halfTicks.isMultiple(of: 2) {
            var present: ServerSet = [common.id]
            for (learner, handler) in handlers.entries {
                if isSilent(handler, now: now, timing: common.timing) {
                    drop(learner, into: &effects)
                } else if handler.isActive, common.ensemble.voters.contains(learner) {
                    present.insert(learner)
                }
            }
            guard common.ensemble.isQuorum(present) else { return .look(.quorumLost) }
        }
        handlers.update { learner, handler in
            if handler.isActive { effects.append(.send(.ping(lastProposed), to: learner)) }
        }
        effects.append(.start(.halfTick, after: halfTickTime(common)))
        return nil
    }

    /// Silent on the link, or on a proposal, for syncLimit ticks; a newcomer has initLimit more.
    private func isSilent(_ handler: LearnerHandler, now: Time, timing: Timing) -> Bool {
        guard handler.isActive else {
            return now - handler.heard > timing.initTime + timing.syncTime
        }
        if now - handler.heard > timing.syncTime { return true }
        guard let oldest = outstanding.first, !handler.isObserver else { return false }
        return handler.acknowledged < oldest.zxid && now - oldest.since > timing.syncTime
            && now - handler.activeSince > timing.syncTime
    }

    private mutating func drop(_ learner: ServerID, into effects: inout [Effect]) {
        effects.append(.decided(.drop(learner), .learnerSilent))
        effects.append(.disconnect(.learner(learner)))
        handlers[learner] = nil
    }
}
