import Properties
import Testing
import Trace
import Zab

@Suite("What comes about in peace")
struct LivenessTests {
    private let bounds = Bounds()

    /// Lets so much time pass that every bound has.
    private func wait(_ story: inout Story) {
        story.pace = 200_000_000_000
        story.step("s1", .timer(name: "halfTick"))
        story.pace = 1_000_000
    }

    private func healed(_ story: Story) -> Story {
        var story = story
        story.step(.network, .command(text: "heal all"))
        return story
    }

    @Test func `a cluster that works on keeps every promise`() {
        var story = healed(Story.serving())
        story.write("1:1", "a", with: ["s2", "s3"])
        wait(&story)
        #expect(story.violations == [])
    }

    @Test func `L1: no leader emerges`() {
        var story = Story()
        story.startAll()
        story = healed(story)
        #expect(story.breaks(.leaderEmerges) == [])
        wait(&story)
        #expect(story.breaks(.leaderEmerges) == [story.last])
    }

    @Test func `L1: nothing is promised to less than a quorum`() {
        var story = Story()
        story.startAll(["s1"])
        story = healed(story)
        wait(&story)
        #expect(story.violations == [])
    }

    @Test func `L2: elections do not end`() {
        var story = healed(Story.serving())
        for round in 2...4 {
            story.step(
                "s2", .timer(name: "setup"), [.look(round: UInt64(round), why: "leaderLost")])
        }
        #expect(story.breaks(.fewRounds) == [])
        story.step("s2", .timer(name: "setup"), [.look(round: 5, why: "leaderLost")])
        #expect(story.breaks(.fewRounds) == [story.last])
    }

    @Test func `L3: a server stays behind`() {
        var story = Story.serving(["s2"])
        story = healed(story)
        wait(&story)
        #expect(story.breaks(.allInStep) == [story.last])
        #expect(story.breaks(.leaderEmerges) == [])
    }

    @Test func `L4: a call has no end`() {
        var story = healed(Story.serving())
        let id = CallID(session: 1, xid: 1)
        story.step("c1", .call(id: id, text: "create /a", opcode: 1, body: Bytes([])))
        var healthy = story
        let outcome = OutcomeRecord(
            zxid: .zero, error: "MARSHALLINGERROR", text: "", body: Bytes([]))
        healthy.step("c1", .timer(name: "reply"), [.answered(id: id, outcome: outcome)])
        wait(&healthy)
        #expect(healthy.breaks(.callsEnd) == [])
        wait(&story)
        #expect(story.breaks(.callsEnd) == [story.last])
    }

    @Test func `L4: in peace no call ends in doubt`() {
        var story = healed(Story.serving())
        let early = CallID(session: 1, xid: 1)
        story.step("c1", .call(id: early, text: "create /a", opcode: 1, body: Bytes([])))
        wait(&story)
        story.step("c1", .disconnected(to: "s1", why: "broken"), [.unknown(id: early)])
        #expect(story.breaks(.callsEnd) == [])
        let late = CallID(session: 1, xid: 2)
        story.step("c1", .call(id: late, text: "create /a", opcode: 1, body: Bytes([])))
        story.step("c1", .disconnected(to: "s1", why: "broken"), [.unknown(id: late)])
        #expect(story.breaks(.callsEnd) == [story.last])
    }

    @Test func `L5: a copy does not become equal`() {
        var story = healed(Story.serving())
        story.write("1:1", "a", with: ["s2"])
        #expect(story.breaks(.copiesConverge) == [])
        wait(&story)
        #expect(story.breaks(.copiesConverge) == [story.last])
    }

    @Test func `the moment of peace can be given instead of read`() {
        var story = Story()
        story.startAll()
        wait(&story)
        #expect(Checker.check(story.recording) == [])
        let found = Checker.check(story.recording, livenessFrom: 1)
        #expect(found.map(\.property) == [.leaderEmerges, .allInStep, .allInStep, .allInStep])
    }
}
