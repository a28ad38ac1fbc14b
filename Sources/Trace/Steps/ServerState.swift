public import Zab

/// A server's role as a reader sees it.
public enum Role: String, Hashable, Sendable, Codable, CaseIterable {
    case down, looking, following, leading, observing

    /// One letter for bars and narrow columns.
    public var letter: String {
        switch self {
        case .down: "-"
        case .looking: "?"
        case .following: "F"
        case .leading: "L"
        case .observing: "O"
        }
    }
}

/// Where in the protocol a server stands (the paper's phases 0 to 3).
public enum Phase: String, Hashable, Sendable, Codable, CaseIterable {
    case none, election, discovery, synchronization, broadcast
}

/// The named fields of a server's state. As `Step.state` it holds only the fields that the step changed;
/// folded over the steps, all of them.
public struct ServerState: Hashable, Sendable, Codable {
    public var role: Role?
    public var phase: Phase?
    /// The logical clock of the election.
    public var round: UInt64?
    /// `s3 1:2 epoch 1`, or `none`.
    public var vote: String?
    /// The leader that this server follows or is; `none` while it looks for one.
    public var leader: Lane?
    public var accepted: Epoch?
    public var current: Epoch?
    /// The last zxid in the log, on disk or not.
    public var logged: Zxid?
    /// The last zxid that is on disk.
    public var durable: Zxid?
    /// The last zxid that this server knows to be committed and has applied.
    public var committed: Zxid?
    /// Leader: who has acknowledged the oldest uncommitted transaction; empty when there is none.
    public var acks: [Lane]?
    /// How many uncommitted transactions the leader has outstanding.
    public var outstanding: Int?
    /// Whether a flush is under way.
    public var flushing: Bool?
    public var serving: Bool?
    /// The clients that are connected to this server.
    public var clients: [Lane]?

    public init() {}

    /// A server that is not running; its epochs and its log on disk remain.
    public static var down: ServerState {
        var state = ServerState()
        state.role = .down
        state.phase = Phase.none
        state.vote = "none"
        state.leader = "none"
        state.acks = []
        state.outstanding = 0
        state.flushing = false
        state.serving = false
        state.clients = []
        return state
    }

    /// The fields by name with their values as text, in the order of display; only those that are set.
    public var fields: [(name: String, value: String)] {
        let all: [(String, String?)] = [
            ("role", role?.rawValue), ("phase", phase?.rawValue), ("round", round.map { "\($0)" }),
            ("vote", vote), ("leader", leader?.name), ("accepted", accepted.map { "\($0)" }),
            ("current", current.map { "\($0)" }), ("logged", logged?.description),
            ("durable", durable?.description), ("committed", committed?.description),
            ("acks", acks.map { "[" + $0.map(\.name).joined(separator: " ") + "]" }),
            ("outstanding", outstanding.map { "\($0)" }), ("flushing", flushing.map { "\($0)" }),
            ("serving", serving.map { "\($0)" }),
            ("clients", clients.map { "[" + $0.map(\.name).joined(separator: " ") + "]" }),
        ]
        return all.compactMap { name, value in value.map { (name, $0) } }
    }

    public var isEmpty: Bool { self == ServerState() }

    /// Takes over every field that `changes` sets.
    public mutating func merge(_ changes: ServerState) {
        role = changes.role ?? role
        phase = changes.phase ?? phase
        round = changes.round ?? round
        vote = changes.vote ?? vote
        leader = changes.leader ?? leader
        accepted = changes.accepted ?? accepted
        current = changes.current ?? current
        logged = changes.logged ?? logged
        durable = changes.durable ?? durable
        committed = changes.committed ?? committed
        acks = changes.acks ?? acks
        outstanding = changes.outstanding ?? outstanding
        flushing = changes.flushing ?? flushing
        serving = changes.serving ?? serving
        clients = changes.clients ?? clients
    }

    /// The fields in which `self` differs from `earlier`.
    public func changes(since earlier: ServerState) -> ServerState {
        var changes = ServerState()
        func keep<Value: Equatable>(_ field: WritableKeyPath<ServerState, Value?>) {
            if self[keyPath: field] != earlier[keyPath: field] {
                changes[keyPath: field] = self[keyPath: field]
            }
        }
        keep(\.role)
        keep(\.phase)
        keep(\.round)
        keep(\.vote)
        keep(\.leader)
        keep(\.accepted)
        keep(\.current)
        keep(\.logged)
        keep(\.durable)
        keep(\.committed)
        keep(\.acks)
        keep(\.outstanding)
        keep(\.flushing)
        keep(\.serving)
        keep(\.clients)
        return changes
    }
}
