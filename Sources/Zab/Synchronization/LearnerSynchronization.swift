/// Phase 2 on a learner: take over the leader's history, make it durable, say so
/// (`Learner.syncWithLeader`).
extension Learner {
    /// The first packet says how: DIFF, TRUNC or SNAP.
    mutating func beginSync(
        _ message: Message, epoch: Epoch, common: inout Common, into effects: inout [Effect]
    ) -> Transition? {
        switch message {
        case .diff(let zxid):
            var sync = LearnerSync(epoch: epoch, mode: .diff)
            sync.historyEnd = min(zxid, common.log.last)
            stage = .synchronizing(sync)
        case .trunc(let zxid):
            var sync = LearnerSync(epoch: epoch, mode: .trunc)
            truncate(to: zxid, sync: &sync, common: &common, into: &effects)
            sync.historyEnd = common.log.last
            stage = .synchronizing(sync)
        case .snap(let zxid):
            var sync = LearnerSync(epoch: epoch, mode: .snap)
            sync.snapshot = zxid
            sync.isInstalled = false
            if zxid < common.log.last, zxid <= common.log.base || common.log.contains(zxid) {
                // A leader that is not established may send a state older than what it has in its log.
                // Going back to it would take off the disk what is committed.
                sync.agreed = max(zxid, common.log.base)
                sync.historyEnd = max(zxid, common.log.base)
            }
            stage = .synchronizing(sync)
        default:
            effects.append(.ignored(.wrongPhase))
        }
        return nil
    }

    /// Moves the payload out, so that it is changed in place; the caller puts it back.
    private mutating func takeSync() -> LearnerSync {
        guard case .synchronizing(let sync) = stage else {
            preconditionFailure("a learner in synchronization")
        }
        stage = .discovery
        return sync
    }

    private func truncate(
        to zxid: Zxid, sync: inout LearnerSync, common: inout Common, into effects: inout [Effect]
    ) {
        let removed = common.log.entries(after: zxid).map(\.zxid)
        // The leader may name a place between two entries, or behind the last.
        let end = common.log.floor(zxid) ?? zxid
        cut(to: end, removing: removed, common: &common, into: &effects)
        if zxid < common.delivered || zxid < common.log.base {
            // What is applied cannot be taken back in memory: start again from the disk, once the disk
            // has it. With all rules on, nothing that was applied is ever cut off.
            sync.mustRestart = true
            common.log = Log(base: zxid)
        } else {
            common.log.truncate(to: zxid)
        }
    }

    /// Whether the log has this proposal already, where it is compared with the leader's history; at the
    /// first that it has not, the rest of the log goes.
    private func agrees(
        _ proposal: Proposal, sync: inout LearnerSync, common: inout Common,
        into effects: inout [Effect]
    ) -> Bool {
        guard let agreed = sync.agreed else { return false }
        if proposal.zxid <= agreed { return true }
        if common.log.next(after: agreed) == proposal {
            sync.agreed = proposal.zxid
            return true
        }
        cutRest(sync: &sync, common: &common, into: &effects)
        return false
    }

    private func cutRest(
        sync: inout LearnerSync, common: inout Common, into effects: inout [Effect]
    ) {
        guard let agreed = sync.agreed else { return }
        sync.agreed = nil
        if common.log.last > agreed {
            truncate(to: agreed, sync: &sync, common: &common, into: &effects)
        }
    }

    /// On disk; rule `truncationIsDurable` makes the acknowledgement of NEWLEADER wait for it.
    private func cut(
        to zxid: Zxid, removing removed: [Zxid], common: inout Common, into effects: inout [Effect]
    ) {
        effects.append(.truncate(to: zxid, removing: removed))
        common.disk.truncate(
            to: zxid, untilFlushed: common.rules.isOn(.truncationIsDurable))
    }

