public import Trace
import Zab
import Znodes

/// Watches a trace, step by step, and says which promises it breaks.
///
/// A value: copy it to check two continuations of one run. Every step costs about the same, however
/// long the run is; the words of the paper are evaluated only once the cheap comparison has failed.
/// It looks at nothing but the trace, and never at which rules were switched off.
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

    /// Judges what can be judged only at the end: what clients were told, by a replay of all that
    /// was committed (G1, G3, G4, S23, W1, W2, W4, W5), how old what they were shown was (G7), and
    /// whether all came right once faults had stopped (L1 to L5, where the trace has such a
    /// moment).
    ///
    /// - Parameters:
    ///   - healStep: the step after which faults had stopped; by default the one that says
    ///     `heal all`.
    ///   - bounds: how long things may take then.
    ///   - end: when the run ended, in the trace's nanoseconds; by default at its last step.
    public mutating func finish(
        livenessFrom healStep: Int? = nil, bounds: Bounds = Bounds(), end: Int64? = nil
    ) {
        var replay = Replay(history)
        replay.run(closings: checks.sessionAtomicity.closings, &findings)
        let end = end ?? history.time
        let healStep = healStep ?? checks.liveness.healed
        if let healStep {
            checks.liveness.judge(history, since: healStep, at: end, bounds, &findings)
        }
        checks.timeliness.judge(
            history, delay: bounds.hidden, tick: bounds.tick, &findings)
        guard replay.isComplete else { return }
        let heal = healStep.map { checks.liveness.time(of: $0) }
        let due = heal.flatMap { lastArrived(by: end, since: $0, bounds) }
        for client in history.clients.clients {
            var watches = WatchReplay(
                client, replay.triggers, skipsACL: history.settings.skipACL)
            watches.run(&findings)
            if let due {
                watches.judgeRest(committedBefore: due, at: history.now, &findings)
            }
        }
    }

    /// The last commit that every server and client must have heard of at the end; nil when the
    /// peace was too short to say.
    private func lastArrived(by end: Int64, since heal: Int64, _ bounds: Bounds) -> Zxid? {
        let old = history.canonTimes.partitionPoint { $0 > end - bounds.convergence }
        guard end >= heal + bounds.allInStep + bounds.convergence, old > 0 else { return nil }
        return history.canon[old - 1].zxid
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
    public static func check(
        _ recording: Recording, livenessFrom healStep: Int? = nil, bounds: Bounds = Bounds()
    ) -> [Violation] {
        var checker = Checker(header: recording.header)
        for step in recording.steps { checker.observe(step) }
        checker.finish(livenessFrom: healStep, bounds: bounds)
        return checker.violations
    }
}
