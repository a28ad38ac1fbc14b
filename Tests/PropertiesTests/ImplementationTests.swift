import Properties
import Testing
import Trace
import Zab

@Suite("What the implementation must keep")
struct ImplementationTests {
    @Test func `S15: an acknowledgement before the flush has ended`() {
        var story = Story.serving()
        story.write("1:1", "a", with: ["s2", "s3"])
        #expect(story.breaks(.ackImpliesDurable) == [])
        let ack = story.message(.ack, from: "s2", to: "s1", zxid: "1:2")
        story.receiveProposal("s2", "1:2", "b", from: "s1", [.send(message: ack)])
        #expect(story.breaks(.ackImpliesDurable) == [story.last])
    }

    @Test func `S15: a flush makes durable only what was written before it began`() {
        var story = Story.serving()
        story.receiveProposal("s2", "1:1", "a", from: "s1")
        story.receiveProposal("s2", "1:2", "b", from: "s1")
        _ = story.flushed("s2", "1:1", to: "s1")
        #expect(story.breaks(.ackImpliesDurable) == [])
        let ack = story.message(.ack, from: "s2", to: "s1", zxid: "1:2")
        story.step("s2", .timer(name: "hasty"), [.send(message: ack)])
        #expect(story.breaks(.ackImpliesDurable) == [story.last])
    }

    @Test func `S15: a leader counts itself before its own flush has ended`() {
        var story = Story.serving()
        story.propose("s1", "1:1", "a")
        story.step(
            "s1", .timer(name: "hasty"), [.countAck(zxid: "1:1", by: "s1", acks: 1, needs: 2)])
        #expect(story.breaks(.ackImpliesDurable) == [story.last])
    }

    @Test func `S15: NEWLEADER is acknowledged while a truncation is only in the cache`() {
        var story = Story.serving()
        story.receiveProposal("s2", "1:1", "a", from: "s1")
        _ = story.flushed("s2", "1:1", to: "s1")
        let trunc = story.message(.trunc, from: "s1", to: "s2", zxid: "0:0")
        story.step(
            "s2", .receive(message: trunc), [.truncate(to: "0:0", removed: ["1:1"])]
        ) { $0.phase = .synchronization }
        var flushed = story
        flushed.step("s2", .timer(name: "flush"), [.flush])
        flushed.step("s2", .durable(log: "0:0"))
        _ = flushed.bringInStep("s2", 1, with: "s1")
        #expect(flushed.breaks(.ackImpliesDurable) == [])
        _ = story.bringInStep("s2", 1, with: "s1")
        #expect(story.breaks(.ackImpliesDurable) == [story.last])
    }

    @Test func `S15: what survived a crash counts as durable`() {
        var story = Story.serving()
        story.receiveProposal("s2", "1:1", "a", from: "s1")
        story.crash("s2")
        story.start("s2", accepted: 1, current: 1, last: "1:1")
        let ack = story.message(.ack, from: "s2", to: "s1", zxid: "1:1")
        story.step("s2", .timer(name: "late"), [.send(message: ack)])
        #expect(story.breaks(.ackImpliesDurable) == [])
    }

    @Test func `S16: a commit without a quorum of acknowledgements`() {
        var story = Story.serving()
        story.write("1:1", "a", with: ["s2", "s3"])
        story.propose("s1", "1:2", "b")
        story.ownFlush("s1", "1:2")
        #expect(story.breaks(.commitImpliesQuorum) == [])
        story.step(
            "s1", .timer(name: "hasty"),
            [.commit(zxid: "1:2", quorum: ["s1"], why: "quorumAcknowledged")])
        #expect(story.breaks(.commitImpliesQuorum) == [story.last])
    }

    @Test func `S16: a commit in the name of a server that was not heard`() {
        var story = Story.serving()
        story.propose("s1", "1:1", "a")
        story.ownFlush("s1", "1:1")
        story.step(
            "s1", .timer(name: "hasty"),
            [.commit(zxid: "1:1", quorum: ["s1", "s2"], why: "quorumAcknowledged")])
        #expect(story.breaks(.commitImpliesQuorum) == [story.last])
    }

    @Test func `S16: an observer's acknowledgement does not count`() {
        var story = Story(servers: 3, observers: 1)
        story.startAll()
        story.reign("s1", 1, followers: ["s2"])
        story.propose("s1", "1:1", "a")
        story.ownFlush("s1", "1:1")
        let ack = story.message(.ack, from: "s4", to: "s1", zxid: "1:1")
        story.commit("s1", "1:1", "a", quorum: ["s1", "s4"], on: ack)
        #expect(story.breaks(.commitImpliesQuorum) == [story.last])
    }

