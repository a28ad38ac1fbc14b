public import ArgumentParser
import Foundation
import Lessons
public import Terminal
import Trace

struct LearnCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "learn",
        abstract: "Step through a lesson, a scenario or a trace.",
        discussion: """
            In a terminal: forward and back with the arrow keys, ? for all keys, q to leave. Without one, or \
            with --linear, the same as plain text.

            Examples:
              zabscope learn                     choose a lesson
              zabscope learn 4                   lesson 04-first-election
              zabscope learn run.jsonl           open a trace, at the step that broke a promise
              zabscope learn flight              what a live server recorded (zabd serve --record)
              zabscope learn 1 --linear --answers | less
            """)

    @Argument(
        help: "A lesson (its number, name or page), a scenario, a trace or a recording's directory."
    )
    var source: String?

    @Flag(help: "Plain text: a sentence a step, for screen readers and pipes.")
    var linear = false

    @Flag(help: "In plain text, the answers after the questions.")
    var answers = false

    @Flag(help: "Insist on the stepper: exit code 2 where there is no terminal.")
    var interactive = false

    @Option(help: "always, never or auto.")
    var color = ColorPolicy.auto

    @Flag(help: "No signs beyond ASCII.")
    var ascii = false

    func validate() throws {
        if interactive && linear {
            throw ValidationError("--interactive and --linear exclude each other.")
        }
    }

    func run() throws {
        let environment = ProcessInfo.processInfo.environment
        let isSpoken =
            linear || answers || environment["TERM"] == "dumb"
            || environment["SCREEN_READER"] == "1"
        guard FullScreen.isAvailable, interactive || !isSpoken else {
            if interactive { throw Failure.unusable("--interactive: there is no terminal here") }
            return try tell()
        }
        let colors = color.wantsColor(environment: environment, isTerminal: true)
        let screen = FullScreen(look: Look(color: colors, ascii: ascii))
        if let source {
            try step(through: Source.find(source), on: screen)
        } else {
            try choose(on: screen)
        }
    }

    // MARK: On a terminal

    private func choose(on screen: FullScreen) throws {
        let library = try Self.library()
        while true {
            let marks = DoneMarks()
            let menu = screen.show(
                LessonMenu(try library.pages.map { try Self.entry($0, marks) }))
            guard let choice = menu.choice, let path = library.page(named: choice.name) else {
                return
            }
            try step(through: .lesson(Source.page(at: path)), on: screen)
        }
    }

    private static func entry(_ path: String, _ marks: DoneMarks) throws -> LessonMenu.Entry {
        let page = try Source.page(at: path)
        return LessonMenu.Entry(
            name: page.name, title: "\(page.name.prefix { $0.isNumber })  \(page.title)",
            insight: page.front.insight, minutes: page.front.minutes,
            isDone: marks.contains(page.name))
    }

    private func step(through source: Source, on screen: FullScreen) throws {
        let left = screen.show(Stepper(try material(of: source)))
        if case .lesson(let page) = source, left.isFinished {
            var marks = DoneMarks()
            marks.mark(page.name)
        }
    }

    // MARK: As text

    private func tell() throws {
        if let source { return try tell(Source.find(source)) }
        let library = try Self.library()
        try tell(.lesson(Source.page(at: library.pages[0])))
        let draw = try DrawCommand.parse([library.pages[0]])
        try draw.run()
        Console.print("\nThe others: zabscope lessons lists them, zabscope learn 2 tells one.")
    }

    private func tell(_ source: Source) throws {
        let transcript = Transcript(try material(of: source), showsAnswers: answers)
        let asks = linear && !answers && FullScreen.isAvailable
        for part in transcript.parts {
            let text = part.lines.map { $0 + "\n" }.joined()
            guard Bytes.write(ascii ? Transcript.ascii(text) : text, to: STDOUT_FILENO) else {
                return
            }
            guard asks, let question = part.question else { continue }
            Bytes.write("Your answer, as a number: ", to: STDOUT_FILENO)
            guard let line = readLine() else { return }
            let said = transcript.verdict(on: question, Int(line.filter(\.isNumber)))
            Bytes.write(said.map { $0 + "\n" }.joined(), to: STDOUT_FILENO)
        }
    }

    // MARK: What it is

    private func material(of source: Source) throws -> Material {
        switch source {
        case .trace(let recording, let path):
            guard !recording.steps.isEmpty else {
                throw Failure.unusable("\(path): nothing happens in it")
            }
            return Material(recording, title: path)
        case .lesson(let page):
            let run = LessonRun(page)
            if !run.errors.isEmpty {
                throw Failure.broken(run.errors.map(\.description).joined(separator: "\n"))
            }
            guard !run.recording.steps.isEmpty else {
                throw Failure.unusable("\(page.file): nothing happens in it")
            }
            return Material(run)
        case .scenario(let text, let path):
            let play = try Play(text, path: path, seed: nil)
            if let failure = play.failure { Console.complain("zabscope: " + failure.message) }
            guard !play.run.main.steps.isEmpty else {
                throw Failure.unusable("\(path): nothing happens in it")
            }
            return Material(play.run, title: source.name)
        }
    }

    private static func library() throws -> LessonLibrary {
        guard let library = LessonLibrary.nearest() else {
            throw Failure.unusable(
                "no lessons are here; set ZABSCOPE_LESSONS to the folder that holds them")
        }
        return library
    }
}

extension ColorPolicy: ExpressibleByArgument {}
