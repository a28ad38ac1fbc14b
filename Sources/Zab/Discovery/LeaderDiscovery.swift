/// Phase 1 on the would-be leader: choose an epoch above all that a quorum has promised, and have a
/// quorum promise it (`Leader.getEpochToPropose`, `waitForEpochAck`).
extension Leader {
    /// FOLLOWERINFO or OBSERVERINFO: who it is and what it has promised so far.
    ///
    /// A voter that has promised a later epoch, to a leader that never came to be, could not follow this
    /// one as long as it leads. So it gives way to one of a later epoch. (ZooKeeper leaves such a server
    /// outside.)
    mutating func register(
        _ learner: ServerID, accepted: Epoch, observer: Bool, common: Common,
        into effects: inout [Effect]
    ) -> Transition? {
        guard handlers[learner]?.stage == .connected else {
            effects.append(.ignored(.wrongPhase))
            return nil
        }
        guard accepted < .max else {
            // No epoch of ours could be above that.
            effects.append(.ignored(.epochTooOld))
            return nil
        }
        let votes = common.ensemble.voters.contains(learner)
        if votes, stage != .discovery, accepted > epoch { return .look(.epochTooOld) }
        handlers[learner]?.isObserver = !votes
        handlers[learner]?.stage = .registered
        if stage == .discovery {
            if votes { promises[learner] = accepted }
        } else if stage != .promising {
            inform(learner, into: &effects)
        }
        return nil
    }

    /// Moves on as soon as a quorum, or the disk, allows.
    mutating func advance(now: Time, common: inout Common, into effects: inout [Effect]) {
        if stage == .discovery { chooseEpoch(common: &common, into: &effects) }
        if stage == .promising, isOwnPromiseGiven(common) {
            stage = .awaitingPromises
            promised.insert(common.id)
            for learner in handlers.keys where handlers[learner]?.stage == .registered {
                inform(learner, into: &effects)
            }
        }
        if stage == .awaitingPromises, common.ensemble.isQuorum(promised) {
            stage = .savingHistory
            common.disk.flush(into: &effects)
        }
        if stage == .savingHistory, common.disk.isClean {
            stage = .recordingEpoch
            common.recordHistory(of: epoch, into: &effects)
        }
        if stage == .recordingEpoch, common.epochs.current >= epoch {
            beginSynchronization(common: common, into: &effects)
        }
        if stage == .synchronization { establish(now: now, common: &common, into: &effects) }
    }

    private mutating func chooseEpoch(common: inout Common, into effects: inout [Effect]) {
        let quorum = ServerSet(promises.keys)
        guard common.ensemble.isQuorum(quorum) else { return }
        guard let highest = promises.entries.map(\.value).max(), highest < .max else { return }
        epoch = highest + 1
        effects.append(.decided(.chooseEpoch(epoch, quorum: quorum), .quorumPromised))
        common.promised = epoch
        stage = .promising
        if common.rules.isOn(.promiseIsDurable) {
            common.recordPromise(of: epoch, into: &effects)
        }
    }

    private func isOwnPromiseGiven(_ common: Common) -> Bool {
        common.epochs.accepted >= epoch || !common.rules.isOn(.promiseIsDurable)
    }

    private mutating func inform(_ learner: ServerID, into effects: inout [Effect]) {
        handlers[learner]?.stage = .informed
        effects.append(.send(.leaderInfo(epoch), to: learner))
    }

    /// ACKEPOCH: a promise, and the history it comes with. Until a quorum has promised, a voter with a
    /// better history ends this leadership before it began; afterwards it is the late one's history that
    /// must give way.
    mutating func promise(
        _ learner: ServerID, current: Epoch?, last: Zxid, common: Common,
        into effects: inout [Effect]
    ) -> Transition? {
        guard let handler = handlers[learner], handler.stage == .informed else {
            effects.append(.ignored(.wrongPhase))
            return nil
        }
        handlers[learner]?.stage = .promised(last: last)
        if stage == .awaitingPromises, !handler.isObserver {
            if let current {
                let better =
                    current > standing.epoch
                    || current == standing.epoch && last > (standing.zxid ?? .zero)
                if better && common.rules.isOn(.discoveryComparesHistory) {
                    return .look(.betterHistoryFound)
                }
                promised.insert(learner)
            } else {
                effects.append(.ignored(.epochAlreadyPromised))
            }
        }
        if stage == .synchronization || stage == .broadcast {
            synchronize(learner, from: last, common: common, into: &effects)
        }
        return nil
    }
}
