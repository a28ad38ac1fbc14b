import Testing

@_spi(Breaking) @testable import Zab

/// Phases 2 and 3 where no rule has a test of its own, one input at a time.
@Suite struct BroadcastPhaseTests {
    let s1 = Solo.s1
    let s2 = Solo.s2
    let s3 = Solo.s3

    @Test func `NEWLEADER acknowledged by a quorum establishes the leader`() {
        var leader = Solo(3, log: [z(1, 1)])
        leader.winElection()
        leader.admit(s1)
        leader.finishDisk()
        leader.hear(.ackEpoch(current: 1, last: .zero), from: s1)
        #expect(
            leader.finishDisk() == [
                .start(.setup, after: Timing().initTime),
                .decided(.synchronize(s1, .diff, from: .zero, to: z(1, 1)), .gapInWindow),
                .send(.diff(z(1, 1)), to: s1), .send(.proposal(.at(z(1, 1))), to: s1),
                .send(.commit(z(1, 1)), to: s1), .send(.newLeader(2), to: s1),
            ])
        #expect(
            leader.hear(.ack(z(2, 0)), from: s1) == [
                .cancel(.setup),
                .decided(
                    .establish(2, quorum: [s1, s3], history: z(1, 1)), .quorumHoldsHistory),
                .deliver(.at(z(1, 1))), .serve(.asLeader(2)),
                .start(.halfTick, after: .milliseconds(1_000)), .send(.upToDate, to: s1),
            ])
        #expect(leader.hear(.ack(z(2, 0)), from: s1) == [.ignored(.wrongPhase)])
    }

    @Test func `a late joiner gets what is committed, NEWLEADER, then what is outstanding`() {
        var leader = Solo(3)
        leader.lead()
        leader.tell(.propose([1]))
        leader.finishDisk()
        leader.hear(.ack(z(1, 1)), from: s1)
        leader.tell(.propose([1]))
        leader.admit(s2)
        #expect(
            leader.hear(.ackEpoch(current: 0, last: .zero), from: s2) == [
                .decided(.synchronize(s2, .diff, from: .zero, to: z(1, 1)), .gapInWindow),
                .send(.diff(z(1, 1)), to: s2), .send(.proposal(.at(z(1, 1))), to: s2),
                .send(.commit(z(1, 1)), to: s2), .send(.newLeader(1), to: s2),
                .send(.proposal(.at(z(1, 2))), to: s2),
            ])
        #expect(leader.hear(.ack(z(1, 0)), from: s2) == [.send(.upToDate, to: s2)])
    }

    @Test func `what is proposed and committed during a snapshot comes behind it`() {
        var leader = Solo(3, base: z(1, 5))
        leader.lead()
        leader.admit(s2)
        #expect(
            leader.hear(.ackEpoch(current: 0, last: z(1, 1)), from: s2) == [
                .decided(.synchronize(s2, .snap, from: z(1, 1), to: z(1, 5)), .behindWindow),
                .send(.snap(z(1, 5)), to: s2), .sendSnapshot(to: s2),
            ])
        leader.tell(.propose([1]))
        leader.finishDisk()
        leader.hear(.ack(z(2, 1)), from: s1)
        #expect(
            leader.tell(.snapshotSent(to: s2)) == [
                .send(.newLeader(2), to: s2), .send(.proposal(.at(z(2, 1))), to: s2),
                .send(.commit(z(2, 1)), to: s2),
            ])
    }

    @Test func `an observer is informed of what is committed and acknowledges nothing`() {
        let ensemble = Ensemble(voters: [s1, s3], observers: [s2])
        var leader = Solo(3, ensemble: ensemble)
        leader.lead()
        leader.admit(s2, observer: true)
        leader.hear(.ackEpoch(current: 0, last: .zero), from: s2)
        leader.hear(.ack(z(1, 0)), from: s2)
        #expect(
            leader.tell(.propose([1])) == [
                .append(.at(z(1, 1))), .send(.proposal(.at(z(1, 1))), to: s1), .flush,
            ])
        leader.finishDisk()
        #expect(leader.hear(.ack(z(1, 1)), from: s2) == [.ignored(.notAVoter)])
        #expect(
            leader.hear(.ack(z(1, 1)), from: s1).suffix(3) == [
                .send(.commit(z(1, 1)), to: s1), .send(.inform(.at(z(1, 1))), to: s2),
                .deliver(.at(z(1, 1))),
            ])
        var observer = Solo(2, ensemble: ensemble)
        observer.follow(votingFor: Vote(leader: s3, zxid: .zero, epoch: 9), by: [s1, s3])
        observer.hear(.leaderInfo(1), from: s3)
        observer.finishDisk()
        observer.hear(.diff(.zero), from: s3)
        observer.hear(.newLeader(1), from: s3)
        observer.finishDisk()
        observer.hear(.upToDate, from: s3)
        #expect(
            observer.hear(.inform(.at(z(1, 1))), from: s3) == [
                .append(.at(z(1, 1))), .flush, .deliver(.at(z(1, 1))),
            ])
        #expect(observer.finishDisk() == [])
    }

    @Test func `what comes between NEWLEADER and UPTODATE waits for UPTODATE`() {
        var learner = Solo(1, log: [z(1, 1)])
        learner.promise(2)
        learner.hear(.diff(z(1, 1)), from: s3)
        learner.hear(.newLeader(2), from: s3)
        #expect(learner.hear(.proposal(.at(z(2, 1))), from: s3) == [])
        #expect(learner.finishDisk() == [.send(.ack(z(2, 0)), to: s3)])
        #expect(learner.hear(.commit(z(2, 1)), from: s3) == [])
        #expect(learner.hear(.ping(.zero), from: s3) == [.ignored(.wrongPhase)])
        #expect(
            learner.hear(.upToDate, from: s3) == [
                .cancel(.setup), .start(.leaderSilence, after: Timing().syncTime),
                .deliver(.at(z(1, 1))),
                .serve(.asLearner(of: s3, 2, observer: false)),
                .append(.at(z(2, 1))), .flush, .deliver(.at(z(2, 1))),
            ])
        #expect(learner.finishDisk() == [.send(.ack(z(2, 1)), to: s3)])
    }

    @Test func `a leader that hears no quorum for syncLimit steps down`() {
        var leader = Solo(3)
        leader.lead()
        leader.now = .seconds(1)
        #expect(
            leader.tell(.timer(.halfTick)) == [
                .send(.ping(z(1, 0)), to: s1), .start(.halfTick, after: .seconds(1)),
            ])
        leader.now = .seconds(12)
        #expect(
            leader.tell(.timer(.halfTick)).prefix(6) == [
                .decided(.drop(s1), .learnerSilent), .disconnect(.learner(s1)),
                .decided(.giveUp, .quorumLost), .cancel(.setup), .cancel(.halfTick),
                .retire(.quorumLost),
            ])
    }

    @Test func `a learner that hears nothing for syncLimit looks for a leader`() {
        var learner = Solo(1)
        learner.join(1)
        learner.now = .seconds(6)
        learner.hear(.ping(z(1, 0)), from: s3)
        learner.now = .seconds(10)
        #expect(
            learner.tell(.timer(.leaderSilence)) == [.start(.leaderSilence, after: .seconds(6))])
        learner.now = .seconds(16)
        #expect(
            learner.tell(.timer(.leaderSilence)).prefix(6) == [
                .decided(.giveUp, .leaderSilent), .cancel(.reconnect), .cancel(.setup),
                .cancel(.leaderSilence), .disconnect(.leader(s3)), .retire(.leaderSilent),
            ])
    }

    @Test
    func `a flush begun in an earlier role counts for the later one, and acknowledges nothing`() {
        var learner = Solo(1)
        learner.join(1)
        learner.hear(.proposal(.at(z(1, 1))), from: s3)
        learner.tell(.disconnected(.leader(s3)))
        #expect(learner.finishDisk() == [])
        #expect(learner.common.disk.durable == z(1, 1))
    }

    @Test func `a flush under way does not make durable what was cut and written again`() {
        var disk = Durability(durable: z(1, 1))
        var effects: [Effect] = []
        disk.append(z(1, 2))
        disk.flush(into: &effects)
        disk.truncate(to: z(1, 1), untilFlushed: true)
        disk.append(z(2, 1))
        disk.flushed(upTo: z(1, 2))
        #expect(disk.durable == z(1, 1))
        #expect(!disk.isClean)
        disk.flush(into: &effects)
        disk.flushed(upTo: z(2, 1))
        #expect(disk.durable == z(2, 1))
        #expect(disk.isClean)
        #expect(effects == [.flush, .flush])
    }

    @Test func `a flush may make more durable than was asked for, and that needs no other flush`() {
        var disk = Durability(durable: z(1, 1))
        var effects: [Effect] = []
        disk.append(z(1, 2))
        disk.flush(into: &effects)
        disk.append(z(1, 3))
        disk.flushed(upTo: z(1, 3))
        #expect(disk.durable == z(1, 3))
        #expect(disk.isClean)
        disk.flush(into: &effects)
        #expect(effects == [.flush])
    }

    @Test func `the last number of an epoch is proposed, committed, and followed by an election`() {
        var timing = Timing()
        timing.lastCounter = 1
        var leader = Solo(3, timing: timing)
        leader.lead()
        leader.tell(.propose([1]))
        #expect(leader.peer.nextZxid == nil)
        leader.finishDisk()
        let effects = leader.hear(.ack(z(1, 1)), from: s1)
        #expect(
            effects.dropFirst(2).prefix(7) == [
                .send(.commit(z(1, 1)), to: s1), .deliver(.at(z(1, 1))),
                .decided(.giveUp, .counterExhausted), .cancel(.setup), .cancel(.halfTick),
                .disconnect(.learner(s1)), .retire(.counterExhausted),
            ])
    }
}
