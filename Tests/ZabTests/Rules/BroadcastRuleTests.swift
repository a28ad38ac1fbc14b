import Testing

@_spi(Breaking) @testable import Zab

/// M1, M2, M7, M9: what each rule does when it is on, and the exact difference when it is off.
@Suite struct BroadcastRuleTests {
    let s1 = Solo.s1
    let s2 = Solo.s2
    let s3 = Solo.s3
    let first = Proposal.at(z(1, 1))

    // MARK: - M1

    @Test func `a follower acknowledges a proposal once it is on disk`() {
        var follower = Solo(1)
        follower.join(1)
        #expect(follower.hear(.proposal(first), from: s3) == [.append(first), .flush])
        #expect(follower.finishDisk() == [.send(.ack(z(1, 1)), to: s3)])
    }

    @Test func `without ackAfterFlush a follower acknowledges what it has not on disk`() {
        var follower = Solo(1, without: [.ackAfterFlush])
        follower.join(1)
        #expect(
            follower.hear(.proposal(first), from: s3) == [
                .append(first), .send(.ack(z(1, 1)), to: s3), .flush,
            ])
        #expect(follower.finishDisk() == [])
    }

    @Test func `proposals that come during a flush share the next one`() {
        var follower = Solo(1)
        follower.join(1)
        follower.hear(.proposal(first), from: s3)
        #expect(follower.hear(.proposal(.at(z(1, 2))), from: s3) == [.append(.at(z(1, 2)))])
        #expect(follower.hear(.proposal(.at(z(1, 3))), from: s3) == [.append(.at(z(1, 3)))])
        #expect(follower.finishDisk() == [.send(.ack(z(1, 1)), to: s3), .flush])
        #expect(
            follower.finishDisk() == [
                .send(.ack(z(1, 2)), to: s3), .send(.ack(z(1, 3)), to: s3),
            ])
    }

    @Test func `a leader counts itself once the proposal is on its disk`() {
        var leader = Solo(3)
        leader.lead()
        #expect(
            leader.tell(.propose([1])) == [
                .append(first), .send(.proposal(first), to: s1), .flush,
            ])
        #expect(
            leader.finishDisk() == [
                .decided(.countAck(z(1, 1), by: s3, acks: 1, needs: 2), .quorumAcknowledged)
            ])
    }

    @Test func `without ackAfterFlush a leader counts itself at once`() {
        var leader = Solo(3, without: [.ackAfterFlush])
        leader.lead()
        #expect(
            leader.tell(.propose([1])) == [
                .append(first), .send(.proposal(first), to: s1), .flush,
                .decided(.countAck(z(1, 1), by: s3, acks: 1, needs: 2), .quorumAcknowledged),
            ])
    }

    // MARK: - M2

    @Test func `a quorum of acknowledgements commits`() {
        var leader = Solo(3)
        leader.lead()
        leader.tell(.propose([1]))
        leader.finishDisk()
        #expect(
            leader.hear(.ack(z(1, 1)), from: s1) == [
                .decided(.countAck(z(1, 1), by: s1, acks: 2, needs: 2), .quorumAcknowledged),
                .decided(.commit(z(1, 1), quorum: [s1, s3]), .quorumAcknowledged),
                .send(.commit(z(1, 1)), to: s1), .deliver(first),
            ])
    }

    @Test func `without commitNeedsQuorum one acknowledgement commits`() {
        var leader = Solo(3, without: [.commitNeedsQuorum])
        leader.lead()
        leader.tell(.propose([1]))
        #expect(
            leader.finishDisk() == [
                .decided(.countAck(z(1, 1), by: s3, acks: 1, needs: 2), .quorumAcknowledged),
                .decided(.commit(z(1, 1), quorum: [s3]), .quorumNotAwaited),
                .send(.commit(z(1, 1)), to: s1), .deliver(first),
            ])
    }

    @Test func `followers may make the quorum before the leader's own disk is done`() {
        let voters: ServerSet = [s1, s2, s3]
        var leader = Solo(3, ensemble: Ensemble(voters: voters))
        leader.lead()
        leader.admit(s2)
        leader.hear(.ackEpoch(current: 0, last: .zero), from: s2)
        leader.hear(.ack(z(1, 0)), from: s2)
        leader.tell(.propose([1]))
        leader.hear(.ack(z(1, 1)), from: s1)
        #expect(leader.hear(.ack(z(1, 1)), from: s2).last == .deliver(first))
        #expect(leader.finishDisk() == [])
    }

    // MARK: - M7

    @Test func `a proposal that leaves a gap ends the following`() {
        var follower = Solo(1)
        follower.join(1)
        let effects = follower.hear(.proposal(.at(z(1, 2))), from: s3)
        #expect(
            effects.prefix(6) == [
                .decided(.giveUp, .gapBeforeProposal), .cancel(.reconnect), .cancel(.setup),
                .cancel(.leaderSilence), .disconnect(.leader(s3)), .retire(.gapBeforeProposal),
            ])
    }

    @Test func `without proposalsAreContiguous a gap is logged and acknowledged`() {
        var follower = Solo(1, without: [.proposalsAreContiguous])
        follower.join(1)
        let third = Proposal.at(z(1, 3))
        follower.hear(.proposal(first), from: s3)
        #expect(follower.hear(.proposal(third), from: s3) == [.append(third)])
        follower.finishDisk()
        #expect(follower.finishDisk() == [.send(.ack(z(1, 3)), to: s3)])
        #expect(follower.hear(.commit(z(1, 1)), from: s3) == [.deliver(first)])
        #expect(follower.hear(.commit(z(1, 2)), from: s3) == [.ignored(.unexpectedCommit)])
        #expect(follower.hear(.commit(z(1, 3)), from: s3) == [.deliver(third)])
        #expect(follower.hear(.proposal(third), from: s3) == [.ignored(.gapBeforeProposal)])
    }

    // MARK: - M9

    @Test func `a follower delivers when the commit comes`() {
        var follower = Solo(1)
        follower.join(1)
        follower.hear(.proposal(first), from: s3)
        follower.finishDisk()
        #expect(follower.hear(.commit(z(1, 1)), from: s3) == [.deliver(first)])
    }

    @Test func `without deliverOnCommit a follower delivers what may never be committed`() {
        var follower = Solo(1, without: [.deliverOnCommit])
        follower.join(1)
        #expect(
            follower.hear(.proposal(first), from: s3) == [
                .append(first), .flush, .deliver(first),
            ])
        #expect(follower.finishDisk() == [.send(.ack(z(1, 1)), to: s3)])
        #expect(follower.hear(.commit(z(1, 1)), from: s3) == [.ignored(.unexpectedCommit)])
    }

    @Test func `a commit out of turn ends the following`() {
        var follower = Solo(1)
        follower.join(1)
        follower.hear(.proposal(first), from: s3)
        let effects = follower.hear(.commit(z(1, 2)), from: s3)
        #expect(effects.first == .decided(.giveUp, .unexpectedCommit))
    }
}
