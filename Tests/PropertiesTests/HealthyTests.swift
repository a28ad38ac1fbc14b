import Properties
import Testing
import Trace
import Zab

@Suite("Healthy traces")
struct HealthyTests {
    @Test func `a reign with a few writes keeps every promise`() {
        var story = Story.serving()
        story.write("1:1", "a", with: ["s2", "s3"])
        story.write("1:2", "b", with: ["s3", "s2"])
        #expect(story.violations == [])
    }

    @Test func `a second leader takes over what the first has committed`() {
        var story = Story.serving()
        story.write("1:1", "a", with: ["s2", "s3"])
        story.crash("s1")
        story.reign(
            "s3", 2, followers: ["s2"], current: 1, history: [("1:1", "a")], delivered: 1)
        story.write("2:1", "b", by: "s3")
        story.start("s1", accepted: 1, current: 1, last: "1:1")
        #expect(story.violations == [])
    }

    @Test func `what only a crashed leader had written is cut off without harm`() {
        var story = Story.serving()
        story.write("1:1", "a", with: ["s2", "s3"])
        story.propose("s1", "1:2", "lost")
        story.ownFlush("s1", "1:2")
        story.crash("s1")
        story.reign(
            "s3", 2, followers: ["s2"], current: 1, history: [("1:1", "a")], delivered: 1)
        story.start("s1", accepted: 1, current: 1, last: "1:2")
        story.promise("s1", 2, to: "s3", current: 1, last: "1:2")
        story.step(
            "s1", .receive(message: story.message(.trunc, from: "s3", to: "s1", zxid: "1:1")),
            [.truncate(to: "1:1", removed: ["1:2"])])
        #expect(story.violations == [])
    }

    @Test func `a restarted server delivers its log again behind its snapshot`() {
        var story = Story.serving()
        story.write("1:1", "a", with: ["s2", "s3"])
        story.step("s2", .timer(name: "snapshot"), [.saveSnapshot(at: "1:1")])
        story.step("s2", .durableSnapshot(at: "1:1"))
        story.write("1:2", "b", with: ["s2", "s3"])
        story.crash("s2", power: true)
        story.start("s2", accepted: 1, current: 1, last: "1:2", snapshot: "1:1")
        story.promise("s2", 1, to: "s1", current: 1, last: "1:2")
        let ack = story.bringInStep("s2", 1, with: "s1")
        story.step("s1", .receive(message: ack))
        story.upToDate("s2", 1, from: "s1", delivering: [("1:2", "b")])
        #expect(story.violations == [])
    }

    @Test func `a learner that gets a snapshot has what its leader had delivered`() {
        var story = Story.serving(["s2"])
        story.write("1:1", "a")
        story.write("1:2", "b")
        story.promise("s3", 1, to: "s1")
        let newLeader = story.message(.newLeader, from: "s1", to: "s3", epoch: 1)
        story.step("s1", .snapshotSent(to: "s3"), [.send(message: newLeader)])
        story.step("s3", .receive(message: story.message(.snap, from: "s1", to: "s3"))) {
            $0.phase = .synchronization
        }
        story.step(
            "s3", .receive(message: story.message(.snapshotPiece, from: "s1", to: "s3")),
            [.installSnapshot(at: "1:2", from: "s1"), .saveSnapshot(at: "1:2")])
        story.step("s3", .receive(message: newLeader))
        story.step(
            "s3", .durableSnapshot(at: "1:2"), [.record(accepted: 1, current: 1)])
        let ack = story.message(.ackNewLeader, from: "s3", to: "s1", zxid: "1:0")
        story.step("s3", .durableEpochs(accepted: 1, current: 1), [.send(message: ack)])
        story.step("s1", .receive(message: ack))
        story.upToDate("s3", 1, from: "s1")
        story.write("1:3", "c", with: ["s3", "s2"])
        #expect(story.violations == [])
    }

    @Test func `logs from before the trace count as proposed`() {
        let a = Header.Logged(zxid: "1:1", digest: "a")
        let b = Header.Logged(zxid: "1:2", digest: "b")
        var story = Story(logs: ["s1": [a], "s2": [a, b], "s3": [a]])
        for (lane, last) in [("s1", "1:1"), ("s2", "1:2"), ("s3", "1:1")] as [(Lane, Zxid)] {
            story.start(lane, accepted: 1, current: 1, last: last)
        }
        story.reign(
            "s2", 2, followers: ["s1"], current: 1, history: [("1:1", "a"), ("1:2", "b")],
            missing: ["s1": [("1:2", "b")]], lasts: ["s1": "1:1"])
        #expect(story.violations == [])
    }
}
