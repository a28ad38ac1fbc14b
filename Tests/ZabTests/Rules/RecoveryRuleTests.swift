import Testing

@_spi(Breaking) @testable import Zab

/// M3a to M6, M10, M12, M15: what each rule does when it is on, and the exact difference when it is off.
@Suite struct RecoveryRuleTests {
    let s1 = Solo.s1
    let s2 = Solo.s2
    let s3 = Solo.s3

    // MARK: - M3a

    private func reason(of vote: Vote, against other: Vote, without: [Rule] = []) -> Reason? {
        vote.isBetter(than: other, in: Solo(1, without: without).common)
    }

    @Test func `votes are compared by epoch, then zxid, then id`() {
        let old = Vote(leader: s3, zxid: z(1, 9), epoch: 1)
        let new = Vote(leader: s1, zxid: z(1, 1), epoch: 2)
        #expect(reason(of: new, against: old) == .higherEpoch)
        #expect(reason(of: old, against: new) == nil)
        let longer = Vote(leader: s1, zxid: z(1, 10), epoch: 1)
        #expect(reason(of: longer, against: old) == .higherZxid)
        #expect(
            reason(of: old, against: Vote(leader: s2, zxid: z(1, 9), epoch: 1)) == .higherID)
        #expect(reason(of: old, against: old) == nil)
    }

    @Test func `without electionComparesEpoch the longer log of an older epoch wins`() {
        let old = Vote(leader: s3, zxid: z(1, 9), epoch: 1)
        let new = Vote(leader: s1, zxid: z(1, 1), epoch: 2)
        #expect(reason(of: old, against: new, without: [.electionComparesEpoch]) == .higherZxid)
        #expect(reason(of: new, against: old, without: [.electionComparesEpoch]) == nil)
    }

    // MARK: - M3b

    private func meetsBetterHistory(without broken: [Rule]) -> [Effect] {
        var leader = Solo(3, log: [z(1, 1)], without: broken)
        leader.winElection()
        leader.admit(s1, accepted: 1)
        leader.finishDisk()
        return leader.hear(.ackEpoch(current: 1, last: z(1, 2)), from: s1)
    }

    @Test func `a leader that meets a better history gives up`() {
        #expect(
            meetsBetterHistory(without: []).prefix(4) == [
                .decided(.giveUp, .betterHistoryFound), .cancel(.setup), .cancel(.halfTick),
                .disconnect(.learner(s1)),
            ])
    }

    @Test func `without discoveryComparesHistory it leads on`() {
        #expect(
            meetsBetterHistory(without: [.discoveryComparesHistory]) == [
                .record(Epochs(accepted: 2, current: 2))
            ])
    }

    // MARK: - M4

    private func plan(_ peer: Zxid, without broken: [Rule] = []) -> SyncPlan {
        let log = [z(1, 1), z(1, 2), z(2, 1)].reduce(into: Log()) { $0.append(.at($1)) }
        return SyncPlan(
            peer: peer, log: log, end: z(2, 1), state: z(2, 1), rules: Rules(without: broken))
    }

    @Test func `what a learner has too much is cut off, or its state replaced`() {
        #expect(plan(z(2, 2)) == SyncPlan(.trunc, from: z(2, 1), .aheadOfLeader))
        #expect(plan(z(1, 3)) == SyncPlan(.snap, from: z(2, 1), .divergedAcrossEpochs))
        #expect(plan(z(1, 2)) == SyncPlan(.diff, from: z(1, 2), .gapInWindow))
        #expect(plan(z(2, 1)) == SyncPlan(.diff, from: z(2, 1), .sameHistory))
        #expect(plan(z(3, 1)) == SyncPlan(.snap, from: z(2, 1), .divergedAcrossEpochs))
    }

    @Test func `without truncateOnSync it keeps what nobody else has`() {
        let broken: [Rule] = [.truncateOnSync]
        #expect(plan(z(2, 2), without: broken) == SyncPlan(.diff, from: z(2, 2), .gapInWindow))
        #expect(plan(z(1, 3), without: broken) == SyncPlan(.diff, from: z(1, 3), .gapInWindow))
        #expect(plan(z(1, 2), without: broken) == plan(z(1, 2)))
        #expect(plan(z(2, 1), without: broken) == plan(z(2, 1)))
    }

    // MARK: - M5

    private func recordsItsEpoch(without broken: [Rule]) -> [Effect] {
        var leader = Solo(3, log: [z(1, 1)], without: broken)
        leader.winElection()
        leader.admit(s1)
        leader.finishDisk()
        leader.hear(.ackEpoch(current: 0, last: z(1, 1)), from: s1)
        return leader.finishDisk()
    }

    private var synchronization: [Effect] {
        [
            .start(.setup, after: Timing().initTime),
            .decided(.synchronize(s1, .diff, from: z(1, 1), to: z(1, 1)), .sameHistory),
            .send(.diff(z(1, 1)), to: s1), .send(.newLeader(2), to: s1),
        ]
    }

    @Test func `a leader serves once a quorum has acknowledged NEWLEADER`() {
        #expect(recordsItsEpoch(without: []) == synchronization)
    }

    @Test func `without serveAfterNewLeaderQuorum it serves its own history at once`() {
        #expect(
            recordsItsEpoch(without: [.serveAfterNewLeaderQuorum]) == synchronization + [
                .cancel(.setup),
                .decided(
                    .establish(2, quorum: [s3], history: z(1, 1)), .quorumNotAwaited),
                .deliver(.at(z(1, 1))), .serve(.asLeader(2)),
                .start(.halfTick, after: .milliseconds(1_000)),
            ])
    }

    // MARK: - M6

    private func chosenEpoch(without broken: [Rule]) -> Decision? {
        // Epoch 4 was promised and logged nothing.
        var leader = Solo(
            3, log: [z(1, 1)], epochs: Epochs(accepted: 4, current: 4), without: broken)
        leader.winElection()
        leader.tell(.connected(.learner(s1)))
        for case .decided(let decision, _) in leader.hear(
            .learnerInfo(acceptedEpoch: 1, observer: false), from: s1)
        {
            return decision
        }
        return nil
    }

    @Test func `a new epoch is above all that was promised`() {
        #expect(chosenEpoch(without: []) == .chooseEpoch(5, quorum: [s1, s3]))
    }

    @Test func `without epochIsFresh an epoch that logged nothing comes again`() {
        #expect(chosenEpoch(without: [.epochIsFresh]) == .chooseEpoch(2, quorum: [s1, s3]))
    }

    // MARK: - M10

    private func takesOver(without broken: [Rule]) -> [[Effect]] {
        var learner = Solo(1, without: broken)
        learner.promise(2)
        learner.hear(.diff(z(1, 1)), from: s3)
        learner.hear(.proposal(.at(z(1, 1))), from: s3)
        return [learner.hear(.newLeader(2), from: s3), learner.finishDisk()]
            + (learner.disk.isEmpty ? [] : [learner.finishDisk()])
    }

    @Test func `history is on disk, then the epoch, then NEWLEADER is acknowledged`() {
        #expect(
            takesOver(without: []) == [
                [.flush], [.record(Epochs(accepted: 2, current: 2))],
                [.send(.ack(z(2, 0)), to: s3)],
            ])
    }

    @Test func `without historyBeforeEpoch the epoch is on disk before the history`() {
        #expect(
            takesOver(without: [.historyBeforeEpoch]) == [
                [.record(Epochs(accepted: 2, current: 2)), .flush], [],
                [.send(.ack(z(2, 0)), to: s3)],
            ])
    }

    // MARK: - M12

    private func promises(without broken: [Rule]) -> [Effect] {
        var learner = Solo(1, without: broken)
        learner.follow()
        return learner.hear(.leaderInfo(2), from: s3)
    }

    @Test func `a promise is on disk before it is given`() {
        let promise = Effect.decided(.promise(2, to: s3), .epochIsNew)
        #expect(promises(without: []) == [promise, .record(Epochs(accepted: 2, current: 0))])
    }

    @Test func `without promiseIsDurable it is given and not written down`() {
        let promise = Effect.decided(.promise(2, to: s3), .epochIsNew)
        #expect(
            promises(without: [.promiseIsDurable]) == [
                promise, .send(.ackEpoch(current: 0, last: .zero), to: s3),
            ])
    }

    // MARK: - M15

    private func truncates(without broken: [Rule]) -> [[Effect]] {
        var learner = Solo(1, log: [z(1, 1), z(1, 2)], without: broken)
        learner.promise(2)
        return [learner.hear(.trunc(z(1, 1)), from: s3), learner.hear(.newLeader(2), from: s3)]
    }

    @Test func `a truncation is on disk before NEWLEADER is acknowledged`() {
        #expect(
            truncates(without: []) == [[.truncate(to: z(1, 1), removing: [z(1, 2)])], [.flush]])
    }

    @Test func `without truncationIsDurable it may still be undone`() {
        #expect(
            truncates(without: [.truncationIsDurable]) == [
                [.truncate(to: z(1, 1), removing: [z(1, 2)])],
                [.record(Epochs(accepted: 2, current: 2))],
            ])
    }
}
