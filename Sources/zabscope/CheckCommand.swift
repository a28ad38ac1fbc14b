import ArgumentParser
import Properties
import Trace

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Does every promise of Zab and ZooKeeper hold in a trace?",
        discussion: """
            Prints what broke, at which step and why; exit code 1 if anything did.

            Examples:
              zabscope check run.jsonl
              zabscope check flight              what a live server recorded (zabd serve --record)
              zabscope check run.jsonl --quiet && echo "all promises hold"
            """)

    @Argument(help: "A trace, as written by `zabscope run --trace`, or a recording's directory.")
    var trace: String

    @Flag(name: .shortAndLong, help: "Only the exit code.")
    var quiet = false

    func run() throws {
        let recording = try Source.trace(at: trace)
        Console.progress("checking \(recording.steps.count) steps")
        let violations = Checker.check(recording)
        Console.endProgress()
        guard !violations.isEmpty else {
            if !quiet {
                Console.print(
                    "\(recording.steps.count) steps, \(Property.allCases.count) promises checked: "
                        + "all hold.")
            }
            return
        }
        if !quiet {
            for violation in violations {
                Console.print(
                    "step \(violation.step): \(violation.property.name) is broken: "
                        + violation.reason)
            }
            Console.print("Look at it: zabscope learn \(trace)")
        }
        throw Failure.broken("")
    }
}