    mutating func synchronize(
        _ message: Message, common: inout Common, into effects: inout [Effect]
    ) -> Transition? {
        var sync = takeSync()
        var next: Transition?
        switch (sync.stage, message) {
        case (.receiving, .snapshotPiece(let bytes, let isLast)):
            guard let zxid = sync.snapshot, !sync.isInstalled else {
                effects.append(.ignored(.wrongPhase))
                break
            }
            guard sync.agreed == nil else {
                sync.isInstalled = isLast
                effects.append(.ignored(.sameHistory))
                break
            }
            effects.append(.receiveSnapshot(bytes, isLast: isLast, at: zxid))
            if isLast { install(zxid, sync: &sync, common: &common, into: &effects) }
        case (.receiving, .proposal(let proposal)):
            if agrees(proposal, sync: &sync, common: &common, into: &effects) {
                effects.append(.ignored(.sameHistory))
            } else if proposal.zxid.follows(common.log.last) {
                common.append(proposal, into: &effects)
            } else if common.rules.isOn(.proposalsAreContiguous) {
                next = .look(.gapBeforeProposal)
            } else if proposal.zxid > common.log.last {
                common.append(proposal, into: &effects)
            } else {
                effects.append(.ignored(.gapBeforeProposal))
            }
        case (.receiving, .commit(let zxid)):
            // The leader's history is committed as a whole, with UPTODATE.
            sync.historyEnd = max(sync.historyEnd, min(zxid, common.log.last))
        case (.receiving, .newLeader(sync.epoch)) where sync.isInstalled:
            cutRest(sync: &sync, common: &common, into: &effects)
            sync.stage = .savingHistory
            if !common.rules.isOn(.historyBeforeEpoch) {
                common.recordHistory(of: sync.epoch, into: &effects)
                sync.stage = .recordingEpoch
            }
            common.disk.flush(into: &effects)
        case (.acknowledged, .upToDate):
            stage = .synchronizing(sync)
            return upToDate(sync, common: &common, into: &effects)
        case (.acknowledged, .proposal), (.acknowledged, .commit), (.acknowledged, .inform),
            (.savingHistory, .proposal), (.savingHistory, .commit), (.savingHistory, .inform),
            (.recordingEpoch, .proposal), (.recordingEpoch, .commit), (.recordingEpoch, .inform):
            sync.queued.append(message)
        default:
            // A PING, for one: it is answered once synchronization is over.
            effects.append(.ignored(.wrongPhase))
        }
        stage = .synchronizing(sync)
        return next ?? continueSync(common: &common, into: &effects)
    }

    /// The last piece has come: the leader's state replaces ours, in memory and on disk.
    private func install(
        _ zxid: Zxid, sync: inout LearnerSync, common: inout Common, into effects: inout [Effect]
    ) {
        // What our log has above the snapshot is not in the leader's history.
        if common.log.last > zxid {
            let removed = common.log.entries(after: zxid).map(\.zxid)
            cut(
                to: common.log.floor(zxid) ?? zxid, removing: removed, common: &common,
                into: &effects)
            common.disk.flush(into: &effects)
        }
        common.log = Log(base: zxid)
        common.delivered = zxid
        common.disk.restart(at: zxid)
        sync.historyEnd = zxid
        sync.isInstalled = true
        effects.append(.saveSnapshot(zxid))
    }

    /// Goes on once the disk has caught up: history, then epoch, then ACK.
    mutating func continueSync(
        common: inout Common, into effects: inout [Effect]
    ) -> Transition? {
        var sync = takeSync()
        defer { stage = .synchronizing(sync) }
        guard sync.stage == .savingHistory || sync.stage == .recordingEpoch else { return nil }
        common.disk.flush(into: &effects)
        // Without rule `historyBeforeEpoch` the epoch went first, and the history follows now.
        guard common.disk.isClean else { return nil }
        if sync.mustRestart {
            effects.append(.restart(.memoryAheadOfHistory))
        } else if sync.stage == .savingHistory {
            common.recordHistory(of: sync.epoch, into: &effects)
            sync.stage = .recordingEpoch
        } else if common.epochs.current >= sync.epoch {
            effects.append(.send(.ack(Zxid(epoch: sync.epoch, counter: 0)), to: leader))
            sync.stage = .acknowledged
        }
        return nil
    }

    /// UPTODATE: a quorum holds this history, so it is committed; clients may come.
    private mutating func upToDate(
        _ sync: LearnerSync, common: inout Common, into effects: inout [Effect]
    ) -> Transition? {
        stage = .broadcast(sync.epoch)
        acknowledged = sync.historyEnd
        common.hasHistory = true
        common.currentVote.epoch = sync.epoch
        effects.append(.cancel(.setup))
        effects.append(.start(.leaderSilence, after: common.timing.syncTime))
        common.deliver(upTo: sync.historyEnd, into: &effects)
        effects.append(
            .serve(.asLearner(of: leader, sync.epoch, observer: !common.isVoter)))
        acknowledgeOutstanding(common: common, into: &effects)
        for message in sync.queued {
            if let next = broadcast(message, common: &common, into: &effects) { return next }
        }
        return nil
    }
}
