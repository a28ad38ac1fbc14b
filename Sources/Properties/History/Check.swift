import Trace

/// One property, or a few that share what they remember, as a value that is shown every step.
///
/// `history` is what was before the input or the effect; `after` sees the whole step taken in.
protocol Check: Sendable {
    mutating func input(
        _ input: StepInput, _ moment: Moment, _ history: History, _ findings: inout Findings)
    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings)
    mutating func after(_ moment: Moment, _ history: History, _ findings: inout Findings)
}

extension Check {
    mutating func input(
        _ input: StepInput, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {}
    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {}
    mutating func after(_ moment: Moment, _ history: History, _ findings: inout Findings) {}
}