    @Test func `S17: an epoch goes back over a restart`() {
        var story = Story.serving()
        story.crash("s2")
        var healthy = story
        healthy.start("s2", accepted: 1, current: 1)
        #expect(healthy.breaks(.epochMonotone) == [])
        story.start("s2", accepted: 1, current: 0)
        #expect(story.breaks(.epochMonotone) == [story.last])
    }

    @Test func `S17: a disk that was replaced may begin again`() {
        var story = Story.serving()
        story.crash("s2")
        story.step(.network, .command(text: "wipe s2"))
        story.start("s2")
        #expect(story.breaks(.epochMonotone) == [])
    }

    @Test func `S17: the current epoch runs ahead of the promised one`() {
        var story = Story.serving()
        story.step("s2", .durableEpochs(accepted: 2, current: 2))
        #expect(story.breaks(.epochMonotone) == [])
        story.step("s2", .durableEpochs(accepted: 2, current: 3))
        #expect(story.breaks(.epochMonotone) == [story.last])
    }

    @Test func `S17: a history of an epoch that was never promised`() {
        var story = Story.serving()
        story.receiveProposal("s2", "2:1", "a", from: "s1")
        #expect(story.breaks(.epochMonotone) == [])
        story.step("s2", .durable(log: "2:1"))
        #expect(story.breaks(.epochMonotone) == [story.last])
    }

    @Test func `S18: one epoch is promised to two leaders`() {
        var story = Story()
        story.startAll()
        story.promise("s2", 1, to: "s1")
        #expect(story.breaks(.onePromise) == [])
        story.promise("s2", 1, to: "s3")
        #expect(story.breaks(.onePromise) == [story.last - 1])
    }

    @Test func `S18: a promise is given before it is on disk`() {
        var story = Story()
        story.startAll()
        story.promise("s2", 1, to: "s1", durable: false)
        #expect(story.breaks(.onePromise) == [story.last - 1])
    }

    @Test func `S19: the epoch reaches the disk before its history`() {
        var story = Story.serving(["s2"])
        story.write("1:1", "a")
        story.promise("s3", 1, to: "s1")
        var healthy = story
        _ = healthy.bringInStep("s3", 1, with: "s1", missing: [("1:1", "a")])
        #expect(healthy.breaks(.historyBeforeEpoch) == [])
        let proposal = story.message(.proposal, from: "s1", to: "s3", zxid: "1:1")
        story.step(
            "s3", .receive(message: proposal), [.append(zxid: "1:1", digest: "a", text: "")])
        let newLeader = story.message(.newLeader, from: "s1", to: "s3", epoch: 1)
        story.step(
            "s3", .receive(message: newLeader), [.record(accepted: 1, current: 1), .flush])
        #expect(story.breaks(.historyBeforeEpoch) == [])
        story.step("s3", .durableEpochs(accepted: 1, current: 1))
        #expect(story.breaks(.historyBeforeEpoch) == [story.last])
    }

    @Test func `S19: a power failure leaves the new epoch and the old log`() {
        var story = Story.serving(["s2"])
        story.write("1:1", "a")
        story.promise("s3", 1, to: "s1")
        let proposal = story.message(.proposal, from: "s1", to: "s3", zxid: "1:1")
        story.step(
            "s3", .receive(message: proposal), [.append(zxid: "1:1", digest: "a", text: "")])
        let newLeader = story.message(.newLeader, from: "s1", to: "s3", epoch: 1)
        story.step(
            "s3", .receive(message: newLeader), [.record(accepted: 1, current: 1), .flush])
        story.crash("s3", power: true, lost: ["1:1"])
        var healthy = story
        healthy.start("s3", accepted: 1, current: 0)
        #expect(healthy.breaks(.historyBeforeEpoch) == [])
        story.start("s3", accepted: 1, current: 1)
        #expect(story.breaks(.historyBeforeEpoch) == [story.last])
    }

    @Test func `S20: a leader is established that only it follows`() {
        var story = Story()
        story.startAll()
        story.choose("s1", 1, among: ["s1", "s2"])
        story.promise("s2", 1, to: "s1")
        story.synchronize("s1", 1)
        #expect(story.breaks(.noServeBeforeEstablished) == [])
        story.step(
            "s1", .timer(name: "hasty"),
            [.establish(epoch: 1, quorum: ["s1"], history: .zero, why: "quorumHoldsHistory")])
        #expect(story.breaks(.noServeBeforeEstablished) == [story.last])
    }

