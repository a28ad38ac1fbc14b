import Properties
import Testing
import Zab

/// A rule switched off, with what the swarm must find.
///
/// The properties see only the trace, never which rules are off, and one mix of faults serves every row and
/// the clean run. `with` and `isLossy` say what else must be off for the rule to be missed: another rule
/// that hides it, or the network's promise not to lose single messages.
struct Kill: Sendable, CustomTestStringConvertible {
    let name: String
    let rule: Rule
    var with: [Rule] = []
    var isLossy = false
    /// One of these breaks first.
    let breaks: Set<Property>
    /// Whether a client must see the harm: where the table of mutations promises it.
    var harms = true

    var off: [Rule] { [rule] + with }
    var testDescription: String { "\(name) \(rule.rawValue)" }
    /// The kept trace of the harm (or of what broke, where no client sees any).
    var file: String { "\(name)-\(rule.rawValue).jsonl" }

    /// No row may need more.
    static let seeds: ClosedRange<UInt64> = 1...1_500

    /// What ends the search for the trace that is kept.
    func isKept(_ property: Property) -> Bool {
        harms
            ? [.clients, .watches, .sessions].contains(property.family)
            : breaks.contains(property)
    }

    static let table: [Kill] = [
        Kill(name: "M1", rule: .ackAfterFlush, breaks: [.ackImpliesDurable]),
        Kill(name: "M2", rule: .commitNeedsQuorum, breaks: [.commitImpliesQuorum]),
        // Discovery looks again, so nothing is lost; but the election goes in circles.
        Kill(
            name: "M3a", rule: .electionComparesEpoch, breaks: [.leaderEmerges, .fewRounds],
            harms: false),
        Kill(
            name: "M3b", rule: .discoveryComparesHistory, with: [.electionComparesEpoch],
            breaks: [.electedIsMaximal, .primaryIntegrity]),
        Kill(
            name: "M4", rule: .truncateOnSync,
            breaks: [.totalOrder, .prefixConsistency, .processConsistency, .primaryIntegrity]),
        Kill(name: "M5", rule: .serveAfterNewLeaderQuorum, breaks: [.noServeBeforeEstablished]),
        Kill(name: "M6", rule: .epochIsFresh, breaks: [.oneLeaderPerEpoch, .onePromise]),
        Kill(
            name: "M7", rule: .proposalsAreContiguous, isLossy: true,
            breaks: [.proposalIsNext, .logContiguity, .localPrimaryOrder]),
        Kill(name: "M9", rule: .deliverOnCommit, breaks: [.noReadAheadOfCommit, .integrity]),
        Kill(name: "M10", rule: .historyBeforeEpoch, breaks: [.historyBeforeEpoch]),
        Kill(name: "M12", rule: .promiseIsDurable, breaks: [.onePromise, .oneLeaderPerEpoch]),
        // The removed transaction comes back as if it had been slow to commit, which a client may expect
        // of a write that was never confirmed.
        Kill(
            name: "M15", rule: .truncationIsDurable,
            breaks: [.ackImpliesDurable, .historyBeforeEpoch, .prefixConsistency], harms: false),
    ]
}
