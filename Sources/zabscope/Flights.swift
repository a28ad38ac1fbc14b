import Flight
import Foundation
import Rerun
import Trace

/// Recordings of live servers.
enum Flights {
    /// Whether the path leads to one: a directory, or a file that is named like one of its files.
    static func isFlight(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            return false
        }
        return isDirectory.boolValue || FlightRecording.isFile(path)
    }

    /// The whole trace, in memory.
    static func recording(_ path: String) throws -> Recording {
        var steps: [Step] = []
        let header = try rerun(path, notice: Console.complain) { step in
            if step.n == 1 { steps = [] }
            steps.append(step)
        }
        return Recording(header: header, steps: steps)
    }

    /// Writes the trace as it comes, however long it is: how many steps it has. An earlier file is
    /// replaced only once the new one is whole; `-` is standard output.
    static func write(_ path: String, to output: String) throws -> Int {
        // Who the clients are, and where the last gap was, is known at the end; the first line tells it.
        var beginnings = 0
        var count = 0
        let header = try rerun(path, notice: Console.complain) { step in
            if step.n == 1 { beginnings += 1 }
            count = step.n
        }
        let draft = output == "-" ? nil : output + ".part"
        let file = try draft.map { try created($0, for: output) } ?? .standardOutput
        defer { if let draft { try? FileManager.default.removeItem(atPath: draft) } }
        var writer = TraceWriter(header: header)
        var text = writer.headerLine + "\n"
        _ = try rerun(path, notice: { _ in }) { step in
            if step.n == 1 { beginnings -= 1 }
            guard beginnings == 0 else { return }
            text += writer.line(for: step) + "\n"
            if text.utf8.count > 1 << 20 { try flush(&text, to: file, output) }
        }
        try flush(&text, to: file, output)
        if let draft, rename(draft, output) != 0 {
            let why = String(cString: strerror(errno))
            throw Failure.unusable("\(output): this cannot be written: \(why)")
        }
        return count
    }

    private static func created(_ draft: String, for output: String) throws -> FileHandle {
        try Files.write([], to: draft, named: output)
        guard let file = FileHandle(forWritingAtPath: draft) else {
            throw Failure.unusable("\(output): this cannot be written")
        }
        return file
    }

    private static func flush(_ text: inout String, to file: FileHandle, _ path: String) throws {
        do {
            try file.write(contentsOf: Data(text.utf8))
        } catch {
            let why = (error as NSError).localizedDescription
            throw Failure.unusable("\(path): cannot be written: \(why)")
        }
        text = ""
    }

    /// Step by step; one with number 1 begins the trace, or begins it anew behind a gap.
    private static func rerun(
        _ path: String, notice: (String) -> Void, _ body: (Step) throws -> Void
    ) throws -> Header {
        func tell(_ text: String) {
            Console.endProgress()
            notice("zabscope: \(path): \(text)")
        }
        defer { Console.endProgress() }
        var flight = try opened(path)
        while let event = try next(of: &flight) {
            switch event {
            case .step(let step):
                if step.n % 5_000 == 0 { Console.progress("\(path): step \(step.n)") }
                try body(step)
            case .startsOver(let file):
                tell(
                    "what the server did last before \(file) is not recorded: it was killed, or ran "
                        + "unrecorded. So the trace begins there; name an earlier file to see what "
                        + "came before")
            }
        }
        if flight.endsTorn {
            tell("the recording breaks off in the middle of a write; what was whole is here")
        } else if let end = text(of: flight.reach) {
            tell(end)
        }
        return flight.header
    }

    private static func text(of reach: FlightRecording.Reach) -> String? {
        switch reach {
        case .whole: nil
        case .cut(.limitReached):
            "the recording had reached its limit and ended here; the server went on"
        case .cut(.diskTooSlow):
            "the disk did not keep up, and the recording ended here; the server went on"
        case .cut: "the recording could not be written, and ended here; the server went on"
        case .open:
            "the recording has no end: the server still runs, or was killed and may have done more"
        }
    }

    private static func opened(_ path: String) throws -> FlightRecording {
        do throws(FlightError) {
            return try FlightRecording(path: path)
        } catch {
            throw Failure.unusable(error.description)
        }
    }

    private static func next(of flight: inout FlightRecording) throws -> FlightRecording.Event? {
        do throws(FlightError) {
            return try flight.next()
        } catch {
            throw Failure.unusable(error.description)
        }
    }
}
