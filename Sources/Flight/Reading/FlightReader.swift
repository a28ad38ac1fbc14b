package import Replication
package import Zab

/// What a recording holds, one after the other: the beginnings of runs, and inputs with their times.
package struct FlightReader {
    package enum Item {
        case start(FlightStart)
        case input(Replication.Input, now: Time)
        case ended(FlightEnding)
    }

    private var files: ArraySlice<FlightDirectory.Entry>
    private var file: FlightFile?
    /// The file before, of which this one is the continuation unless it begins a run.
    private var previous: (head: FileHead, name: String, isTorn: Bool)?
    private var block = FieldReader([])
    private var blockOffset = 0
    private var now: Int64 = 0
    /// Whether the starting state of the present run is complete.
    private var isRunning = false
    /// How many runs have begun, whole or not.
    package private(set) var runs = 0

    package init(_ files: some Sequence<FlightDirectory.Entry>) { self.files = Array(files)[...] }

    /// The file that is being read.
    package var path: String { file?.path ?? previous?.name ?? "" }
    /// Whether something at the end of the last file was never finished and is left out.
    package var endsTorn: Bool { file == nil && previous?.isTorn == true }

    /// Whether the last file is of a version that says how a recording ends.
    package var knowsEnds: Bool {
        (file?.head ?? previous?.head).map { $0.version >= FlightFormat.versionWithEnds } ?? true
    }

    package mutating func next() throws(FlightError) -> Item? {
        var start: StartReader?
        while try fill(resetting: &start) {
            let place = block.position
            do throws(BadRecord) {
                if let item = try record(&start) { return item }
            } catch {
                throw FlightError(
                    file: path, offset: blockOffset + FlightFormat.blockHeadLength + place,
                    problem: .corrupt(error.reason))
            }
        }
        return nil
    }

    private mutating func record(_ start: inout StartReader?) throws(BadRecord) -> Item? {
        let number = try block.byte()
        guard let tag = RecordTag(rawValue: number) else {
            throw BadRecord("\(number) is no kind of record")
        }
        let elapsed = try block.signed()
        switch tag {
        case .start:
            start = try StartReader(from: &block)
            now = 0
            return nil
        case .settings:
            guard start != nil else { throw BadRecord("settings stand among the inputs") }
            try start?.takeSettings(from: &block)
            return nil
        case .replayed:
            guard start != nil else {
                throw BadRecord("a count of replays stands among the inputs")
            }
            try start?.takeReplayed(from: &block)
            return nil
        case .logEntry:
            guard start != nil else { throw BadRecord("a log entry stands among the inputs") }
            try start?.takeEntry(from: &block)
            return nil
        case .statePiece:
            guard start != nil else { throw BadRecord("a piece of state stands among the inputs") }
            try start?.takePiece(from: &block)
            return nil
        case .ready:
            guard let whole = start.take() else { throw BadRecord("a run is ready twice") }
            isRunning = true
            return .start(try whole.finish())
        case .ended:
            guard let ending = FlightEnding(rawValue: try block.byte()) else {
                throw BadRecord("nobody knows an end of that kind")
            }
            isRunning = false
            return .ended(ending)
        default:
            guard isRunning else { throw BadRecord("an input comes before the starting state") }
            now &+= elapsed
            return .input(try block.input(tag), now: .nanoseconds(now))
        }
    }

    /// Makes sure that a record stands ready; false at the end. A run whose starting state was never
    /// finished is passed over.
    private mutating func fill(resetting start: inout StartReader?) throws(FlightError) -> Bool {
        while block.isAtEnd {
            if file == nil {
                guard try openNext() else { return false }
                if file?.head.part == 1 {
                    runs += 1
                    start = nil
                    isRunning = false
                }
                continue
            }
            blockOffset = file?.offset ?? 0
            if let records = try file?.next() {
                block = FieldReader(records)
            } else if let over = file {
                previous = (over.head, over.path, over.isTorn)
                file = nil
            }
        }
        return true
    }

    private mutating func openNext() throws(FlightError) -> Bool {
        guard let entry = files.popFirst() else { return false }
        guard let next = try FlightFile(path: entry.path) else {
            // Nothing was recorded in it; only the end of a run may look like that, or one that never began.
            runs += 1
            if let previous { self.previous = (previous.head, previous.name, true) }
            return true
        }
        if next.head.part > 1 {
            guard let previous, previous.head.run == next.head.run else {
                throw FlightError(file: entry.path, problem: .noBeginning)
            }
            guard previous.head.part + 1 == next.head.part else {
                let name = FlightFormat.name(ofFile: entry.number - 1)
                throw FlightError(file: entry.path, problem: .fileMissing(name))
            }
            guard !previous.isTorn else {
                throw FlightError(
                    file: previous.name,
                    problem: .corrupt("its end is missing, and the run goes on in \(entry.path)"))
            }
        }
        file = next
        return true
    }
}
