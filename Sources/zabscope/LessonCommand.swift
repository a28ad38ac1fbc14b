import ArgumentParser
import Diagram
import Foundation
import Lessons
import Picture

struct LessonCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lesson",
        abstract: "Write lessons: new, check, record.",
        discussion: """
            A lesson is one Markdown page. Write it anywhere; `check` runs it and says line by line what is \
            not as it says, `record` rewrites its traces and draws its pictures.

            Examples:
              zabscope lesson new my-lesson.md
              zabscope lesson check my-lesson.md
              zabscope lesson record my-lesson.md
            """,
        subcommands: [New.self, Check.self, Record.self])

    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "new", abstract: "Write a page to start from.",
            discussion: """
                It runs as it stands, a small lesson of one election. Nothing is overwritten.

                Example:
                  zabscope lesson new my-lesson.md
                """)

        @Argument(help: "The page to make.")
        var file: String

        func run() throws {
            guard !FileManager.default.fileExists(atPath: file) else {
                throw Failure.unusable("\(file) is there already; nothing was written")
            }
            try Files.write(
                Array(
                    LessonPage.template(
                        title: "A new lesson", name: LessonLibrary.name(of: file)
                    ).utf8), to: file)
            // Recorded at once, so that the page is true from the start.
            do {
                _ = try LessonRun(Source.page(at: file)).record()
            } catch let error as Failure {
                throw error
            } catch {
                throw Failure.unusable("\(file): this cannot be written")
            }
            Console.print("Wrote \(file). Next: zabscope lesson check \(file)")
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Run a page, and say where it is not true.",
            discussion: """
                Exit code 2 for a page that cannot be read, 1 for one that does not run as it says.

                Example:
                  zabscope lesson check my-lesson.md
                """)

        @Argument(help: "The pages.")
        var files: [String]

        func run() throws {
            var wrong = 0
            for file in files {
                let run = LessonRun(try Source.page(at: file))
                let findings = run.errors + run.differences
                for finding in findings { Console.print(finding.description) }
                if findings.isEmpty { Console.print("\(file): good") } else { wrong += 1 }
            }
            if wrong > 0 { throw Failure.broken("") }
        }
    }

    struct Record: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "record", abstract: "Rewrite the traces of a page, and draw its pictures.",
            discussion: """
                Exit code 1 when a trace was rewritten, so that a script never takes a recording for a \
                check. Look at the difference before you keep it.

                Example:
                  zabscope lesson record my-lesson.md
                """)

        @Argument(help: "The pages.")
        var files: [String]

        @Option(help: "Where the pictures go; by default the Output folder beside the page's own.")
        var output: String?

        func run() throws {
            var rewritten = 0
            for file in files {
                let run = LessonRun(try Source.page(at: file))
                if !run.errors.isEmpty {
                    throw Failure.broken(run.errors.map(\.description).joined(separator: "\n"))
                }
                let hasChanged: Bool
                do {
                    hasChanged = try run.record()
                } catch {
                    throw Failure.unusable("\(file): this cannot be written")
                }
                if hasChanged { rewritten += 1 }
                Console.print("\(file): \(hasChanged ? "traces rewritten" : "unchanged")")
                try drawPictures(of: run, page: file)
            }
            if rewritten > 0 { throw Failure.broken("") }
        }

        private func drawPictures(of run: LessonRun, page: String) throws {
            let beside = URL(fileURLWithPath: page).deletingLastPathComponent()
                .appendingPathComponent("../Output").standardizedFileURL.path
            let folder = output ?? beside
            for (block, outcome) in zip(run.page.blocks, run.outcomes) {
                guard case .picture(let picture) = block.content,
                    case .picture(let steps) = outcome, let first = steps.first,
                    let last = steps.last, let kind = PictureKind(rawValue: picture.kind.rawValue)
                else { continue }
                try Files.makeFolder(folder)
                let path = "\(folder)/\(picture.fileName(in: run.page.name)).svg"
                let figure = kind.figure(of: run.recording, window: first...last)
                let bytes: [UInt8]
                do throws(DiagramError) {
                    bytes = try render(figure, .svg)
                } catch {
                    throw Failure.unusable("\(page): \(error)")
                }
                try Files.write(bytes, to: path)
                Console.print("  \(path)")
            }
        }
    }
}
