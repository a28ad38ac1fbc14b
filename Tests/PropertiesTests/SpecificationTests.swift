import Properties
import Testing
import Trace
import Zab

@Suite("The specifications' invariants")
struct SpecificationTests {
    @Test func `S7: two leaders of one epoch at a time`() {
        var story = Story.serving()
        story.choose("s3", 1, among: ["s2", "s3"])
        #expect(story.breaks(.oneLeaderAtATime) == [])
        story.synchronize("s3", 1)
        #expect(story.breaks(.oneLeaderAtATime) == [story.last])
    }

    @Test func `S7: a leader that is down leads nothing`() {
        var story = Story.serving()
        story.crash("s1")
        story.choose("s3", 1, among: ["s2", "s3"])
        story.synchronize("s3", 1)
        #expect(story.breaks(.oneLeaderAtATime) == [])
    }

    @Test func `S8: an epoch that a dead leader had is established again`() {
        var story = Story.serving()
        story.crash("s1")
        story.choose("s3", 1, among: ["s2", "s3"])
        story.synchronize("s3", 1)
        let ack = story.bringInStep("s2", 1, with: "s3")
        #expect(story.breaks(.oneLeaderPerEpoch) == [])
        story.establish("s3", 1, quorum: ["s2", "s3"], on: ack)
        #expect(story.breaks(.oneLeaderPerEpoch) == [story.last])
    }

    @Test(arguments: [
        MessageKind.followerInfo, .ackEpoch, .ackNewLeader, .leaderInfo, .newLeader, .upToDate,
    ])
    func `S10a: a message of another phase takes effect`(kind: MessageKind) {
        var story = Story()
        story.startAll()
        let message = story.message(kind, from: "s1", to: "s2")
        story.step("s2", .receive(message: message), [.ignore(why: "wrongPhase")])
        #expect(story.breaks(.messageInPhase) == [])
        story.step("s2", .receive(message: message), [.flush])
        #expect(story.breaks(.messageInPhase) == [story.last])
    }

    @Test func `S10b: a proposal that leaves a gap is appended`() {
        var story = Story.serving()
        story.write("1:1", "a", with: ["s2", "s3"])
        #expect(story.breaks(.proposalIsNext) == [])
        story.receiveProposal("s2", "1:3", "c", from: "s1")
        #expect(story.breaks(.proposalIsNext) == [story.last])
    }

    @Test func `S10c: a leader commits out of turn`() {
        var story = Story.serving()
        story.propose("s1", "1:1", "a")
        story.propose("s1", "1:2", "b")
        #expect(story.breaks(.commitInOrder) == [])
        let ack = story.message(.ack, from: "s2", to: "s1", zxid: "1:2")
        story.step(
            "s1", .receive(message: ack),
            [.commit(zxid: "1:2", quorum: ["s1", "s2"], why: "quorumAcknowledged")])
        #expect(story.breaks(.commitInOrder) == [story.last])
    }

    @Test func `S10c: a follower applies a commit for what it has not logged`() {
        var story = Story.serving()
        story.write("1:1", "a", with: ["s2"])
        #expect(story.breaks(.commitInOrder) == [])
        story.deliver("s3", "1:1", "a", from: "s1")
        #expect(story.breaks(.commitInOrder) == [story.last])
    }

    @Test func `S10d: an acknowledgement of what the leader never had is counted`() {
        var story = Story.serving()
        story.write("1:1", "a", with: ["s2", "s3"])
        let ack = story.message(.ack, from: "s2", to: "s1", zxid: "1:2")
        story.step("s1", .receive(message: ack), [.ignore(why: "unknownProposal")])
        #expect(story.breaks(.ackIsKnown) == [])
        story.step(
            "s1", .receive(message: ack), [.countAck(zxid: "1:2", by: "s2", acks: 1, needs: 2)])
        #expect(story.breaks(.ackIsKnown) == [story.last])
    }

    @Test func `S10d: acknowledgements of one connection go back`() {
        var story = Story.serving()
        story.propose("s1", "1:1", "a")
        story.propose("s1", "1:2", "b")
        let later = story.message(.ack, from: "s2", to: "s1", zxid: "1:2")
        let other = story.message(.ack, from: "s2", to: "s1", zxid: "1:1", connection: 2)
        let earlier = story.message(.ack, from: "s2", to: "s1", zxid: "1:1", connection: 2)
        let again = story.message(.ack, from: "s2", to: "s1", zxid: "1:2", connection: 2)
        for ack in [later, other, again] { story.step("s1", .receive(message: ack)) }
        #expect(story.breaks(.ackIsKnown) == [])
        story.step("s1", .receive(message: earlier))
        #expect(story.breaks(.ackIsKnown) == [story.last])
    }

