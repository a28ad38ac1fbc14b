import Foundation

/// Reads a trace step by step, checking as it goes. The format is described in `SCHEMA.md`.
///
/// Fields that this version does not know are skipped. A key frame is compared with what the steps
/// before it add up to, and then taken off: it belongs to the file, not to the recording.
public struct TraceReader {
    public let header: Header
    private var lines: LineReader
    private var fold: StateFold
    private var last: Int?
    private let decoder = JSONDecoder()

    /// Opens the file and reads its header.
    public init(path: String) throws(TraceError) {
        try self.init(lines: LineReader(path: path))
    }

    public init(text: String, named name: String = "trace") throws(TraceError) {
        try self.init(lines: LineReader(text: text, named: name))
    }

    private init(lines: LineReader) throws(TraceError) {
        self.lines = lines
        guard let first = try self.lines.next() else {
            throw TraceError(file: lines.file, problem: .empty)
        }
        guard let version = try Self.version(in: first, decoder, at: self.lines) else {
            throw TraceError(file: lines.file, line: 1, problem: .notATrace)
        }
        guard version == 1 else {
            throw TraceError(file: lines.file, line: 1, problem: .wrongVersion(version))
        }
        header = try Self.decode(Header.self, first, decoder, at: self.lines)
        fold = StateFold(header: header)
    }

    /// The next step; nil at the end of the trace.
    public mutating func next() throws(TraceError) -> Step? {
        guard let line = try lines.next() else { return nil }
        if line.isEmpty { return try next() }
        var step = try Self.decode(Step.self, line, decoder, at: lines)
        try check(step)
        last = step.n
        if let frame = step.all, fold.steps > 0 || step.n == 1 {
            fold.apply(step)
            try compare(frame, at: step.n)
            step.all = nil
        } else {
            fold.apply(step)
        }
        return step
    }

    private func check(_ step: Step) throws(TraceError) {
        if let last, step.n != last + 1 {
            throw error(.outOfOrder(expected: last + 1, found: step.n))
        }
        if last == nil && step.n != 1 && step.all == nil {
            throw error(
                step.n < 1 ? .outOfOrder(expected: 1, found: step.n) : .noKeyFrame(step: step.n))
        }
        if let cause = step.cause, cause >= step.n {
            throw error(.causeNotEarlier(step: step.n, cause: cause))
        }
    }

    private func compare(_ frame: [String: ServerState], at step: Int) throws(TraceError) {
        for (lane, state) in fold.states.entries where frame[lane.name] != state {
            throw error(.keyFrameDisagrees(step: step, lane: lane))
        }
    }

    private func error(_ problem: TraceError.Problem) -> TraceError {
        TraceError(file: lines.file, line: lines.number, problem: problem)
    }

    /// What the first line says; nil where it is JSON but no header, as a page's `---` is a number.
    private static func version(
        in line: [UInt8], _ decoder: JSONDecoder, at lines: LineReader
    ) throws(TraceError) -> Int? {
        struct Version: Decodable { var zabscope: Int? }
        do {
            return try decode(Version.self, line, decoder, at: lines).zabscope
        } catch {
            if error.problem.isAboutWholeLine { return nil }
            throw error
        }
    }

    private static func decode<Value: Decodable>(
        _ type: Value.Type, _ line: [UInt8], _ decoder: JSONDecoder, at lines: LineReader
    ) throws(TraceError) -> Value {
        func error(_ problem: TraceError.Problem, column: Int? = nil) -> TraceError {
            TraceError(file: lines.file, line: lines.number, column: column, problem: problem)
        }
        // A reader of JSON would take rubbish with zeros in it for UTF-16.
        guard !line.contains(0), String(validating: line, as: UTF8.self) != nil else {
            throw error(.notText)
        }
        do {
            return try decoder.decode(type, from: Data(line))
        } catch let problem as DecodingError {
            let (problem, column) = problem.asProblem(in: Data(line))
            throw error(problem, column: column)
        } catch {
            throw TraceError(
                file: lines.file, line: lines.number, problem: .notJSON("\(error)"))
        }
    }
}

extension Recording {
    /// Reads a whole trace file.
    public init(path: String) throws(TraceError) {
        try self.init(reader: TraceReader(path: path))
    }

    /// Reads a trace from its text; `name` stands in error messages.
    public init(text: String, named name: String = "trace") throws(TraceError) {
        try self.init(reader: TraceReader(text: text, named: name))
    }

    private init(reader: TraceReader) throws(TraceError) {
        var reader = reader
        self.init(header: reader.header)
        while let step = try reader.next() { steps.append(step) }
    }
}
