import ArgumentParser
import Lessons
import Properties
import Trace

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run a scenario or a lesson, and say what happened.",
        discussion: """
            Prints the steps, pings and timers left out, and checks every promise at the end. Exit code 1 \
            when an `expect` fails or a promise is broken.

            Examples:
              zabscope run story.zab
              zabscope run story.zab --seed 7 --trace story.jsonl
              zabscope run 04-first-election --show decisions
            """)

    @Argument(help: "A scenario file, or a lesson by name or page.")
    var source: String

    @Option(help: "The seed that all chance comes from, instead of the scenario's own.")
    var seed: UInt64?

    @Option(help: ArgumentHelp("Write the trace to this file.", valueName: "file"))
    var trace: String?

    @Option(
        help: ArgumentHelp(
            "What to print: decisions, messages, all, or lanes such as `s1 c1`.",
            valueName: "words"))
    var show: String?

    @Flag(name: .shortAndLong, help: "Print only what is wrong.")
    var quiet = false

    func run() throws {
        let filter =
            try show.map {
                try TraceFilter(typed: $0.split(separator: " ").map(String.init), for: "--show")
            }
            ?? .standard
        let (recording, failure) = try play()
        if !quiet { Console.print(recording, through: filter) }
        if let trace { try Files.write(recording, to: trace) }
        if let failure { throw failure }
        let violations = Checker.check(recording)
        for violation in violations {
            Console.print(
                "step \(violation.step): \(violation.property.name) is broken: \(violation.reason)")
        }
        if !violations.isEmpty { throw Failure.broken("") }
        if !quiet {
            let time = Wording.duration(recording.steps.last?.t ?? 0)
            Console.print("\(recording.steps.count) steps in \(time); every promise holds.")
        }
    }

    private func play() throws -> (Recording, Failure?) {
        switch try Source.find(source) {
        case .trace:
            throw Failure.unusable(
                "\(source) is a trace and has been run already; try zabscope show, check or learn"
            )
        case .lesson(let page):
            if seed != nil {
                throw Failure.unusable("--seed is for scenarios; a lesson has its own")
            }
            let run = LessonRun(page)
            let wrong = (run.errors + run.differences).map(\.description)
            return (
                run.recording,
                wrong.isEmpty ? nil : .broken(wrong.joined(separator: "\n"))
            )
        case .scenario(let text, let path):
            let play = try Play(text, path: path, seed: seed)
            return (play.run.main.recording, play.failure)
        }
    }
}
