import Testing

@_spi(Breaking) @testable import Zab

/// What once went wrong when a learner was brought in step.
@Suite struct SyncRegressionTests {
    let s1 = Solo.s1
    let s2 = Solo.s2
    let s3 = Solo.s3

    @Test func `a learner that comes back keeps what is outstanding, and it is no history yet`() {
        var leader = Solo(3, log: [z(1, 1)])
        leader.lead(with: s2)
        for _ in 1...3 { leader.tell(.propose([1])) }
        leader.admit(s1, accepted: 2)
        #expect(
            leader.hear(.ackEpoch(current: nil, last: z(2, 2)), from: s1) == [
                .decided(.synchronize(s1, .diff, from: z(2, 2), to: z(1, 1)), .sameHistory),
                .send(.diff(z(1, 1)), to: s1),
                .send(.newLeader(2), to: s1),
                .send(.proposal(.at(z(2, 3))), to: s1),
            ])
        var learner = Solo(1, log: [z(1, 1), z(2, 1), z(2, 2)])
        learner.promise(3)
        learner.hear(.diff(z(1, 1)), from: s3)
        learner.hear(.newLeader(3), from: s3)
        learner.finishDisk()
        learner.hear(.commit(z(2, 1)), from: s3)
        #expect(
            learner.hear(.upToDate, from: s3).dropFirst(2) == [
                .deliver(.at(z(1, 1))), .serve(.asLearner(of: s3, 3, observer: false)),
                .send(.ack(z(2, 1)), to: s3), .send(.ack(z(2, 2)), to: s3),
                .deliver(.at(z(2, 1))),
            ])
    }

    @Test func `an acknowledgement no longer counts once its proposal is cut off again`() {
        var leader = Solo(3)
        leader.lead(with: s1)
        leader.tell(.propose([1]))
        leader.tell(.propose([1]))
        leader.hear(.ack(z(1, 2)), from: s1)
        leader.tell(.disconnected(.learner(s1)))
        #expect(leader.leader?.tallies.map(\.acks) == [[s1], [s1]])
        leader.admit(s1, accepted: 1)
        // Its disk has kept only the first.
        leader.hear(.ackEpoch(current: nil, last: z(1, 1)), from: s1)
        #expect(leader.leader?.tallies.map(\.acks) == [[s1], []])
    }

    @Test func `an acknowledgement before synchronization is of another connection`() {
        var leader = Solo(3)
        leader.lead(with: s1)
        leader.tell(.propose([1]))
        leader.admit(s2, accepted: 0)
        #expect(leader.hear(.ack(z(1, 1)), from: s2) == [.ignored(.wrongPhase)])
    }

    @Test func `a tail cut off by a snapshot is off the disk before NEWLEADER is acknowledged`() {
        var learner = Solo(1, log: [z(1, 1), z(3, 1)])
        learner.promise(4)
        learner.hear(.snap(z(2, 5)), from: s3)
        #expect(
            learner.hear(.snapshotPiece([], isLast: true), from: s3) == [
                .receiveSnapshot([], isLast: true, at: z(2, 5)),
                .truncate(to: z(1, 1), removing: [z(3, 1)]), .flush, .saveSnapshot(z(2, 5)),
            ])
        #expect(learner.hear(.newLeader(4), from: s3) == [])
        #expect(learner.finishDisk() == [])
        #expect(learner.finishDisk() == [.record(Epochs(accepted: 4, current: 4))])
        #expect(learner.finishDisk() == [.send(.ack(z(4, 0)), to: s3)])
    }

    @Test func `without truncationIsDurable a snapshot's cut is not waited for`() {
        var learner = Solo(1, log: [z(1, 1), z(3, 1)], without: [.truncationIsDurable])
        learner.promise(4)
        learner.hear(.snap(z(2, 5)), from: s3)
        #expect(
            learner.hear(.snapshotPiece([], isLast: true), from: s3) == [
                .receiveSnapshot([], isLast: true, at: z(2, 5)),
                .truncate(to: z(1, 1), removing: [z(3, 1)]), .saveSnapshot(z(2, 5)),
            ])
        #expect(learner.hear(.newLeader(4), from: s3) == [])
        #expect(learner.finishDisk() == [.record(Epochs(accepted: 4, current: 4))])
    }

    @Test func `a snapshot older than what the log agrees with never takes that off the disk`() {
        var learner = Solo(1, log: [z(1, 1), z(1, 2), z(3, 1)])
        learner.promise(4)
        learner.hear(.snap(.zero), from: s3)
        #expect(
            learner.hear(.snapshotPiece([], isLast: false), from: s3) == [.ignored(.sameHistory)])
        #expect(learner.hear(.newLeader(4), from: s3) == [.ignored(.wrongPhase)])
        #expect(
            learner.hear(.snapshotPiece([], isLast: true), from: s3) == [.ignored(.sameHistory)])
        for zxid in [z(1, 1), z(1, 2)] {
            #expect(learner.hear(.proposal(.at(zxid)), from: s3) == [.ignored(.sameHistory)])
            #expect(learner.hear(.commit(zxid), from: s3) == [])
        }
        var other = learner
        #expect(
            other.hear(.proposal(.at(z(2, 1))), from: s3) == [
                .truncate(to: z(1, 2), removing: [z(3, 1)]), .append(.at(z(2, 1))),
            ])
        #expect(
            learner.hear(.newLeader(4), from: s3) == [
                .truncate(to: z(1, 2), removing: [z(3, 1)]), .flush,
            ])
        learner.finishDisk()
        learner.finishDisk()
        #expect(
            learner.hear(.upToDate, from: s3).dropFirst(2) == [
                .deliver(.at(z(1, 1))), .deliver(.at(z(1, 2))),
                .serve(.asLearner(of: s3, 4, observer: false)),
            ])
    }

    @Test func `a snapshot older than the learner's log is sent only where no common end is known`()
    {
        let log = [1, 2, 3].reduce(into: Log()) { $0.append(.at(z(1, $1))) }
        var longer = log
        longer.append(.at(z(3, 1)))
        // The leader has delivered nothing in this life, so its snapshot would be of the beginning.
        #expect(
            SyncPlan(peer: z(1, 4), log: longer, end: z(3, 1), state: .zero, rules: Rules())
                == SyncPlan(.trunc, from: z(1, 3), .divergedAcrossEpochs))
        #expect(
            SyncPlan(peer: z(1, 4), log: longer, end: z(3, 1), state: z(3, 1), rules: Rules())
                == SyncPlan(.snap, from: z(3, 1), .divergedAcrossEpochs))
        #expect(
            SyncPlan(peer: z(2, 1), log: longer, end: z(3, 1), state: .zero, rules: Rules())
                == SyncPlan(.snap, from: .zero, .divergedAcrossEpochs))
    }

    @Test func `a learner that took over a snapshot from a former leader waits for its disk too`() {
        var learner = Solo(1)
        learner.promise(2)
        learner.hear(.snap(z(1, 5)), from: s3)
        learner.hear(.snapshotPiece([], isLast: true), from: s3)
        learner.tell(.disconnected(.leader(s3)))
        #expect(learner.isLooking)
        learner.follow()
        learner.hear(.leaderInfo(3), from: s3)
        // The snapshot is still being written when the new leader is done.
        learner.tell(.durable(.epochs(Epochs(accepted: 3, current: 0))))
        learner.hear(.diff(z(1, 5)), from: s3)
        #expect(learner.hear(.newLeader(3), from: s3) == [])
        #expect(
            learner.tell(.durable(.snapshot(z(1, 5)))) == [
                .record(Epochs(accepted: 3, current: 3))
            ])
    }

    @Test func `NEWLEADER before the snapshot's last piece is no history`() {
        var learner = Solo(1)
        learner.promise(2)
        learner.hear(.snap(z(1, 5)), from: s3)
        learner.hear(.snapshotPiece([], isLast: false), from: s3)
        #expect(learner.hear(.newLeader(2), from: s3) == [.ignored(.wrongPhase)])
    }

    @Test func `a cut beyond the log's end moves nothing`() {
        var learner = Solo(1, log: [z(1, 1)])
        learner.promise(2)
        learner.hear(.trunc(z(9, 9)), from: s3)
        #expect(learner.common.disk.written == z(1, 1))
    }

    @Test func `a server whose state is ahead of its cut log starts again, whoever leads`() {
        var learner = Solo(1, without: [.deliverOnCommit])
        learner.join(1)
        learner.hear(.proposal(.at(z(1, 1))), from: s3)
        learner.finishDisk()
        learner.tell(.disconnected(.leader(s3)))
        learner.promise(2)
        learner.hear(.trunc(.zero), from: s3)
        let effects = learner.tell(.disconnected(.leader(s3)))
        #expect(effects.contains(.restart(.memoryAheadOfHistory)))
    }

    @Test func `an epoch on its way to the disk is not taken back by the next promise`() {
        var learner = Solo(1)
        learner.promise(2)
        learner.hear(.diff(.zero), from: s3)
        #expect(learner.hear(.newLeader(2), from: s3) == [.record(Epochs(accepted: 2, current: 2))])
        learner.tell(.disconnected(.leader(s3)))
        learner.follow()
        #expect(
            learner.hear(.leaderInfo(3), from: s3) == [
                .decided(.promise(3, to: s3), .epochIsNew),
                .record(Epochs(accepted: 3, current: 2)),
            ])
    }
}
