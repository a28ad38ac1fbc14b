import ArgumentParser
import Trace

struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print the steps of a trace, a lesson or a scenario as text.",
        discussion: """
            Without words, pings and timers are left out. The words are those of a `trace` block of a lesson:
            decisions, messages, all, or lanes.

            Examples:
              zabscope show run.jsonl
              zabscope show run.jsonl decisions s1
              zabscope show 01-one-write all --steps 30...42
              zabscope show flight               what a live server recorded (zabd serve --record)
            """)

    @Argument(help: "A trace, a recording's directory, a lesson (its name or page) or a scenario.")
    var source: String

    @Argument(help: "decisions, messages, all, or lanes such as s1 c1.")
    var words: [String] = []

    @Option(help: ArgumentHelp("Only these steps.", valueName: "A...B"))
    var steps: StepRange?

    func run() throws {
        let filter = words.isEmpty ? .standard : try TraceFilter(typed: words, for: "show")
        let recordings = try Source.find(source).recordings()
        // A lane that is not there would show nothing, as one does in which nothing happened.
        try recordings.main.requireLanes(filter.lanes.filter { $0 != .network }, for: "show")
        let window = steps.map { $0.first...$0.last } ?? 0...Int.max
        Console.print(recordings.main, through: filter, steps: window)
        if let failure = recordings.failure { throw failure }
    }
}

extension TraceFilter {
    /// - Parameter name: what the learner gave the words to.
    init(typed words: [String], for name: String) throws {
        do throws(TraceFilter.UnknownWord) {
            try self.init(words: words)
        } catch {
            throw Failure.unusable(
                "\(name): \"\(error.word)\" is neither a lane nor one of "
                    + Wording.and(TraceFilter.words))
        }
    }
}

extension Console {
    static func print(
        _ recording: Recording, through filter: TraceFilter, steps: ClosedRange<Int> = 0...Int.max
    ) {
        for step in recording.steps where steps.contains(step.n) && filter.shows(step) {
            print(step.lines(filter).joined(separator: "\n"))
        }
    }
}
