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
    /// replaced only once the new one is whole.
    static func write(_ path: String, to output: String) throws -> Int {
        // Who the clients are, and where the last gap was, is known at the end; the first line tells it.
        var beginnings = 0
        var count = 0
        let header = try rerun(path, notice: Console.complain) { step in
            if step.n == 1 { beginnings += 1 }
            count = step.n
        }
        let draft = output + ".part"
        guard FileManager.default.createFile(atPath: draft, contents: nil),
            let file = FileHandle(forWritingAtPath: draft)
        else { throw Failure.unusable("\(output): this cannot be written") }
        defer { try? FileManager.default.removeItem(atPath: draft) }
        var writer = TraceWriter(header: header)
        var text = writer.headerLine + "\n"
        _ = try rerun(path, notice: { _ in }) { step in
            if step.n == 1 { beginnings -= 1 }
            guard beginnings == 0 else { return }
            text += writer.line(for: step) + "\n"
            if text.utf8.count > 1 << 20 { try flush(&text, to: file, output) }
        }
        try flush(&text, to: file, output)
        guard rename(draft, output) == 0 else {
            throw Failure.unusable("\(output): this cannot be written")
        }
        return count
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
        var flight = try opened(path)
        while let event = try next(of: &flight) {
            switch event {
            case .step(let step): try body(step)
            case .startsOver(let file):
                notice(
                    "zabscope: \(path): the server ran unrecorded before \(file), so the trace "
                        + "begins there")
            }
        }
        if flight.endsTorn {
            notice(
                "zabscope: \(path): the recording breaks off in the middle of a write; what was "
                    + "whole is here")
        }
        return flight.header
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
