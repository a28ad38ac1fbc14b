import Replication
import Zab
import Znodes

/// One server that is a quorum by itself, with a disk that finishes when it is told to.
struct Standalone {
    var replica: Replica
    private(set) var now = Time.zero
    private(set) var effects: [Replication.Effect] = []
    private var disk: [Durable] = []
    var isDiskIdle: Bool { disk.isEmpty }
    private var log = Log()
    private var timers: [Replication.Timer: Time] = [:]
    private var peerTimers: [Zab.Timer: Time] = [:]

    init(settings: Settings = Settings(), recovered: Recovered = Recovered()) {
        let id = ServerID(1)
        replica = Replica(
            id: id, ensemble: Ensemble(voters: [id]), settings: settings, recovered: recovered)
    }

    /// Elected and serving.
    static func serving(
        settings: Settings = Settings(), recovered: Recovered = Recovered()
    ) -> Standalone {
        var server = Standalone(settings: settings, recovered: recovered)
        server.tell(.peer(.start))
        while !server.replica.isServing { server.idle() }
        return server
    }

    mutating func tell(_ input: Replication.Input) {
        effects = []
        replica.handle(input, now: now, into: &effects)
        for effect in effects { carryOut(effect) }
    }

    /// Lets the disk finish one thing, or time pass to the next timer.
    mutating func idle() {
        if !disk.isEmpty { return finishDisk() }
        if let (timer, due) = peerTimers.min(by: { $0.value < $1.value }) {
            peerTimers[timer] = nil
            now = max(now, due)
            tell(.peer(.timer(timer)))
        }
    }

    var hasDiskWork: Bool { !disk.isEmpty }

    /// Lets time pass without a timer.
    mutating func pass(_ time: Time) { now = now + time }

    mutating func finishDisk() {
        guard !disk.isEmpty else { return }
        tell(.peer(.durable(disk.removeFirst())))
    }

    /// Lets time pass to the moment when the session timer fires.
    mutating func expireBucket() {
        guard let due = timers.removeValue(forKey: .sessionExpiry) else { return }
        now = due
        tell(.timer(.sessionExpiry))
    }

    /// A client with a session of its own.
    mutating func connect(_ connection: Connection, timeout: Int32 = 4_000) -> Int64 {
        tell(.client(.connect(ConnectRequest(timeout: timeout)), on: connection))
        finishDisk()
        for case .accept(connection, let session, _) in effects { return session }
        return 0
    }

    private mutating func carryOut(_ effect: Replication.Effect) {
        switch effect {
        case .peer(.append(let proposal)): log.append(proposal)
        case .peer(.flush): disk.append(.log(log.last))
        case .peer(.record(let epochs)): disk.append(.epochs(epochs))
        case .peer(.start(let timer, let after)): peerTimers[timer] = now + after
        case .peer(.cancel(let timer)): peerTimers[timer] = nil
        case .start(let timer, let after): timers[timer] = now + after
        case .cancel(let timer): timers[timer] = nil
        case .saveSnapshot(let service):
            disk.append(.snapshot(Zxid(rawValue: UInt64(service.lastZxid))))
        default: break
        }
    }

    /// What clients were told in the last step, in order.
    var told: [String] {
        effects.compactMap { effect in
            switch effect {
            case .accept(let connection, let session, _):
                "\(connection) \(session == 0 ? "expired" : "accepted")"
            case .reply(let connection, let reply):
                "\(connection) reply \(reply.xid) at \(reply.zxid): \(reply.outcome.text)"
            case .notify(let connection, let event): "\(connection) event \(event)"
            case .close(let connection, let reason): "\(connection) closed: \(reason.rawValue)"
            default: nil
            }
        }
    }
}
