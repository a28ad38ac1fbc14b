import ArgumentParser
import Foundation

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
              zabscope check t.jsonl               does every promise hold?
              zabscope swarm --seeds 500           look for a run that breaks one
            """,
        version: "0.1.0",
        subcommands: [
            LearnCommand.self, LessonsCommand.self, LessonCommand.self, RunCommand.self,
            DrawCommand.self,
            CheckCommand.self, SwarmCommand.self,
        ])

    static func main() async {
        // A reader that has seen enough (`| head`) is no error.
        signal(SIGPIPE, SIG_DFL)
        do {
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
}
