import ArgumentParser
import Lessons

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
        for path in library.pages {
            let page = try Source.page(at: path)
            Console.print("\(page.name)  \(page.front.minutes) min  \(page.front.insight)")
        }
    }
}
