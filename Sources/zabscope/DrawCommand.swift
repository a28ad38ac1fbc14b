public import ArgumentParser
public import Diagram
import Foundation
public import Picture
import Trace

struct DrawCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draw",
        abstract: "Draw a lesson, a scenario or a trace.",
        discussion: """
            Kinds: sequence (who sent what to whom), states (where every server stands), votes (who votes for \
            whom, and why), logs (what is in each server's log, on disk and committed). Without -o the \
            picture goes to Output/drawn/. A long run is drawn in several files, a window each.

            Examples:
              zabscope draw 01-one-write
              zabscope draw 04-first-election --kind votes --format png
              zabscope draw run.jsonl --steps 30...60 -o figure.pdf
              zabscope draw story.zab --format dot -o -
              zabscope draw flight --steps 1...40   what a live server recorded (zabd serve --record)
            """)

    @Argument(help: "A lesson (its name or page), a scenario, a trace or a recording's directory.")
    var source: String

    @Option(help: "sequence, states, votes or logs.")
    var kind = PictureKind.sequence

    @Option(help: "svg, png, pdf or dot; by default what the output file's name says, or svg.")
    var format: Format?

    @Option(help: ArgumentHelp("Only these steps.", valueName: "A...B"))
    var steps: StepRange?

    @Option(help: "For sequences: causal, order (a row a step) or time.")
    var scale = SequenceOptions.Scale.causal

    @Option(
        help: ArgumentHelp(
            "The columns, in this order; by default the servers, and the clients that do something.",
            valueName: "s1,s2,c1"))
    var lanes: String?

    @Option(
        help: ArgumentHelp("For sequences: rows in a file, 0 for all in one.", valueName: "rows"))
    var rows = 60

    @Option(help: "Draw the named world of the scenario instead of the main one.")
    var world: String?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The file; - is standard output.", valueName: "file"))
    var output: String?

    /// More would flood the folder.
    private static let mostFiles = 20

    func run() throws {
        let found = try Source.find(source)
        let recordings = try found.recordings()
        let recording = try chosen(of: recordings)
        guard let first = recording.steps.first?.n, let last = recording.steps.last?.n else {
            throw Failure.unusable("\(source): nothing happens in it")
        }
        let window = steps.map {
            max($0.first, first)...max(max($0.first, first), min($0.last, last))
        }
        if let steps, steps.first > last {
            throw Failure.unusable("--steps: the last step is \(last)")
        }
        let format = try chosenFormat()
        let figures = try figures(of: recording, window: window)
        if output == "-" && figures.count > 1 && format != .dot {
            throw Failure.unusable(
                "-o -: the run is long and becomes \(figures.count) pictures; --rows 0 makes one "
                    + "of them, --steps A...B draws a part")
        }
        for (index, figure) in figures.enumerated() {
            let number = figures.count > 1 ? "-\(index + 1)" : ""
            try write(
                figure, as: format, named: "\(found.name)-\(kind.rawValue)\(number)", number: number
            )
        }
        if let failure = recordings.failure { throw failure }
    }

    private func chosen(of recordings: Recordings) throws -> Recording {
        guard let world else { return recordings.main }
        guard let found = recordings.worlds.first(where: { $0.name == world }) else {
            let names = recordings.worlds.map(\.name).joined(separator: ", ")
            throw Failure.unusable(
                "--world: there is no \(world)" + (names.isEmpty ? "" : "; there are \(names)"))
        }
        return found.recording
    }

    private func figures(of recording: Recording, window: ClosedRange<Int>?) throws -> [Figure] {
        let columns = lanes.map { $0.split(separator: ",").map { Lane(String($0)) } }
        if let unknown = columns?.first(where: { $0.kind == .network }) {
            throw Failure.unusable("--lanes: \(unknown) is neither a server nor a client")
        }
        try recording.requireLanes(columns ?? [], for: "--lanes")
        let options = SequenceOptions(scale: scale, lanes: columns, leavesOutIdleClients: true)
        if kind != .sequence || window != nil || rows == 0 {
            return [kind.figure(of: recording, window: window, options: options)]
        }
        let pages = SequencePicture.pages(recording, rows: rows, options: options)
        if output != "-" && pages.count > Self.mostFiles {
            throw Failure.unusable(
                "\(source): the run is long and becomes \(pages.count) pictures, more than "
                    + "\(Self.mostFiles); --steps A...B draws a part, a greater --rows makes fewer "
                    + "of them, --rows 0 one")
        }
        return pages.map {
            kind.figure(of: recording, window: pages.count > 1 ? $0 : nil, options: options)
        }
    }

    /// What `--format` says, else what the file's name says, else SVG.
    private func chosenFormat() throws -> Format {
        if let format { return format }
        guard let output, output != "-" else { return .svg }
        let ending = URL(fileURLWithPath: output).pathExtension
        guard !ending.isEmpty else { return .svg }
        guard let format = Format(rawValue: ending.lowercased()) else {
            let known = Format.allCases.map(\.rawValue)
            throw Failure.unusable(
                "-o \(output): .\(ending) is none of " + Wording.and(known)
                    + "; say --format, or name the file otherwise")
        }
        return format
    }

    private func write(_ figure: Figure, as format: Format, named name: String, number: String)
        throws
    {
        let drawing: Drawing
        do throws(DiagramError) {
            drawing = try draw(figure, format)
        } catch {
            throw Failure.unusable("\(source): \(error.description)")
        }
        for warning in drawing.warnings { Console.complain("zabscope: \(warning)") }
        if output == "-" {
            return FileHandle.standardOutput.write(Data(drawing.bytes))
        }
        let path = try output.map { Self.numbered($0, number) } ?? defaultPath(name, format)
        try Files.write(drawing.bytes, to: path)
        Console.print(path)
    }

    private func defaultPath(_ name: String, _ format: Format) throws -> String {
        try Files.makeFolder("Output/drawn")
        return "Output/drawn/\(name).\(format.rawValue)"
    }

    private static func numbered(_ path: String, _ number: String) -> String {
        guard !number.isEmpty, let dot = path.lastIndex(of: ".") else { return path + number }
        return String(path[..<dot]) + number + path[dot...]
    }
}

extension Format: ExpressibleByArgument {}

extension SequenceOptions.Scale: ExpressibleByArgument {}
extension PictureKind: ExpressibleByArgument {}

/// `30...60`, or one step, `42`.
struct StepRange: ExpressibleByArgument {
    let first: Int
    let last: Int

    init?(argument: String) {
        let ends = argument.split(separator: ".", omittingEmptySubsequences: true).map { Int($0) }
        guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2,
            first >= 1, first <= last
        else { return nil }
        self.first = first
        self.last = last
    }
}
