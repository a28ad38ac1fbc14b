import Properties
import Testing
import Trace
import Zab

@Suite("The paper's properties")
struct PaperTests {
    @Test func `S1: a delivery without a proposal breaks integrity`() {
        var story = Story.serving()
        story.write("1:1", "a", with: ["s2", "s3"])
        #expect(story.breaks(.integrity) == [])
        story.deliver("s2", "1:2", "b", from: "s1")
        #expect(story.breaks(.integrity) == [story.last])
    }

    @Test func `S1: a delivery of other contents than proposed breaks integrity`() {
        var story = Story.serving()
        story.propose("s1", "1:1", "a")
        story.receiveProposal("s2", "1:1", "a", from: "s1")
        story.deliver("s2", "1:1", "not a", from: "s1")
        #expect(story.breaks(.integrity) == [story.last])
    }

    @Test func `S1: a second delivery in one life breaks integrity`() {
        var story = Story.serving()
        story.write("1:1", "a", with: ["s2", "s3"])
        story.deliver("s2", "1:1", "a", from: "s1")
        #expect(story.breaks(.integrity) == [story.last])
    }

    /// Two halves that commit apart: M2 in small.
    private func twoWorlds() -> Story {
        var story = Story.serving()
        story.propose("s1", "1:1", "a")
        story.ownFlush("s1", "1:1")
        let ack = story.message(.ack, from: "s2", to: "s1", zxid: "1:1")
        story.commit("s1", "1:1", "a", quorum: ["s1"], on: ack)
        story.reign("s3", 2, followers: ["s2"], current: 1)
        return story
    }

    @Test func `S3 and S9: histories that part break agreement and prefix consistency`() {
        var story = twoWorlds()
        story.propose("s3", "2:1", "b")
        story.receiveProposal("s2", "2:1", "b", from: "s3")
        story.ownFlush("s3", "2:1")
        let ack = story.flushed("s2", "2:1", to: "s3")
        #expect(story.breaks(.agreement) == [])
        #expect(story.breaks(.prefixConsistency) == [])
        story.commit("s3", "2:1", "b", quorum: ["s2", "s3"], on: ack)
        #expect(story.breaks(.agreement) == [story.last])
        #expect(story.breaks(.prefixConsistency) == [story.last])
        #expect(story.breaks(.totalOrder) == [])
    }

    @Test func `S2: what one server delivers first another skips, which breaks total order`() {
        var story = Story.serving()
        story.write("1:1", "a", with: ["s2"])
        story.propose("s1", "1:2", "b")
        story.deliver("s2", "1:2", "b", from: "s1")
        #expect(story.breaks(.totalOrder) == [])
        story.deliver("s3", "1:2", "b", from: "s1")
        #expect(story.breaks(.totalOrder) == [story.last])
    }

    @Test func `S4: a hole in a leader's order breaks local primary order`() {
        var story = Story.serving()
        for (zxid, digest) in [("1:1", "a"), ("1:2", "b"), ("1:3", "c")] as [(Zxid, String)] {
            story.propose("s1", zxid, digest)
        }
        story.deliver("s2", "1:1", "a", from: "s1")
        #expect(story.breaks(.localPrimaryOrder) == [])
        story.deliver("s2", "1:3", "c", from: "s1")
        #expect(story.breaks(.localPrimaryOrder) == [story.last])
    }

    @Test func `S4: a leader's order turned round breaks local primary order`() {
        var story = Story.serving()
        story.propose("s1", "1:1", "a")
        story.propose("s1", "1:2", "b")
        story.deliver("s2", "1:2", "b", from: "s1")
        #expect(story.breaks(.localPrimaryOrder) == [story.last])
    }

    @Test func `S5: an earlier epoch after a later one breaks global primary order`() {
        var story = Story.serving()
        story.propose("s1", "1:1", "a")
        story.reign("s3", 2, followers: ["s2"], current: 1)
        story.write("2:1", "b", by: "s3")
        #expect(story.breaks(.globalPrimaryOrder) == [])
        story.deliver("s2", "1:1", "a", from: "s3")
        #expect(story.breaks(.globalPrimaryOrder) == [story.last])
    }

    @Test func `S6: a leader that lacks what was delivered breaks primary integrity`() {
        var story = Story.serving()
        story.write("1:1", "a", with: ["s2", "s3"])
        story.crash("s1")
        story.choose("s3", 2, current: 1, among: ["s2", "s3"])
        story.promise("s2", 2, to: "s3", current: 1, last: "1:1")
        story.synchronize("s3", 2)
        let ack = story.bringInStep("s2", 2, with: "s3")
        #expect(story.breaks(.primaryIntegrity) == [])
        story.establish("s3", 2, quorum: ["s2", "s3"], history: .zero, on: ack)
        #expect(story.breaks(.primaryIntegrity) == [story.last])
    }

    @Test func `S6: a late delivery from before a leader's history breaks primary integrity`() {
        var story = Story.serving()
        story.propose("s1", "1:1", "a")
        story.reign("s3", 2, followers: ["s2"], current: 1)
        #expect(story.breaks(.primaryIntegrity) == [])
        story.deliver("s1", "1:1", "a", from: "s1")
        #expect(story.breaks(.primaryIntegrity) == [story.last])
    }

    @Test func `what a dead server had delivered counts`() {
        var story = Story.serving()
        story.propose("s1", "1:1", "a")
        story.step("s1", .timer(name: "early"), [Story.delivery(("1:1", "a"))])
        story.crash("s1", power: true, lost: ["1:1"])
        story.reign("s3", 2, followers: ["s2"], current: 1)
        #expect(story.breaks(.prefixConsistency) == [])
        story.write("2:1", "b", by: "s3")
        #expect(story.breaks(.prefixConsistency).count == 1)
        #expect(story.breaks(.agreement).count == 1)
    }
}
