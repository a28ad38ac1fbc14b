public import Trace

/// Watches a trace, step by step, and says which promises it breaks.
///
/// A value: copy it to check two continuations of one run. Every step costs about the same, however long the
/// run is; the words of the paper are evaluated only once the cheap comparison has failed. It looks at
/// nothing but the trace, and never at which rules were switched off.
public struct Checker: Sendable {
    private var history: History
    private var checks = Checks()
    private var findings = Findings()

    public init(header: Header) { history = History(header) }

    /// Takes in the next step.
    public mutating func observe(_ step: Step) {
        let moment = Moment(step, history.membership)
        checks.input(step.input, moment, history, &findings)
        history.take(step.input, moment)
        for effect in step.effects {
            checks.effect(effect, moment, history, &findings)
            history.take(effect, moment)
        }
        history.finish(moment)
        checks.after(moment, history, &findings)
    }

    /// What has broken so far, in the order of the steps; of each property only the first few.
    public var violations: [Violation] {
        findings.violations.enumerated()
            .sorted { ($0.element.step, $0.offset) < ($1.element.step, $1.offset) }
            .map(\.element)
    }

    /// What broke first.
    public var firstViolation: Violation? { violations.first }

    /// Whether nothing has broken so far; cheap enough to ask after every step.
    public var holds: Bool { findings.violations.isEmpty }

    /// Everything that a recording breaks, in the order of the steps.
    public static func check(_ recording: Recording) -> [Violation] {
        var checker = Checker(header: recording.header)
        for step in recording.steps { checker.observe(step) }
        return checker.violations
    }
}
