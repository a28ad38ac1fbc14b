import Jute
import Replication
import Zab
import Znodes

/// Writes a starting state record by record, so that a large one is never in memory twice.
struct StartWriter {
    private let start: FlightStart
    private var state: SnapshotWriter
    private var stage = Stage.start
    private var last: Zxid

    private enum Stage { case start, log, state, end }

    /// How many nodes a record holds.
    private static let pieceNodes = 256

    init(_ start: FlightStart) {
        self.start = start
        state = SnapshotWriter(start.service)
        last = start.recovered.log.base
    }

    var isAtEnd: Bool { stage == .end }

    /// Appends the next record.
    mutating func write(to bytes: inout [UInt8]) {
        switch stage {
        case .start:
            bytes.put(RecordTag.start, 0)
            bytes.put(start)
            bytes.put(RecordTag.settings, 0)
            bytes.put(start.settings.service.acceptsSASL)
            bytes.put(start.settings.service.acceptsX509)
            bytes.put(start.settings.service.reconfigEnabled)
            bytes.put(RecordTag.replayed, 0)
            bytes.put(signed: Int64(start.recovered.replayed))
            bytes.put(signed: Int64(start.recovered.snapshotNodes))
            stage = .log
        case .log:
            if let entry = start.recovered.log.next(after: last) {
                bytes.put(RecordTag.logEntry, 0)
                bytes.put(entry)
                last = entry.zxid
            } else {
                stage = .state
            }
        case .state:
            if let piece = state.next(nodes: Self.pieceNodes) {
                bytes.put(RecordTag.statePiece, 0)
                bytes.put(piece)
            } else {
                bytes.put(RecordTag.ready, 0)
                stage = .end
            }
        case .end: break
        }
    }
}

extension [UInt8] {
    fileprivate mutating func put(_ start: FlightStart) {
        put(start.id)
        put(start.ensemble)
        put(start.settings)
        put(start.recovered.epochs)
        put(start.recovered.isComplete)
        put(start.recovered.log.base)
    }

    private mutating func put(_ servers: ServerSet) {
        put(UInt64(servers.count))
        for server in servers { put(server) }
    }

    private mutating func put(_ ensemble: Ensemble) {
        put(ensemble.voters)
        put(ensemble.observers)
        switch ensemble.quorums {
        case .majority(let voters):
            append(0)
            put(voters)
        case .hierarchical(let groups):
            append(1)
            put(UInt64(groups.count))
            for group in groups {
                put(UInt64(group.weights.count))
                for (server, weight) in group.weights.entries {
                    put(server)
                    put(signed: Int64(weight))
                }
            }
        }
    }

    private mutating func put(_ settings: Replication.Settings) {
        put(settings.timing)
        put(settings.service.skipACL)
        put(settings.service.extendedTypesEnabled)
        put(settings.service.enforceQuota)
        put(signed: settings.service.containerMaxNeverUsed)
        put(signed: Int64(settings.service.maxTransactionBytes))
        put(signed: settings.containerCheckInterval.nanoseconds)
        put(signed: Int64(settings.containersPerMinute))
        put(signed: Int64(settings.minSessionTimeout))
        put(signed: Int64(settings.maxSessionTimeout))
        put(signed: Int64(settings.snapCount))
        put(signed: Int64(settings.snapshotPieceNodes))
        put(signed: settings.wallClock)
    }

    private mutating func put(_ timing: Timing) {
        put(signed: timing.tick.nanoseconds)
        put(signed: timing.initLimit)
        put(signed: timing.syncLimit)
        put(signed: timing.finalizeWait.nanoseconds)
        put(signed: timing.notificationFirst.nanoseconds)
        put(signed: timing.notificationLast.nanoseconds)
        put(signed: Int64(timing.connectAttempts))
        put(signed: timing.connectDelay.nanoseconds)
        put(signed: Int64(timing.window))
        put(UInt64(timing.lastCounter))
    }
}

/// Puts a starting state together from its records.
struct StartReader {
    private var start: FlightStart
    private let epochs: Epochs
    private let isComplete: Bool
    private var log: Log
    private var replayed: (transactions: Int, snapshotNodes: Int)?
    private var state = SnapshotReader()

    /// From the record `start`.
    init(from reader: inout FieldReader) throws(BadRecord) {
        start = FlightStart(
            id: try reader.server(), ensemble: try reader.ensemble(),
            settings: try reader.settings())
        // Servers that wrote version 1 asked nobody.
        start.settings.service.acceptsSASL = true
        epochs = try reader.epochs()
        isComplete = try reader.flag()
        log = Log(base: try reader.zxid())
        guard start.ensemble.members.contains(start.id) else {
            throw BadRecord("\(start.id) is no member of its ensemble")
        }
    }

