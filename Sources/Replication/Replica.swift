public import Zab
public import Znodes

/// One whole server as a value: a Zab peer and the znodes, joined by the request pipeline
/// (`QuorumPeer` with its `ZooKeeperServer`).
///
/// A driver tells it what happened and carries out the effects in order; the simulator and the real
/// server run this same type. Client requests enter the pipeline here, become transactions on the
/// leader, travel through the peer, and are applied and answered when the peer delivers them.
public struct Replica: Hashable, Sendable {
    public let settings: Settings
    /// Whether it tells what only a trace reads: each decision of its peer, what was proposed, what was
    /// applied. What it does is the same without.
    let narrates: Bool
    public internal(set) var peer: Peer
    /// What is replicated, as of the last transaction delivered.
    public internal(set) var service: Service
    public internal(set) var clients = ClientTable()
    /// The watches that this server's clients have left here.
    public internal(set) var watches = WatchTable()
    /// What this server owes the others while it serves; nil while it does not.
    public internal(set) var duty: Duty?
    /// Snapshots on their way to learners.
    var transfers = ServerMap<SnapshotWriter>()
    /// The leader's snapshot, as far as it has come.
    var incoming: SnapshotReader?
    var unsaved: UnsavedChanges
    /// Room for the peer's effects; empty between inputs.
    private var scratch: [Zab.Effect] = []
    /// Room for what a transaction changes; empty between transactions.
    var changes: [TreeChange] = []
    /// How far the wall clock was set forward in this life, in ms; negative for back.
    private var clockCorrection: Int64 = 0
    /// The next session id to give out (`SessionTrackerImpl.initializeNextSessionId`).
    var nextSession: Int64 = 0

    /// A server that has read its disk and waits for `.peer(.start)`.
    ///
    /// - Parameters:
    ///   - service: the state of the newest durable snapshot and `recovered.replayed` transactions behind it, at
    ///     `recovered.log.base`.
    ///   - narrates: false saves a busy server the effects that only a trace reads.
    public init(
        id: ServerID, ensemble: Ensemble, settings: Settings = Settings(), rules: Rules = Rules(),
        recovered: Recovered = Recovered(), service: Service = Service(), narrates: Bool = true
    ) {
        precondition(
            service.lastZxid == Int64(bitPattern: recovered.log.base.rawValue),
            "the log begins where the state ends")
        self.settings = settings
        self.service = service
        unsaved = UnsavedChanges(to: service, recovered)
        self.narrates = narrates
        peer = Peer(
            id: id, ensemble: ensemble, timing: settings.timing, rules: rules, recovered: recovered,
            narrates: narrates)
    }

    public var id: ServerID { peer.common.id }
    public var isServing: Bool { duty != nil }
    /// The zxid of the state that reads see.
    public var lastZxid: Zxid { Zxid(rawValue: UInt64(bitPattern: service.lastZxid)) }

    public mutating func handle(_ input: Input, now: Time, into effects: inout [Effect]) {
        switch input {
        case .peer(let input):
            if case .start = input { nextSession = firstSession(now: now) }
            switch input {
            case .connected(.learner(let learner)), .disconnected(.learner(let learner)):
                endTransfer(to: learner, into: &effects)
            default: break
            }
            run(input, now: now, into: &effects)
        case .client(let input, let connection):
            handle(input, on: connection, now: now, into: &effects)
        case .timer(.sessionExpiry):
            expireSessions(now: now, into: &effects)
        case .timer(.containerCheck):
            reap(now: now, into: &effects)
        case .timer(.snapshotPiece(let learner)):
            sendPiece(to: learner, now: now, into: &effects)
        case .clock(let shown):
            clockCorrection &+= shown &- wallClock(now)
        }
        saveSnapshotIfDue(into: &effects)
    }

    /// Lets the peer handle an input, and answers those of its effects that are meant for this layer.
    mutating func run(_ input: Zab.Input, now: Time, into effects: inout [Effect]) {
        // Taken out while it is in use: answering may make the peer handle something else.
        var answers = scratch
        scratch = []
        peer.handle(input, now: now, into: &answers)
        answers.drain { take($0, now: now, into: &effects) }
        scratch = answers
    }

    private mutating func take(_ effect: Zab.Effect, now: Time, into effects: inout [Effect]) {
        switch effect {
        case .deliver(let proposal):
            apply(proposal, now: now, into: &effects)
        case .saveSnapshot(let zxid):
            // Another state than the leader's would be one that could not be read; see `receive`.
            guard lastZxid == zxid else { return }
            saveSnapshot(into: &effects)
        case .sendSnapshot(let learner):
            beginTransfer(to: learner, now: now, into: &effects)
        case .receiveSnapshot(let bytes, let isLast, let zxid):
            receive(bytes, isLast: isLast, at: zxid, now: now, into: &effects)
        case .received(let message, let sender):
            receive(message, from: sender, now: now, into: &effects)
        case .connect:
            // What a former leader sent of its state is of no use to the next one's.
            incoming = nil
            effects.append(.peer(effect))
        case .disconnect(let link):
            effects.append(.peer(effect))
            if case .learner(let learner) = link { endTransfer(to: learner, into: &effects) }
        case .serve(let serving):
            effects.append(.peer(effect))
            serve(serving, now: now, into: &effects)
        case .retire:
            effects.append(.peer(effect))
            retire(into: &effects)
        case .decided, .ignored:
            if narrates { effects.append(.peer(effect)) }
        default:
            effects.append(.peer(effect))
        }
    }

    /// What the wall clock shows, in ms since 1970: when nodes were made and changed, if this server leads.
    public func wallClock(_ now: Time) -> Int64 { sessionClock(now) &+ clockCorrection }

    /// What the wall clock would show had nobody set it: sessions expire by this, in ms.
    func sessionClock(_ now: Time) -> Int64 { settings.wallClock + now.milliseconds }
}
