import ArgumentParser
import Foundation
import Lessons
import Terminal

struct LessonsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lessons",
        abstract: "List the lessons.",
        discussion: """
            Example:
              zabscope lessons
              zabscope learn 04-first-election
            """)

    func run() throws {
        guard let library = LessonLibrary.nearest() else {
            throw Failure.unusable(
                "no lessons are here; set ZABSCOPE_LESSONS to the folder that holds them")
        }
        let done = DoneMarks()
        let width = library.names.map(\.count).max() ?? 0
        for path in library.pages {
            let page = try Source.page(at: path)
            let mark = done.contains(page.name) ? "done" : "    "
            let name = page.name.padding(toLength: width, withPad: " ", startingAt: 0)
            Console.print("\(mark)  \(name)  \(page.front.minutes) min  \(page.front.insight)")
        }
    }
}