    @Test func `S20: a proposal, service or an answer before a quorum follows`() {
        var story = Story()
        story.startAll()
        story.choose("s1", 1, among: ["s1", "s2"])
        story.synchronize("s1", 1)
        story.propose("s1", "1:1", "a")
        story.step("s1", .timer(name: "hasty"), [.serve(role: .leading, epoch: 1)])
        #expect(story.breaks(.noServeBeforeEstablished) == [story.last - 1, story.last])
        let reply = story.message(.reply, from: "s2", to: "c1", zxid: .zero)
        story.step("s2", .timer(name: "hasty"), [.send(message: reply)])
        #expect(story.breaks(.noServeBeforeEstablished).last == story.last)
    }

    @Test func `S21: a hole reaches a disk`() {
        var story = Story.serving()
        story.write("1:1", "a", with: ["s2", "s3"])
        story.receiveProposal("s2", "1:3", "c", from: "s1")
        #expect(story.breaks(.logContiguity) == [])
        story.step("s2", .durable(log: "1:3"))
        #expect(story.breaks(.logContiguity) == [story.last])
    }

    @Test func `S25: a voter with a newer history made the leader`() {
        var story = Story()
        story.start("s1")
        story.start("s2", accepted: 1, current: 1)
        story.start("s3")
        story.choose("s1", 2, among: ["s1", "s2"])
        var healthy = story
        healthy.promise("s3", 2, to: "s1")
        // Too late to be a reason against the leader: a quorum has promised already.
        healthy.promise("s2", 2, to: "s1", current: 1)
        healthy.synchronize("s1", 2)
        let late = healthy.bringInStep("s3", 2, with: "s1")
        healthy.establish("s1", 2, quorum: ["s1", "s3"], on: late)
        #expect(healthy.breaks(.electedIsMaximal) == [])
        story.promise("s2", 2, to: "s1", current: 1)
        story.synchronize("s1", 2)
        let ack = story.bringInStep("s2", 2, with: "s1")
        #expect(story.breaks(.electedIsMaximal) == [])
        story.establish("s1", 2, quorum: ["s1", "s2"], on: ack)
        #expect(story.breaks(.electedIsMaximal) == [story.last])
    }

    @Test func `S26: two quorums have nobody in common`() {
        var story = Story(servers: 4)
        story.startAll(["s1", "s2", "s3", "s4"])
        func decide(_ leader: Lane, _ epoch: Epoch, _ quorum: [Lane]) {
            story.step(
                leader, .timer(name: "decide"),
                [
                    .establish(
                        epoch: epoch, quorum: quorum, history: .zero, why: "quorumHoldsHistory")
                ])
        }
        decide("s1", 1, ["s1", "s2"])
        decide("s2", 2, ["s2", "s3"])
        #expect(story.breaks(.quorumsIntersect) == [])
        decide("s3", 3, ["s3", "s4"])
        #expect(story.breaks(.quorumsIntersect) == [story.last])
    }

    @Test func `S27: an answer shows what is not committed yet`() {
        var story = Story.serving()
        story.write("1:1", "a", with: ["s2", "s3"])
        story.propose("s1", "1:2", "b")
        func answer(_ zxid: Zxid) {
            let outcome = OutcomeRecord(zxid: zxid, error: nil, text: "", body: Bytes([]))
            let reply = story.message(.reply, from: "s2", to: "c1", zxid: zxid, outcome: outcome)
            story.step("s2", .timer(name: "answer"), [.send(message: reply)])
        }
        answer("1:1")
        #expect(story.breaks(.noReadAheadOfCommit) == [])
        answer("1:2")
        #expect(story.breaks(.noReadAheadOfCommit) == [story.last])
    }

    @Test func `groups decide by the weight of their members`() {
        var story = Story(servers: 4)
        story.recording.header.groups = [["s1": 1, "s2": 0], ["s3": 1], ["s4": 0]]
        story.startAll(["s1", "s2", "s3", "s4"])
        story.reign("s1", 1, followers: ["s3"])
        #expect(story.violations == [])
        story.write("1:1", "a", with: ["s2"])
        #expect(story.breaks(.commitImpliesQuorum).count == 1)
    }
}
