import Foundation
import Lessons
import Scenario
import Trace

let arguments = CommandLine.arguments
switch arguments[1] {
case "scenario":
    let text = try String(contentsOfFile: arguments[2], encoding: .utf8)
    do {
        var run = ScenarioRun()
        for command in try ScenarioParser.commands(in: text) {
            let before = run.main.steps.count
            do { try run.perform(command) } catch {
                print(run.main.recording.text(try TraceFilter(words: Array(arguments.dropFirst(3)))))
                throw error
            }
            print(">>> \(command.text)")
            let recording = run.main.recording
            let filter = try TraceFilter(words: Array(arguments.dropFirst(3)))
            for step in recording.steps.dropFirst(before) where filter.shows(step) {
                for line in step.lines(filter) { print(line) }
            }
        }
    } catch { print(error) }
default:
    for file in arguments.dropFirst(2) {
        do {
            let run = LessonRun(try LessonPage(path: file))
            for error in run.errors { print(error) }
            for (block, outcome) in zip(run.page.blocks, run.outcomes) {
                if case .prediction(let value) = outcome { print(block.line, value) }
                if case .note(let step) = outcome { print(block.line, "note", step) }
                if case .picture(let steps) = outcome { print(block.line, "picture", steps.first!, steps.last!) }
                if case .trace(let lines, _) = outcome { print(block.line, "trace", lines.count) }
            }
            if arguments[1] == "record" { print(try run.record()) } else { for e in run.differences { print(e) } }
        } catch { print(error) }
    }
}