    /// From the record `settings`.
    mutating func takeSettings(from reader: inout FieldReader) throws(BadRecord) {
        start.settings.service.acceptsSASL = try reader.flag()
        start.settings.service.acceptsX509 = try reader.flag()
        start.settings.service.reconfigEnabled = try reader.flag()
    }

    /// From the record `replayed`.
    mutating func takeReplayed(from reader: inout FieldReader) throws(BadRecord) {
        let (transactions, nodes) = (
            try reader.signedInteger() as Int, try reader.signedInteger() as Int
        )
        guard transactions >= 0, nodes >= 0 else {
            throw BadRecord("\(transactions) transactions behind \(nodes) nodes cannot be")
        }
        replayed = (transactions, nodes)
    }

    mutating func takeEntry(from reader: inout FieldReader) throws(BadRecord) {
        let proposal = try reader.proposal()
        guard proposal.zxid > log.last else {
            throw BadRecord("\(proposal.zxid) cannot stand behind \(log.last) in a log")
        }
        log.append(proposal)
    }

    mutating func takePiece(from reader: inout FieldReader) throws(BadRecord) {
        let piece = try reader.bytes()
        do throws(JuteError) {
            try state.feed(piece)
        } catch {
            throw BadRecord("the starting state: \(error)")
        }
    }

    consuming func finish() throws(BadRecord) -> FlightStart {
        do throws(JuteError) {
            start.service = try state.finish(zxid: Int64(bitPattern: log.base.rawValue))
        } catch {
            throw BadRecord("the starting state: \(error)")
        }
        start.recovered = Recovered(
            epochs: epochs, log: log, replayed: replayed?.transactions ?? 0,
            snapshotNodes: replayed?.snapshotNodes ?? 0, isComplete: isComplete)
        start.knowsSnapshotRule = replayed != nil
        return start
    }
}

extension FieldReader {
    private mutating func servers() throws(BadRecord) -> ServerSet {
        var servers = ServerSet()
        for _ in 0..<(try count()) { servers.insert(try server()) }
        return servers
    }

    fileprivate mutating func ensemble() throws(BadRecord) -> Ensemble {
        let voters = try servers()
        let observers = try servers()
        guard !voters.isEmpty, !voters.intersects(observers) else {
            throw BadRecord("an ensemble has voters, and a server votes or observes")
        }
        return Ensemble(voters: voters, observers: observers, quorums: try quorums())
    }

    private mutating func quorums() throws(BadRecord) -> QuorumSystem {
        switch try byte() {
        case 0: return .majority(try servers())
        case 1:
            var groups: [QuorumSystem.Group] = []
            for _ in 0..<(try count()) {
                var weights: [(ServerID, Int)] = []
                for _ in 0..<(try count()) {
                    weights.append((try server(), try signedInteger()))
                }
                groups.append(QuorumSystem.Group(weights))
            }
            return .hierarchical(groups)
        case let other: throw BadRecord("\(other) is no kind of quorums")
        }
    }

    fileprivate mutating func settings() throws(BadRecord) -> Replication.Settings {
        var settings = Replication.Settings(timing: try timing())
        settings.service.skipACL = try flag()
        settings.service.extendedTypesEnabled = try flag()
        settings.service.enforceQuota = try flag()
        settings.service.containerMaxNeverUsed = try signed()
        settings.service.maxTransactionBytes = try signedInteger()
        settings.containerCheckInterval = .nanoseconds(try signed())
        settings.containersPerMinute = try signedInteger()
        settings.minSessionTimeout = try signedInteger()
        settings.maxSessionTimeout = try signedInteger()
        settings.snapCount = try signedInteger()
        settings.snapshotPieceNodes = try signedInteger()
        settings.wallClock = try signed()
        guard settings.snapshotPieceNodes > 0, settings.timing.tick > .zero else {
            throw BadRecord("settings that no server starts with")
        }
        return settings
    }

    private mutating func timing() throws(BadRecord) -> Timing {
        var timing = Timing()
        timing.tick = .nanoseconds(try signed())
        timing.initLimit = try signed()
        timing.syncLimit = try signed()
        timing.finalizeWait = .nanoseconds(try signed())
        timing.notificationFirst = .nanoseconds(try signed())
        timing.notificationLast = .nanoseconds(try signed())
        timing.connectAttempts = try signedInteger()
        timing.connectDelay = .nanoseconds(try signed())
        timing.window = try signedInteger()
        timing.lastCounter = try integer()
        return timing
    }
}
