import ArgumentParser
import Foundation
import Scenario
import Trace

/// The learner's command.
///
/// Exit codes: 0 when all is well, 1 for a broken promise or a failed expectation, 2 for wrong usage or
/// input that cannot be read.
@main
struct Zabscope: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "zabscope",
        abstract: "See Zab, the protocol under ZooKeeper, at work.",
        discussion: """
            Examples:
              zabscope learn                       choose a lesson and step through it
              zabscope learn 04-first-election     step through one lesson
              zabscope draw 01-one-write           draw it, as SVG in Output/drawn/
              zabscope run story.zab --trace t.jsonl
              zabscope show t.jsonl decisions      the trace as text
              zabscope check t.jsonl               does every promise hold?
              zabscope trace flight -o t.jsonl     what a live server recorded, as a trace
              zabscope swarm --seeds 500           look for a run that breaks one
            """,
        version: "0.1.0",
        subcommands: [
            LearnCommand.self, LessonsCommand.self, LessonCommand.self, RunCommand.self,
            DrawCommand.self,
            ShowCommand.self, CheckCommand.self, SwarmCommand.self, TraceCommand.self,
        ])

    static func main() async {
        // A reader that has seen enough (`| head`) is no error.
        signal(SIGPIPE, SIG_DFL)
        do {
            try refuseUnknown(CommandLine.arguments.dropFirst(), of: Zabscope.self)
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let failure as Failure {
            failure.exit()
        } catch {
            let isClean = exitCode(for: error).isSuccess
            let text = fullMessage(for: error)
            if !text.isEmpty { isClean ? Console.print(text) : Console.complain(text) }
            Foundation.exit(isClean ? 0 : 2)
        }
    }

    /// A mistyped command is answered with the nearest one; the parser does so for options only.
    private static func refuseUnknown(
        _ words: ArraySlice<String>, of command: any ParsableCommand.Type
    ) throws {
        let commands = command.configuration.subcommands
        guard !commands.isEmpty, let word = words.first, !word.hasPrefix("-"), word != "help" else {
            return
        }
        if let next = commands.first(where: { $0.configuration.commandName == word }) {
            return try refuseUnknown(words.dropFirst(), of: next)
        }
        let known = commands.compactMap { $0.configuration.commandName }
        let hint = nearest(to: word, among: known).map { "; did you mean \"\($0)\"?" } ?? ""
        let all = "the commands are " + Wording.and(known)
        throw Failure.unusable(
            "there is no command \"\(word)\"" + (hint.isEmpty ? "; " + all : hint))
    }
}
