import Testing

@_spi(Breaking) @testable import Zab

/// What once went wrong in elections and discovery.
@Suite struct ElectionRegressionTests {
    let s1 = Solo.s1
    let s2 = Solo.s2
    let s3 = Solo.s3

    private func looking(_ leader: ServerID, round: UInt64) -> Message {
        .notification(
            Notification(
                state: .looking, vote: Vote(leader: leader, zxid: .zero, epoch: 0), round: round))
    }

    @Test func `an observer in a later round does not answer the voters' answers for ever`() {
        let ensemble = Ensemble(voters: [s1, s2], observers: [s3])
        var observer = Solo(3, ensemble: ensemble)
        observer.tell(.start)
        observer.hear(looking(s2, round: 5), from: s2)
        #expect(observer.hear(looking(s1, round: 1), from: s1) == [.ignored(.olderRound)])
    }

    @Test func `a voter without its history does not elect itself, even alone`() {
        var voter = Solo(1, ensemble: Ensemble(voters: [s1]), isComplete: false)
        let effects = voter.tell(.start)
        #expect(!effects.contains(.start(.finalizeWait, after: Timing().finalizeWait)))
    }

    @Test func `a supporter that follows another ends the quiet period`() {
        var voter = Solo(1)
        voter.tell(.start)
        voter.hear(looking(s3, round: 1), from: s3)
        let word = Notification(
            state: .following, vote: Vote(leader: s2, zxid: .zero, epoch: 4), round: 1)
        #expect(
            voter.hear(.notification(word), from: s3) == [
                .ignored(.noQuorumBehindVote), .cancel(.finalizeWait),
                .start(.resendVote, after: .milliseconds(200)),
            ])
        #expect(voter.tell(.timer(.finalizeWait)) == [.ignored(.noQuorumYet)])
    }

    @Test func `a learner that has promised the last epoch of all crashes nobody`() {
        var leader = Solo(3)
        leader.winElection()
        leader.tell(.connected(.learner(s1)))
        let info = Message.learnerInfo(acceptedEpoch: .max, observer: false)
        #expect(leader.hear(info, from: s1) == [.ignored(.epochTooOld)])
    }

    @Test func `nothing follows the last number of an epoch but the next epoch`() {
        #expect(!z(1, 0).follows(z(1, .max)))
        #expect(!z(1, .max).follows(z(1, .max)))
        #expect(z(2, 1).follows(z(1, .max)))
    }
}