    @Test func `S10e: a proposal of a leader that is not followed takes effect`() {
        var story = Story.serving()
        story.receiveProposal("s2", "1:1", "a", from: "s1")
        #expect(story.breaks(.messageFromPartner) == [])
        story.receiveProposal("s2", "1:2", "b", from: "s3")
        #expect(story.breaks(.messageFromPartner) == [story.last])
    }

    @Test func `S10e: a message to an earlier life arrives`() {
        var story = Story.serving()
        let ack = story.message(.ack, from: "s2", to: "s1", zxid: "1:1", toLife: 1)
        story.crash("s1")
        story.start("s1", accepted: 1, current: 1)
        #expect(story.breaks(.messageFromPartner) == [])
        story.step("s1", .receive(message: ack))
        #expect(story.breaks(.messageFromPartner) == [story.last])
    }

    @Test func `S11: a commit by a server that lacks an earlier one`() {
        var story = Story.serving()
        story.write("1:1", "a", with: ["s2"])
        story.reign("s3", 2, followers: ["s2"], current: 1)
        story.propose("s3", "2:1", "b")
        #expect(story.breaks(.committedLogMonotonicity) == [])
        let ack = story.message(.ack, from: "s2", to: "s3", zxid: "2:1")
        story.commit("s3", "2:1", "b", quorum: ["s2", "s3"], on: ack)
        #expect(story.breaks(.committedLogMonotonicity) == [story.last])
    }

    @Test func `S12: a learner acknowledges NEWLEADER with a log of its own`() {
        var story = Story.serving()
        story.propose("s1", "1:1", "a")
        story.ownFlush("s1", "1:1")
        story.step("s1", .timer(name: "halfTick"), [.look(round: 2, why: "quorumLost")]) {
            $0.role = .looking
            $0.phase = .election
        }
        story.reign("s3", 2, followers: ["s2"], current: 1)
        #expect(story.breaks(.processConsistency) == [])
        story.promise("s1", 2, to: "s3", current: 1, last: "1:1")
        _ = story.bringInStep("s1", 2, with: "s3")
        #expect(story.breaks(.processConsistency) == [story.last])
    }

    @Test func `S13: a leader is established without a committed transaction`() {
        var story = Story.serving()
        story.write("1:1", "a", with: ["s2"])
        story.choose("s3", 2, current: 1, among: ["s2", "s3"])
        story.promise("s2", 2, to: "s3", current: 1, last: "1:1")
        story.synchronize("s3", 2)
        let ack = story.bringInStep("s2", 2, with: "s3")
        #expect(story.breaks(.leaderLogCompleteness) == [])
        story.establish("s3", 2, quorum: ["s2", "s3"], on: ack)
        #expect(story.breaks(.leaderLogCompleteness) == [story.last])
    }

    @Test func `S14: a committed transaction is cut off`() {
        var story = Story.serving()
        story.write("1:1", "a", with: ["s2", "s3"])
        story.propose("s1", "1:2", "b")
        story.receiveProposal("s2", "1:2", "b", from: "s1")
        story.step(
            "s2", .receive(message: story.message(.trunc, from: "s1", to: "s2")),
            [.truncate(to: "1:1", removed: ["1:2"])])
        #expect(story.breaks(.committedLogDurability) == [])
        story.step(
            "s2", .receive(message: story.message(.trunc, from: "s1", to: "s2")),
            [.truncate(to: "0:0", removed: ["1:1"])])
        #expect(story.breaks(.committedLogDurability) == [story.last])
    }

    @Test func `S14: a snapshot from before a commit replaces the log that has it`() {
        var story = Story.serving()
        story.write("1:1", "a", with: ["s2", "s3"])
        story.write("1:2", "b", with: ["s2", "s3"])
        story.step(
            "s2", .receive(message: story.message(.snapshotPiece, from: "s1", to: "s2")),
            [
                .installSnapshot(at: "1:1", from: "s1"), .truncate(to: "1:1", removed: ["1:2"]),
                .saveSnapshot(at: "1:1"),
            ])
        #expect(story.breaks(.committedLogDurability) == [story.last])
    }
}
