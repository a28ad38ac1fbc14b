public import Trace
public import Zab

/// Something that is true or not at a point of a run.
public enum Condition: Hashable, Sendable {
    case compare(Term, Comparison, Operand)
    /// A term that is itself true or false: `answered(c1)`.
    case holds(Term)
    /// Some server leads with a quorum behind it; a given one, if named.
    case established(ServerSelector?)
    /// No server is in the role of leader.
    case noLeader

    var terms: [Term] {
        switch self {
        case .compare(let left, _, .term(let right)): [left, right]
        case .compare(let left, _, _): [left]
        case .holds(let term): [term]
        case .established, .noLeader: []
        }
    }
}

public enum Operand: Hashable, Sendable {
    case value(Value)
    case term(Term)
}

public enum Comparison: String, CaseIterable, Hashable, Sendable {
    case equal = "="
    case unequal = "!="
    case less = "<"
    case atMost = "<="
    case greater = ">"
    case atLeast = ">="
}

public enum Value: Hashable, Sendable {
    case zxid(Zxid)
    case number(Int64)
    /// A role, a phase, a server, a client's state, an outcome.
    case word(String)
    case flag(Bool)
}

/// Something with a value at each point of a run.
public struct Term: Hashable, Sendable {
    public var subject: Subject
    public var world: String?

    public enum Subject: Hashable, Sendable {
        case server(ServerField, ServerSelector)
        case client(ClientField, Lane)
        case countOfRole(Role)
        case countOfPhase(Phase)
        /// Servers that are not down.
        case countUp
        case countOfPattern(Pattern)
        /// The established leader, or `none`.
        case leader
        /// Nanoseconds since the start.
        case time
    }

    public init(_ subject: Subject, world: String? = nil) {
        self.subject = subject
        self.world = world
    }
}

/// What can be asked of a server: `role(s1)`.
public enum ServerField: String, CaseIterable, Hashable, Sendable {
    case role, phase, round, leader, accepted, epoch, logged, durable, committed
    case acks, outstanding, flushing, serving

    public var explanation: String {
        switch self {
        case .role: "down, looking, following, leading or observing"
        case .phase: "none, election, discovery, synchronization or broadcast"
        case .round: "the logical clock of its election"
        case .leader: "the leader that it follows or is; none while it looks for one"
        case .accepted: "the epoch that it has promised"
        case .epoch: "its current epoch"
        case .logged: "the last zxid in its log, on disk or not"
        case .durable: "the last zxid on its disk"
        case .committed: "the last zxid that it has applied"
        case .acks: "leader: how many have acknowledged the oldest uncommitted transaction"
        case .outstanding: "leader: how many transactions wait to be committed"
        case .flushing: "whether a flush is under way"
        case .serving: "whether it serves clients"
        }
    }

    var kind: ValueKind {
        switch self {
        case .role: .words(Role.allCases.map(\.rawValue))
        case .phase: .words(Phase.allCases.map(\.rawValue))
        case .leader: .lane
        case .logged, .durable, .committed: .zxid
        case .round, .accepted, .epoch, .acks, .outstanding: .number
        case .flushing, .serving: .flag
        }
    }
}

/// What can be asked of a client: `answered(c1)`.
public enum ClientField: String, CaseIterable, Hashable, Sendable {
    case answered, unknown, waiting, result, answers, client, zxid

    public var explanation: String {
        switch self {
        case .answered: "whether its last call has been answered, well or not"
        case .unknown: "whether its last call ended with the connection, its outcome unknown"
        case .waiting: "whether a call of it is still open"
        case .result: "what the last answer said: ok, or the name of the error"
        case .answers: "how many calls have been answered"
        case .client: "its connection: disconnected, connecting, connected, expired or closed"
        case .zxid: "the zxid in the last answer"
        }
    }

    var kind: ValueKind {
        switch self {
        case .answered, .unknown, .waiting: .flag
        case .result: .anyWord
        case .answers: .number
        case .client: .words(["disconnected", "connecting", "connected", "expired", "closed"])
        case .zxid: .zxid
        }
    }
}

/// What kind of value a term has, and so what it may be compared with.
enum ValueKind: Hashable {
    case zxid, number, lane, flag, anyWord, time
    case words([String])
}

extension Term {
    var kind: ValueKind {
        switch subject {
        case .server(let field, _): field.kind
        case .client(let field, _): field.kind
        case .countOfRole, .countOfPhase, .countUp, .countOfPattern: .number
        case .leader: .lane
        case .time: .time
        }
    }
}
