import Foundation
import Lessons
import Scenario
import Trace

/// What a command works on: a lesson, a scenario, a trace or the directory of a live server's recording,
/// found by name or path.
enum Source {
    case lesson(LessonPage)
    case scenario(text: String, path: String)
    case trace(Recording, path: String)

    /// Finds out what `name` is: a file is read, and its first byte tells a trace from a page from a
    /// scenario; anything else must be the name of a lesson.
    static func find(_ name: String) throws -> Source {
        if FileManager.default.fileExists(atPath: name) { return try read(name) }
        let library = LessonLibrary.nearest()
        if let path = library?.page(named: name) { return try .lesson(page(at: path)) }
        if name.contains("/") || name.contains(".") {
            throw Failure.unusable("\(name): there is no such file")
        }
        guard let library else {
            throw Failure.unusable(
                "\(name): there is no such file, and no lessons are here; set ZABSCOPE_LESSONS to "
                    + "the folder that holds them")
        }
        let hint = nearest(to: name, among: library.names).map { ", did you mean \($0)?" } ?? "."
        throw Failure.unusable(
            "\(name): no such file or lesson\(hint) `zabscope lessons` lists them.")
    }

    private static func read(_ path: String) throws -> Source {
        if path.hasSuffix(".md") { return try .lesson(page(at: path)) }
        if Flights.isFlight(path) { return try .trace(Flights.recording(path), path: path) }
        if path.hasSuffix(".jsonl") { return try .trace(trace(at: path), path: path) }
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw Failure.unusable("\(path): this cannot be read")
        }
        // At its end a file gives nothing.
        let start = (try? file.read(upToCount: 1)) ?? Data()
        if start.first == UInt8(ascii: "{") { return try .trace(trace(at: path), path: path) }
        return try .scenario(text: text(from: file, after: start, path), path: path)
    }

    /// A trace's file, or a live server's recording.
    static func trace(at path: String) throws -> Recording {
        if Flights.isFlight(path) { return try Flights.recording(path) }
        do throws(TraceError) {
            return try Recording(path: path)
        } catch {
            var message = error.description
            if error.line == 1, case .notJSON = error.problem {
                message += "; a trace is what `zabscope run --trace FILE` writes"
            }
            throw Failure.unusable(message)
        }
    }

    static func page(at path: String) throws -> LessonPage {
        do throws(LessonErrors) {
            return try LessonPage(path: path)
        } catch {
            throw Failure.unusable(error.description)
        }
    }

    /// A scenario's text; anything that is not text, or too long to be one, is refused. Read on where the
    /// first byte was taken, and no further than a scenario goes: the path may be that of a pipe.
    private static func text(
        from file: FileHandle, after start: Data, _ path: String
    ) throws -> String {
        guard let rest = try? file.read(upToCount: longestScenario) ?? Data() else {
            throw Failure.unusable("\(path): this cannot be read")
        }
        let data = start + rest
        guard !data.isEmpty else { throw Failure.unusable("\(path): the file is empty") }
        guard data.count <= longestScenario else {
            throw Failure.unusable(
                "\(path): longer than \(longestScenario >> 20) MiB, which no scenario is")
        }
        guard let text = String(data: data, encoding: .utf8), !text.contains("\0") else {
            throw Failure.unusable(
                "\(path): neither a scenario, a lesson nor a trace; it is not text")
        }
        return text
    }

    private static let longestScenario = 1 << 20

    /// What it recorded, or records when it is run. A scenario in which a command fails is recorded as far
    /// as it went: that is when one wants to see it.
    func recordings() throws -> Recordings {
        switch self {
        case .trace(let recording, _): return Recordings(main: recording)
        case .lesson(let page):
            let run = LessonRun(page)
            if let error = run.errors.first { throw Failure.broken(error.description) }
            return Recordings(main: run.recording, worlds: run.run.recordings)
        case .scenario(let text, let path):
            let play = try Play(text, path: path, seed: nil)
            return Recordings(
                main: play.run.main.recording, worlds: play.run.recordings, failure: play.failure)
        }
    }

    /// What to call files that are made of it.
    var name: String {
        switch self {
        case .lesson(let page): page.name
        case .scenario(_, let path), .trace(_, let path):
            URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
        }
    }
}

/// The recordings of a source.
struct Recordings {
    var main: Recording
    /// The named worlds beside it.
    var worlds: [(name: String, recording: Recording)] = []
    /// The command that ended the run before its end; to be thrown when the rest is done.
    var failure: Failure?
}

/// A scenario that was run, as far as it went.
struct Play {
    private(set) var run: ScenarioRun
    /// The command that failed, if one did.
    private(set) var failure: Failure?

    /// - Parameter seed: instead of the one that the scenario sets.
    init(_ text: String, path: String, seed: UInt64?) throws {
        run = ScenarioRun(title: path)
        var commands: [Command]
        do throws(ScenarioError) {
            commands = try ScenarioParser.commands(in: text)
            if let seed {
                commands.removeAll { $0.setsSeed }
                commands.insert(
                    contentsOf: try ScenarioParser.commands(in: "set seed \(seed)"), at: 0)
            }
        } catch {
            throw Failure.unusable("\(path):\(error.line):\(error.column): \(error.explanation)")
        }
        for command in commands {
            do throws(ScenarioError) {
                try run.perform(command)
            } catch {
                failure = .broken("\(path):\(error.line):\(error.column): \(error.explanation)")
                return
            }
        }
    }
}

extension Command {
    fileprivate var setsSeed: Bool {
        if case .set(.seed, _) = action { true } else { false }
    }
}
