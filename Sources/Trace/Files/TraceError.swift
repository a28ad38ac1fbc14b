/// Why a trace could not be read or written, and where.
public struct TraceError: Error, Hashable, Sendable, CustomStringConvertible {
    public var file: String
    /// From 1; nil where the file as a whole is meant.
    public var line: Int?
    /// From 1, in bytes; nil where only the line is known.
    public var column: Int?
    public var problem: Problem

    public enum Problem: Hashable, Sendable {
        case missing
        case directory
        case empty
        case unreadable(String)
        case unwritable(String)
        /// The line is longer than so many bytes.
        case lineTooLong(limit: Int)
        case notText
        case notJSON(String)
        /// The first line is JSON, but no header.
        case notATrace
        case wrongVersion(Int)
        /// A field is missing or has a value that this version does not know.
        case badField(path: String, String)
        case outOfOrder(expected: Int, found: Int)
        /// A step between two numbers cannot start a trace without a key frame.
        case noKeyFrame(step: Int)
        case causeNotEarlier(step: Int, cause: Int)
        case keyFrameDisagrees(step: Int, lane: Lane)
    }

    public init(file: String, line: Int? = nil, column: Int? = nil, problem: Problem) {
        self.file = file
        self.line = line
        self.column = column
        self.problem = problem
    }

    /// `run.jsonl:12:5: not JSON: …`
    public var description: String {
        var place = file
        if let line { place += ":\(line)" }
        if let column { place += ":\(column)" }
        return "\(place): \(problem.text)"
    }
}

extension TraceError.Problem {
    /// The line as a whole is not the JSON object that it should be.
    var isAboutWholeLine: Bool {
        if case .badField("", _) = self { true } else { false }
    }

    var text: String {
        switch self {
        case .missing: "there is no such file"
        case .directory: "this is a directory, not a trace"
        case .empty: "the file is empty"
        case .unreadable(let why): "cannot be read: \(why)"
        case .unwritable(let why): "cannot be written: \(why)"
        case .lineTooLong(let limit):
            "the line is longer than \(limit >> 20) MiB; no step of a trace is"
        case .notText: "this is no text in UTF-8, so no trace"
        case .notJSON(let why): "not JSON: \(why)"
        case .notATrace:
            "no trace: its first line must be a header that begins {\"zabscope\":1"
        case .wrongVersion(let version):
            "the trace is of version \(version); this program reads version 1"
        case .badField(let path, let why): path.isEmpty ? why : "field \(path): \(why)"
        case .outOfOrder(let expected, let found):
            "step \(found) stands where step \(expected) belongs"
        case .noKeyFrame(let step):
            "the trace begins at step \(step) without `all`, the state of all servers"
        case .causeNotEarlier(let step, let cause):
            "step \(step) names step \(cause) as its cause, which does not come before it"
        case .keyFrameDisagrees(let step, let lane):
            "the key frame of step \(step) differs from the steps before it at \(lane)"
        }
    }
}
