import Testing
import Zab

@testable import Properties

/// The example of properties.md 1.3: the specifications ship local primary order as "there are two
/// transactions such that they are equal or …", which is true of any two that are the same.
@Suite("For all and there is")
struct LiteralTests {
    private static func history(_ zxids: [Zxid]) -> [Entry] {
        var chronicle = Chronicle()
        for zxid in zxids { chronicle.append(zxid, zxid.rawValue) }
        return chronicle.entries
    }

    private let proposed = history(["1:1", "1:2", "1:3"])

    /// The shipped form: ∃ a, b ∈ proposed : a = b ∨ (a before b, b delivered ⇒ a delivered before
    /// b).
    private func shipped(_ delivered: [Entry]) -> Bool {
        proposed.indices.contains { i in
            proposed.indices.contains { j in
                let (a, b) = (proposed[i], proposed[j])
                if a.zxid == b.zxid { return true }
                guard i < j, let placeOfB = delivered.firstIndex(where: { $0.zxid == b.zxid })
                else { return true }
                guard let placeOfA = delivered.firstIndex(where: { $0.zxid == a.zxid })
                else { return false }
                return placeOfA < placeOfB
            }
        }
    }

    @Test func `a hole satisfies the shipped form and breaks the one for all pairs`() {
        let delivered = Self.history(["1:1", "1:3"])
        #expect(shipped(delivered))
        let pair = Literal.localPrimaryOrder(proposed: proposed, delivered: delivered)
        #expect(pair?.before.zxid == "1:2")
        #expect(pair?.after.zxid == "1:3")
    }

    @Test func `a wrong order satisfies the shipped form and breaks the one for all pairs`() {
        let delivered = Self.history(["1:2", "1:1"])
        #expect(shipped(delivered))
        let pair = Literal.localPrimaryOrder(proposed: proposed, delivered: delivered)
        #expect(pair?.before.zxid == "1:1")
        #expect(pair?.after.zxid == "1:2")
    }

    /// Every sequence of distinct transactions out of four.
    private static func sequences(_ zxids: [Zxid]) -> [[Zxid]] {
        var all: [[Zxid]] = [[]]
        var grown = all
        while !grown.isEmpty {
            grown = grown.flatMap { sequence in
                zxids.filter { !sequence.contains($0) }.map { sequence + [$0] }
            }
            all += grown
        }
        return all
    }

    @Test func `one comparison with the predecessor decides local primary order for all pairs`() {
        let zxids: [Zxid] = ["1:1", "1:2", "1:3", "1:4"]
        let proposed = Self.history(zxids)
        for sequence in Self.sequences(zxids) {
            let steps = sequence.enumerated().allSatisfy { place, zxid in
                zxid.counter == 1 || (place > 0 && sequence[place - 1].next == zxid)
            }
            let forAll =
                Literal.localPrimaryOrder(
                    proposed: proposed, delivered: Self.history(sequence)) == nil
            #expect(steps == forAll, "\(sequence)")
        }
    }

    @Test func `total order and agreement together mean that one history begins the other`() {
        let sequences = Self.sequences(["1:1", "1:2", "1:3"])
        for first in sequences {
            for second in sequences {
                let (mine, other) = (Self.history(first), Self.history(second))
                let isPrefix =
                    first.starts(with: second) || second.starts(with: first)
                let holds =
                    Literal.totalOrder(mine, other) == nil && Literal.agreement(mine, other) == nil
                #expect(isPrefix == holds, "\(first) and \(second)")
            }
        }
    }

    @Test func `equal chains mean equal histories`() {
        var first = Chronicle()
        var second = Chronicle()
        for zxid in ["1:1", "1:2"] as [Zxid] {
            first.append(zxid, 7)
            second.append(zxid, zxid == "1:1" ? 8 : 7)
        }
        #expect(first.chain != second.chain)
        #expect(first.divergence(from: second) == 0)
        #expect(!second.isPrefix(of: first))
        #expect(first.prefix(through: "1:1").isPrefix(of: first))
    }
}
