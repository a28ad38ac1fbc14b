import Testing

@_spi(Breaking) @testable import Zab

/// Phase 1, one input at a time.
@Suite struct DiscoveryPhaseTests {
    let s1 = Solo.s1
    let s2 = Solo.s2
    let s3 = Solo.s3

    @Test func `a leader chooses an epoch above all promises, writes it down, and only then tells`()
    {
        var leader = Solo(3, log: [z(1, 1)])
        leader.winElection()
        #expect(leader.tell(.connected(.learner(s1))) == [])
        #expect(
            leader.hear(.learnerInfo(acceptedEpoch: 4, observer: false), from: s1) == [
                .decided(.chooseEpoch(5, quorum: [s1, s3]), .quorumPromised),
                .record(Epochs(accepted: 5, current: 1)),
            ])
        leader.admit(s2)
        #expect(
            leader.finishDisk() == [
                .send(.leaderInfo(5), to: s1), .send(.leaderInfo(5), to: s2),
            ])
        #expect(
            leader.hear(.ackEpoch(current: 1, last: z(1, 1)), from: s1) == [
                .record(Epochs(accepted: 5, current: 5))
            ])
    }

    @Test func `an observer's promise makes no quorum`() {
        var leader = Solo(2, ensemble: Ensemble(voters: [s1, s2], observers: [s3]))
        leader.winElection()
        leader.admit(s3, accepted: 9, observer: true)
        #expect(leader.leader?.stage == .discovery)
        leader.admit(s1)
        #expect(leader.leader?.epoch == 1)
        leader.finishDisk()
        #expect(leader.hear(.ackEpoch(current: 0, last: .zero), from: s3) == [])
        #expect(leader.leader?.stage == .awaitingPromises)
    }

    @Test func `an epoch promised before does not count again`() {
        var leader = Solo(3)
        leader.winElection()
        leader.admit(s1)
        leader.finishDisk()
        #expect(
            leader.hear(.ackEpoch(current: nil, last: .zero), from: s1) == [
                .ignored(.epochAlreadyPromised)
            ])
        #expect(leader.leader?.promised == [s3])
    }

    @Test func `the leader's own history is on disk before its epoch`() {
        var leader = Solo(2)
        leader.join(1)
        leader.hear(.proposal(.at(z(1, 1))), from: s3)
        leader.tell(.disconnected(.leader(s3)))
        leader.winElection()
        leader.admit(s1, accepted: 1)
        // The flush of the follower's days is still under way.
        leader.tell(.durable(.epochs(Epochs(accepted: 2, current: 1))))
        #expect(leader.hear(.ackEpoch(current: 1, last: .zero), from: s1) == [])
        #expect(leader.leader?.stage == .savingHistory)
        #expect(
            leader.tell(.durable(.log(z(1, 1)))) == [.record(Epochs(accepted: 2, current: 2))])
    }

    @Test func `a learner says what it has promised`() {
        var learner = Solo(1, epochs: Epochs(accepted: 3, current: 2))
        learner.tell(.start)
        learner.follow()
        let again = learner.tell(.connected(.leader(s3)))
        #expect(again == [.send(.learnerInfo(acceptedEpoch: 3, observer: false), to: s3)])
    }

    @Test func `a learner promises a later epoch, repeats an equal one, refuses an earlier one`() {
        var learner = Solo(1, log: [z(2, 1)], epochs: Epochs(accepted: 3, current: 2))
        learner.follow()
        var later = learner
        #expect(
            later.hear(.leaderInfo(4), from: s3) == [
                .decided(.promise(4, to: s3), .epochIsNew),
                .record(Epochs(accepted: 4, current: 2)),
            ])
        #expect(later.finishDisk() == [.send(.ackEpoch(current: 2, last: z(2, 1)), to: s3)])
        var equal = learner
        #expect(
            equal.hear(.leaderInfo(3), from: s3) == [
                .ignored(.epochAlreadyPromised),
                .send(.ackEpoch(current: nil, last: z(2, 1)), to: s3),
            ])
        let refusal = learner.hear(.leaderInfo(2), from: s3)
        #expect(refusal.first == .decided(.giveUp, .epochTooOld))
        #expect(refusal.contains(.disconnect(.leader(s3))))
    }

    @Test func `a learner knocks a few times, then looks again`() {
        var learner = Solo(1)
        learner.follow()
        for _ in 1..<5 {
            #expect(
                learner.tell(.disconnected(.leader(s3))) == [
                    .start(.reconnect, after: .milliseconds(100)), .ignored(.leaderUnreachable),
                ])
            #expect(learner.tell(.timer(.reconnect)) == [.connect(s3)])
        }
        #expect(
            learner.tell(.disconnected(.leader(s3))).first
                == .decided(.giveUp, .leaderUnreachable))
        #expect(learner.isLooking)
    }

    @Test func `a leader without a quorum in time looks again`() {
        var leader = Solo(3)
        leader.winElection()
        #expect(
            leader.tell(.timer(.setup)).prefix(3) == [
                .decided(.giveUp, .setupTimedOut), .cancel(.setup), .cancel(.halfTick),
            ])
        #expect(leader.isLooking)
    }

    @Test func `a leader gives way to a voter that has promised a later epoch`() {
        var leader = Solo(3)
        leader.lead()
        leader.tell(.connected(.learner(s2)))
        let info = Message.learnerInfo(acceptedEpoch: 2, observer: false)
        #expect(
            leader.hear(info, from: s2).prefix(6) == [
                .decided(.giveUp, .epochTooOld), .cancel(.setup), .cancel(.halfTick),
                .disconnect(.learner(s1)), .disconnect(.learner(s2)), .retire(.epochTooOld),
            ])
    }

    @Test func `a stranger's connection is closed`() {
        var leader = Solo(3)
        leader.winElection()
        let stranger = ServerID(7)
        #expect(
            leader.tell(.connected(.learner(stranger))) == [
                .ignored(.unknownMember), .disconnect(.learner(stranger)),
            ])
    }
}
