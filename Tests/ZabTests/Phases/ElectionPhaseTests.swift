import Testing

@_spi(Breaking) @testable import Zab

/// Phase 0, one input at a time.
@Suite struct ElectionPhaseTests {
    let s1 = Solo.s1
    let s2 = Solo.s2
    let s3 = Solo.s3

    private func vote(_ leader: ServerID, _ zxid: Zxid? = .zero, epoch: Epoch = 0) -> Vote {
        Vote(leader: leader, zxid: zxid, epoch: epoch)
    }

    private func says(
        _ state: Notification.State, _ vote: Vote, round: UInt64 = 1
    ) -> Message {
        .notification(Notification(state: state, vote: vote, round: round))
    }

    /// To both others.
    private func sends(_ vote: Vote, round: UInt64 = 1) -> [Effect] {
        [s2, s3].map { .send(says(.looking, vote, round: round), to: $0) }
    }

    private let quietPeriod: [Effect] = [
        .cancel(.resendVote), .start(.finalizeWait, after: .milliseconds(200)),
    ]

    private func started() -> Solo {
        var voter = Solo(1)
        voter.tell(.start)
        return voter
    }

    @Test func `a voter begins with a vote for itself`() {
        var voter = Solo(1)
        #expect(
            voter.tell(.start) == [
                .decided(.look(round: 1), .serverStarts),
                .decided(.vote(vote(s1)), .serverStarts),
            ] + sends(vote(s1)) + [.start(.resendVote, after: .milliseconds(200))])
    }

    @Test func `a better vote is adopted and spread, and with a quorum the quiet period begins`() {
        var voter = started()
        #expect(
            voter.hear(says(.looking, vote(s3)), from: s3) == [
                .decided(.vote(vote(s3)), .higherID)
            ] + sends(vote(s3)) + quietPeriod)
        #expect(
            voter.tell(.timer(.finalizeWait)) == [
                .cancel(.resendVote),
                .decided(.elect(vote(s3), by: [s1, s3]), .quietPeriodOver),
                .connect(s3), .start(.setup, after: Timing().initTime),
            ])
    }

    @Test func `a better vote in the quiet period ends it`() {
        var voter = started()
        voter.hear(says(.looking, vote(s2)), from: s2)
        let better = vote(s3, z(1, 1), epoch: 1)
        #expect(
            voter.hear(says(.looking, better), from: s3) == [
                .cancel(.finalizeWait), .start(.resendVote, after: .milliseconds(200)),
                .decided(.vote(better), .higherEpoch),
            ] + sends(better) + quietPeriod)
    }

    @Test func `a worse vote is counted and changes nothing`() {
        var voter = Solo(3)
        voter.tell(.start)
        #expect(voter.hear(says(.looking, vote(s1)), from: s1) == [.ignored(.worseVote)])
    }

    @Test func `a later round is joined with the own history, not the old vote`() {
        var voter = started()
        voter.hear(says(.looking, vote(s3)), from: s3)
        #expect(
            voter.hear(says(.looking, vote(s2), round: 4), from: s2) == [
                .cancel(.finalizeWait), .start(.resendVote, after: .milliseconds(200)),
                .decided(.vote(vote(s2)), .newRound),
            ] + sends(vote(s2), round: 4) + quietPeriod)
    }

    @Test func `a voter of an earlier round is told the round`() {
        var voter = started()
        voter.hear(says(.looking, vote(s2), round: 4), from: s2)
        #expect(
            voter.hear(says(.looking, vote(s3), round: 1), from: s3) == [
                .send(says(.looking, vote(s2), round: 4), to: s3), .ignored(.olderRound),
            ])
    }

    @Test func `the same notification goes out again, ever more seldom`() {
        var voter = started()
        var intervals: [Time] = []
        for _ in 1...6 {
            let effects = voter.tell(.timer(.resendVote))
            #expect(effects.dropLast() == sends(vote(s1))[...])
            if case .start(.resendVote, let after) = effects.last { intervals.append(after) }
        }
        #expect(intervals.map(\.milliseconds) == [400, 800, 1_600, 3_200, 3_200, 3_200])
    }

    @Test func `an established leader is joined when it says so itself`() {
        var voter = started()
        let led = vote(s2, z(1, 5), epoch: 3)
        #expect(
            voter.hear(says(.following, led, round: 7), from: s3) == [
                .ignored(.noQuorumBehindVote)
            ])
        #expect(
            voter.hear(says(.leading, led, round: 7), from: s2) == [
                .cancel(.resendVote),
                .decided(.elect(led, by: [s2, s3]), .joinsEstablishedLeader),
                .connect(s2), .start(.setup, after: Timing().initTime),
            ])
        #expect(voter.common.round == 7)
    }

    @Test func `a quorum of followers is not enough without the leader's word`() {
        let voters = ServerSet([1, 2, 3, 4, 5].map { ServerID($0) })
        var voter = Solo(1, ensemble: Ensemble(voters: voters))
        voter.tell(.start)
        let led = vote(s2, z(1, 5), epoch: 3)
        voter.hear(says(.following, led, round: 7), from: s3)
        voter.hear(says(.following, led, round: 7), from: ServerID(4))
        #expect(
            voter.hear(says(.following, led, round: 7), from: ServerID(5)) == [
                .ignored(.leaderNotHeard)
            ])
    }

    @Test func `a candidate that others follow already begins to lead`() {
        var voter = Solo(3)
        voter.tell(.start)
        #expect(
            voter.hear(says(.following, vote(s3)), from: s1) == [
                .ignored(.noQuorumBehindVote)
            ] + quietPeriod)
        voter.tell(.timer(.finalizeWait))
        #expect(voter.leader?.stage == .discovery)
    }

    @Test func `an observer asks, and never counts`() {
        let ensemble = Ensemble(voters: [s1, s2], observers: [s3])
        var voter = Solo(1, ensemble: ensemble)
        voter.tell(.start)
        #expect(
            voter.hear(says(.looking, vote(s3, nil)), from: s3) == [
                .send(says(.looking, vote(s1)), to: s3), .ignored(.notAVoter),
            ])
        #expect(
            voter.hear(says(.looking, vote(s3)), from: s2) == [.ignored(.notAVoter)])
        #expect(
            voter.hear(says(.observing, vote(s2)), from: s2) == [.ignored(.notAVoter)])
    }

    @Test func `heavy groups decide, not many servers`() {
        let ids = (1...5).map { ServerID(Int64($0)) }
        let quorums = QuorumSystem.hierarchical([
            .init([(ids[0], 1), (ids[1], 1), (ids[2], 1)]), .init([(ids[3], 1), (ids[4], 0)]),
        ])
        #expect(!quorums.isQuorum([ids[0], ids[1], ids[2], ids[4]]))
        #expect(quorums.isQuorum([ids[0], ids[1], ids[3]]))
        #expect(quorums.smallestQuorum == 3)
        #expect(quorums.weight(of: ids[4]) == 0)
        let voters = ServerSet(ids)
        var voter = Solo(1, ensemble: Ensemble(voters: voters, quorums: quorums))
        voter.tell(.start)
        #expect(
            voter.hear(says(.looking, vote(ids[4], z(9, 9), epoch: 9)), from: ids[4]) == [
                .ignored(.worseVote)
            ])
    }
}
