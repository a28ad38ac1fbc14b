import Flight
import Foundation
import Replication
import Synchronization
import Zab
import Znodes

/// One live server as its driver would run it, with a disk that finishes when it is told to; every input
/// goes to the recorder first.
struct LiveServer {
    private(set) var replica: Replica
    private(set) var now = Time.zero
    /// Every input with its time, and all effects, in order.
    private(set) var inputs: [(Replication.Input, Time)] = []
    private(set) var effects: [[Replication.Effect]] = []
    private var disk: [Durable] = []
    private(set) var log: Log
    private(set) var epochs: Epochs
    private var timers: [Zab.Timer: Time] = [:]
    private let note: (Replication.Input, Time) -> Void

    init(_ start: FlightStart, note: @escaping (Replication.Input, Time) -> Void = { _, _ in }) {
        replica = Replica(
            id: start.id, ensemble: start.ensemble, settings: start.settings,
            recovered: start.recovered, service: start.service)
        log = start.recovered.log
        epochs = start.recovered.epochs
        self.note = note
        tell(.peer(.start))
        while !replica.isServing { idle() }
    }

    mutating func tell(_ input: Replication.Input) {
        now = now + .microseconds(137)
        note(input, now)
        inputs.append((input, now))
        var effects: [Replication.Effect] = []
        replica.handle(input, now: now, into: &effects)
        self.effects.append(effects)
        for effect in effects { carryOut(effect) }
    }

    mutating func idle() {
        if !disk.isEmpty { return finish() }
        guard let (timer, due) = timers.min(by: { $0.value < $1.value }) else { return }
        timers[timer] = nil
        now = max(now, due)
        tell(.peer(.timer(timer)))
    }

    mutating func settle() {
        while !disk.isEmpty { finish() }
    }

    /// The disk has done what was asked for first. A flush takes along what was appended behind it.
    private mutating func finish() {
        let done = disk.removeFirst()
        if case .log = done {
            tell(.peer(.durable(.log(log.last))))
        } else {
            tell(.peer(.durable(done)))
        }
    }

    /// A client asks, and is answered.
    mutating func ask(_ connection: Connection, _ xid: Int32, _ request: Request) {
        tell(.client(.request(xid: xid, request), on: connection))
        settle()
    }

    /// A client opens a session, and gets its id.
    mutating func connect(_ connection: Connection) -> Int64 {
        tell(.client(.connect(ConnectRequest(timeout: 10_000)), on: connection))
        settle()
        for case .accept(connection, let session, _) in effects.joined() { return session }
        return 0
    }

    private mutating func carryOut(_ effect: Replication.Effect) {
        switch effect {
        case .peer(.append(let proposal)): log.append(proposal)
        case .peer(.flush): disk.append(.log(log.last))
        case .peer(.record(let epochs)):
            self.epochs = epochs
            disk.append(.epochs(epochs))
        case .peer(.start(let timer, let after)): timers[timer] = now + after
        case .peer(.cancel(let timer)): timers[timer] = nil
        case .saveSnapshot(let service):
            disk.append(.snapshot(Zxid(rawValue: UInt64(service.lastZxid))))
        default: break
        }
    }
}

extension FlightStart {
    static func alone(wallClock: Int64 = 1_700_000_000_000) -> FlightStart {
        let id = ServerID(1)
        return FlightStart(
            id: id, ensemble: Ensemble(voters: [id]), settings: Settings(wallClock: wallClock))
    }
}

/// A directory that goes with the test.
final class Folder: Sendable {
    let path: String

    init() throws {
        path =
            try FileManager.default.url(
                for: .itemReplacementDirectory, in: .userDomainMask,
                appropriateFor: FileManager.default.temporaryDirectory, create: true
            ).path + "/flight"
    }

    deinit {
        try? FileManager.default.removeItem(
            atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path)
    }

    func file(_ number: Int) -> String { path + "/flight-00000\(number).zfr" }

    func bytes(_ number: Int) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: file(number))))
    }

    func write(_ bytes: [UInt8], _ number: Int) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: file(number)))
    }

    /// Records what a live server does.
    func record(
        _ start: FlightStart = .alone(), limits: FlightLimits = FlightLimits(),
        _ body: (inout LiveServer) -> Void
    ) throws -> LiveServer {
        let recorder = try FlightRecorder(directory: path, start: start, limits: limits) {
            [self] end in ends.withLock { $0.append(end) }
        }
        var notes = FlightNotes()
        var server = LiveServer(start) {
            notes.note($0, now: $1)
            _ = recorder.take(&notes)
        }
        body(&server)
        recorder.close()
        return server
    }

    private let ends = Mutex<[FlightEnd]>([])
    /// Why recordings ended early.
    var endings: [FlightEnd] { ends.withLock { $0 } }
}
