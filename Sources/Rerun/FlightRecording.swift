public import Flight
public import Trace

/// A live server's recording, re-run: the steps that it took, one after the other.
///
/// Reading is lazy: what is in memory is the server itself, as it was, and one block of the file.
///
/// Several servers' recordings of one ensemble can be told apart by their lanes, and their messages have
/// the same names at both ends, counted on each connection; merging them is a matter of order.
public struct FlightRecording {
    private var reader: FlightReader
    private var rerun = ServerRerun()
    private var pending: ArraySlice<Step> = []
    private let path: String
    private var hasBegun = false
    /// Of the run with this number.
    private var ending: (run: Int, how: FlightEnding)?

    /// How far what is recorded goes; known at its end.
    public enum Reach: Hashable, Sendable {
        /// As far as the server ran, or as the version of the recording tells.
        case whole
        /// The server ran on unrecorded, and how that came.
        case cut(FlightEnding)
        /// Nobody has written an end: the server runs still, or was cut off.
        case open
    }

    /// How far the last run is recorded.
    public var reach: Reach {
        switch ending.flatMap({ $0.run == reader.runs ? $0.how : nil }) {
        case .stopped?: .whole
        case let ending?: .cut(ending)
        case nil: reader.knowsEnds ? .open : .whole
        }
    }

    /// What a reader of the steps should know.
    public enum Event {
        case step(Step)
        /// What the server did last is not recorded, so that what came before leads nowhere: the steps
        /// begin anew, with number 1. The file is that in which they do.
        case startsOver(file: String)
    }

    /// Opens a recording's directory, or the one run that begins in a file of it.
    public init(path: String) throws(FlightError) {
        self.path = path
        if let number = Self.number(ofFile: path) {
            let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            let directory = folder.isEmpty ? "." : folder.joined(separator: "/")
            let files = try FlightDirectory.files(in: directory)
            guard files.contains(where: { $0.number == number }) else {
                throw FlightError(file: path, problem: .missing)
            }
            let run = try FlightFile.head(of: path).run
            let rest = files.drop { $0.number < number }
            reader = FlightReader(
                rest.prefix { (try? FlightFile.head(of: $0.path).run) == run })
        } else {
            let files = try FlightDirectory.files(in: path)
            guard !files.isEmpty else { throw FlightError(file: path, problem: .empty) }
            reader = FlightReader(files)
        }
    }

    /// Whether the path leads to a file of a recording, by its name.
    public static func isFile(_ path: String) -> Bool { number(ofFile: path) != nil }

    private static func number(ofFile path: String) -> Int? {
        path.split(separator: "/").last.flatMap { FlightFormat.number(inName: String($0)) }
    }

    /// The next event; nil at the end.
    public mutating func next() throws(FlightError) -> Event? {
        while true {
            if let step = pending.popFirst() { return .step(step) }
            let file = reader.path
            guard let item = try reader.next() else {
                if !hasBegun { throw FlightError(file: path, problem: .nothingRecorded) }
                return nil
            }
            var steps: [Step] = []
            do throws(BadRecord) {
                switch item {
                case .start(let start):
                    hasBegun = true
                    guard try rerun.begin(start, &steps) else {
                        rerun = ServerRerun()
                        _ = try rerun.begin(start, &steps)
                        pending = steps[...]
                        return .startsOver(file: reader.path)
                    }
                case .input(let input, let now): try rerun.take(input, now: now, &steps)
                case .ended(let how): ending = (reader.runs, how)
                }
            } catch {
                throw FlightError(file: file, problem: .corrupt(error.reason))
            }
            pending = steps[...]
        }
    }

    /// The first line of the trace. It names every client once all steps have been taken.
    public var header: Header { rerun.header }

    /// Whether the recording ends with something that was never finished, which is left out.
    public var endsTorn: Bool { reader.endsTorn }
}

extension Recording {
    /// A live server's recording, all of it.
    public init(flight path: String) throws(FlightError) {
        var flight = try FlightRecording(path: path)
        var steps: [Step] = []
        while let event = try flight.next() {
            switch event {
            case .step(let step): steps.append(step)
            case .startsOver: steps = []
            }
        }
        self.init(header: flight.header, steps: steps)
    }
}
