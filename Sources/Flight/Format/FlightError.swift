/// Why a recording cannot be written or read: which file, where in it, and the reason.
public struct FlightError: Error, Hashable, Sendable, CustomStringConvertible {
    public var file: String
    /// In bytes from the beginning; nil where the file, or the directory, as a whole is meant.
    public var offset: Int?
    public var problem: Problem

    public enum Problem: Hashable, Sendable {
        case missing
        case notADirectory
        /// Nothing in the directory is a recording.
        case empty
        case unreadable(String)
        case unwritable(String)
        /// Another server records into this directory.
        case inUse
        case notARecording
        /// Written by a later program than this one, which it names.
        case newerVersion(Int, by: String)
        /// Bytes that are not what was written, with sound ones behind them.
        case corrupt(String)
        /// A file that stood between others is gone.
        case fileMissing(String)
        /// The file belongs to the middle of a run; reading begins where a run does.
        case noBeginning
        /// The files are there, and no run in them has a whole starting state.
        case nothingRecorded
    }

    public init(file: String, offset: Int? = nil, problem: Problem) {
        self.file = file
        self.offset = offset
        self.problem = problem
    }

    /// `flights/flight-000002.zfr at byte 4096: corrupt: …`
    public var description: String {
        let place = offset.map { "\(file) at byte \($0)" } ?? file
        return "\(place): \(problem.text)"
    }
}

extension FlightError.Problem {
    fileprivate var text: String {
        switch self {
        case .missing: "there is no such file or directory"
        case .notADirectory: "this is not a directory"
        case .empty:
            "no recording is in this directory; `zabd serve --record DIR` makes one, in files "
                + "called flight-000001.zfr and so on"
        case .unreadable(let why): "cannot be read: \(why)"
        case .unwritable(let why): "cannot be written: \(why)"
        case .inUse: "another server records into this directory; give each its own"
        case .notARecording: "this is no recording, or its first bytes are damaged"
        case .newerVersion(let version, let program):
            "the recording is of version \(version), made by \(program); this program reads up to "
                + "version \(FlightFormat.version), so a newer zabscope is needed"
        case .corrupt(let why):
            "corrupt: \(why). What comes before can be read once this file and those after it are "
                + "moved away"
        case .fileMissing(let name):
            "the recording goes on here, but \(name) before it is missing; put it back, or move "
                + "this file and those after it away"
        case .noBeginning:
            "the recording does not begin here; open the directory, or the first file of a run"
        case .nothingRecorded:
            "nothing is recorded here: no server has begun in it yet, or the recording ended before that"
        }
    }
}
