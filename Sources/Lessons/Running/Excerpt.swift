public import Scenario
public import Trace

/// A part of a recording that a block of a page speaks about, with predicates read *now*.
///
/// Everything here is computed from the recording alone, so a trace file reread gives the same.
public struct Excerpt: Sendable {
    private let recording: Recording
    /// Numbers of steps.
    public let steps: Range<Int>
    private let before: RunView

    public init(_ recording: Recording, steps: Range<Int>) {
        self.recording = recording
        self.steps = steps
        var view = RunView(header: recording.header)
        for step in recording.steps where step.n < steps.lowerBound { view.apply(step) }
        before = view
    }

    /// The steps of the excerpt at which the predicate is true; patterns count from its beginning.
    public func matches(_ predicate: Predicate) -> [Int] {
        var view = before
        var evaluator = Evaluator(predicate)
        var held = evaluator.holdsNow(in: Worlds(main: view))
        var found: [Int] = []
        for step in recording.steps where steps.contains(step.n) {
            view.apply(step)
            evaluator.feed(view)
            let holds = evaluator.holdsNow(in: Worlds(main: view))
            if holds && (predicate.hasPattern || !held) { found.append(step.n) }
            held = holds
        }
        return found
    }

    /// The steps that a window leaves; nil with the key whose predicate never matched.
    public func steps(in window: Window) -> Result<[Int], Missing> {
        var first = steps.lowerBound
        var last = steps.upperBound
        if let since = window.since {
            guard let step = matches(since).first else { return .failure(Missing(key: "since")) }
            first = step
        }
        if let until = window.until {
            guard let step = matches(until).first(where: { $0 >= first }) else {
                return .failure(Missing(key: "until"))
            }
            last = step + 1
        }
        var chosen = Array(first..<max(first, last))
        if let only = window.only {
            let matching = matches(only)
            chosen.removeAll { !matching.contains($0) }
        }
        return .success(chosen)
    }

    public struct Missing: Error, Hashable { public var key: String }

    /// The text of a trace block for these steps.
    public func lines(of numbers: [Int], _ filter: TraceFilter) -> [String] {
        numbers.compactMap(recording.step).filter(filter.shows).flatMap { $0.lines(filter) }
    }
}
