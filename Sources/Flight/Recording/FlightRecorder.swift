import Dispatch
import Synchronization
import Threads

/// Writes down what happens to a live server: its starting state and every input, nearly for free.
///
/// Re-running `Replica.handle` over them gives every step and every state again (`FlightRecording`).
/// Inputs are encoded where they happen (`FlightNotes`) and handed to a thread that writes; whoever notes one
/// never waits for the disk. When the disk cannot follow, or the limit is reached, recording ends, once and
/// for good, and says so; the server goes on.
public final class FlightRecorder: Sendable {
    private let desk = Mutex(Desk())
    /// Counts: something lies on the desk where nothing did, a block is full, the recorder closes.
    private let bell = DispatchSemaphore(value: 0)
    private let thread = Mutex<OwnThread?>(nil)
    private let limits: FlightLimits
    private let notice: @Sendable (FlightEnd) -> Void

    /// What waits for the thread.
    private struct Desk {
        var bytes: [UInt8] = []
        var isClosing = false
        /// Nothing more is recorded.
        var isOver = false
    }

    /// A block is written when so much waits, or a while after its first record.
    private static let blockLength = 256 << 10
    private static let gathering = DispatchTimeInterval.milliseconds(50)

    /// Begins a new run in the directory, which is made where there is none.
    ///
    /// - Parameters:
    ///   - program: name and version, for readers that are older than it; up to 16 letters.
    ///   - notice: is told, at most once and on any thread, that recording has ended before `close()`.
    public init(
        directory: String, start: FlightStart, limits: FlightLimits = FlightLimits(),
        program: String = "zabd", notice: @escaping @Sendable (FlightEnd) -> Void
    ) throws(FlightError) {
        self.limits = limits
        self.notice = notice
        let writer = try FlightWriter(directory: directory, limits: limits, program: program)
        thread.withLock { thread in
            thread = OwnThread { [self] in
                write(StartWriter(start), with: writer)
            }
        }
    }

    /// Takes what was noted since the last time. False when nothing more is recorded.
    public func take(_ notes: inout FlightNotes) -> Bool {
        if notes.bytes.isEmpty { return true }
        defer { notes.clear() }
        var isFull = false
        let (rings, goesOn) = desk.withLock { desk in
            if desk.isOver || desk.isClosing { return (false, false) }
            let before = desk.bytes.count
            desk.bytes.append(contentsOf: notes.bytes)
            isFull = desk.bytes.count > limits.waiting
            if isFull {
                desk.isOver = true
                desk.bytes = []
            }
            let isBlock = before < Self.blockLength && desk.bytes.count >= Self.blockLength
            return (before == 0 || isBlock, !isFull)
        }
        if rings || isFull { bell.signal() }
        if isFull { notice(.diskTooSlow(limits)) }
        return goesOn
    }

    /// Writes what waits, and ends. Blocks until that has happened.
    public func close() {
        let isFirst = desk.withLock { desk in
            defer { desk.isClosing = true }
            return !desk.isClosing
        }
        guard isFirst else { return }
        bell.signal()
        thread.withLock { $0 }?.join()
    }

    // MARK: - On the writing thread

    private func write(_ start: consuming StartWriter, with writer: consuming FlightWriter) {
        var ending = FlightEnding.stopped
        do throws(FlightError.Stop) {
            try writeStart(start, with: &writer)
            while let bytes = nextBlock() { try writer.write(bytes) }
            if desk.withLock({ $0.isOver }) { ending = .diskTooSlow }
        } catch {

            let isFirst = desk.withLock { desk in
                defer {
                    desk.isOver = true
                    desk.bytes = []
                }
                return !desk.isOver
            }
            ending = isFirst ? error.end.ending : .diskTooSlow
            if isFirst { notice(error.end) }
        }
        writer.finish(ending)
    }

    private func writeStart(
        _ start: consuming StartWriter, with writer: inout FlightWriter
    ) throws(FlightError.Stop) {
        var block: [UInt8] = []
        while !start.isAtEnd {
            start.write(to: &block)
            if block.count >= Self.blockLength || start.isAtEnd {
                try writer.write(block)
                block.removeAll(keepingCapacity: true)
            }
        }
    }

    /// What lies on the desk, once there is enough of it; nil at the end.
    private func nextBlock() -> [UInt8]? {
        bell.wait()
        let isWaiting = desk.withLock {
            !$0.isClosing && !$0.isOver && $0.bytes.count < Self.blockLength
        }
        if isWaiting { _ = bell.wait(timeout: .now() + Self.gathering) }
        return desk.withLock { desk in
            if desk.bytes.isEmpty { return desk.isClosing || desk.isOver ? nil : [] }
            var bytes: [UInt8] = []
            bytes.reserveCapacity(desk.isClosing ? 0 : Self.blockLength)
            swap(&bytes, &desk.bytes)
            // There will be no other ring, and the end is still to be seen.
            if desk.isClosing { bell.signal() }
            return bytes
        }
    }
}
