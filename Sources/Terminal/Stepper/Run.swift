import Picture
import Properties
import Scenario
import Trace

/// One recording made ready for stepping: which steps get a row, the state at every step, and what
/// breaks where.
struct Run: Sendable {
    let recording: Recording
    let rows: Rows
    let states: StateIndex
    let violations: [Violation]
    let whatIf: (any WhatIf)?
    /// Of a branch: the step it leaves from, and what was commanded since.
    let from: Int?
    let commands: [String]
    /// How many acknowledgements make a quorum; nil where it is not a matter of counting.
    let majority: Int?

    init(
        _ recording: Recording, whatIf: (any WhatIf)?, from: Int? = nil, commands: [String] = []
    ) {
        self.recording = recording
        self.whatIf = whatIf
        self.from = from
        self.commands = commands
        rows = Rows(recording)
        states = StateIndex(recording)
        violations = recording.violations
        let voters = recording.header.servers.count { $0.votes }
        majority = recording.header.groups == nil ? voters / 2 + 1 : nil
    }

    /// The state before a step; a cut-out recording does not know what it was before its first one.
    func states(before n: Int) -> ClusterState {
        states.states(after: n == first && first > 1 ? n : n - 1)
    }

    var first: Int { recording.steps.first?.n ?? 0 }
    var last: Int { recording.steps.last?.n ?? 0 }
}
