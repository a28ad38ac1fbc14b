/// What can happen: the verbs of patterns. The language page lists each with its usage.
public enum PatternVerb: String, CaseIterable, Hashable, Sendable {
    // Messages
    case receives, sends, lost
    // Disk
    case appends, flushes, durable, truncates, records
    case savesSnapshot = "saves snapshot"
    case installsSnapshot = "installs snapshot"
    // Writes
    case proposes
    case countsAck = "counts ACK"
    case commits, delivers
    // Election and recovery
    case looks, votes, elects
    case choosesEpoch = "chooses epoch"
    case promises, synchronizes, establishes, becomes, enters
    // Refusals and ends
    case ignores, drops
    case givesUp = "gives up"
    case retires
    // Life
    case starts, crashes
    case losesPower = "loses power"
    case serves
    case hears = "hears timer"
    case connects, disconnects
    // Clients
    case calls, answered, unknown, notified, changes

    /// A detail that may follow the verb, in this order.
    enum Detail: Hashable {
        case kind, zxid, epoch, role, phase, mode, timer, path, outcome, operation, clientState
        case server(String)
        case sender
    }

    var details: [Detail] {
        switch self {
        case .receives: [.kind, .zxid, .sender]
        case .sends: [.kind, .zxid, .server("to")]
        case .lost: [.kind, .zxid, .sender, .server("to")]
        case .appends, .durable, .proposes, .commits, .delivers, .savesSnapshot,
            .installsSnapshot:
            [.zxid]
        case .truncates: [.zxid]
        case .records, .choosesEpoch, .establishes, .serves: [.epoch]
        case .countsAck: [.zxid, .server("by")]
        case .votes: [.server("for")]
        case .elects, .drops: [.server("")]
        case .promises: [.epoch, .server("to")]
        case .synchronizes: [.server(""), .mode]
        case .becomes: [.role]
        case .enters: [.phase]
        case .hears: [.timer]
        case .connects: [.server("to")]
        case .disconnects: [.server("from")]
        case .calls: [.operation]
        case .answered: [.outcome]
        case .notified: [.path]
        case .changes: [.clientState]
        case .flushes, .looks, .ignores, .givesUp, .retires, .starts, .crashes, .losesPower,
            .unknown:
            []
        }
    }

    /// Whether a reason may follow, after `because`.
    var hasReason: Bool {
        switch self {
        case .lost, .looks, .votes, .elects, .choosesEpoch, .promises, .synchronizes, .establishes,
            .commits, .ignores, .drops, .givesUp, .retires, .disconnects:
            true
        default: false
        }
    }

    var isOfClients: Bool {
        switch self {
        case .calls, .answered, .unknown, .notified, .changes: true
        default: false
        }
    }

    public var usage: String {
        let subject = self == .lost ? "" : isOfClients ? "c1 " : "s1 "
        let details = details.map { detail in
            switch detail {
            case .kind: "KIND"
            case .zxid: self == .truncates ? "[to ZXID]" : "[ZXID]"
            case .epoch: "[EPOCH]"
            case .role: "ROLE"
            case .phase: "PHASE"
            case .mode: "[by MODE]"
            case .timer: "TIMER"
            case .path: "[PATH]"
            case .outcome: "[ok | ERROR]"
            case .operation: "[\"OPERATION\"]"
            case .clientState: "STATE"
            case .server(let preposition):
                preposition.isEmpty ? "[SERVER]" : "[\(preposition) SERVER]"
            case .sender: "[from SERVER]"
            }
        }
        return ([subject + rawValue] + details + (hasReason ? ["[because REASON]"] : []))
            .joined(separator: " ")
    }

    public var explanation: String {
        switch self {
        case .receives: "a message arrives; KIND may be `message` for any"
        case .sends: "a message is written to its link"
        case .lost: "a message never arrives"
        case .appends: "a transaction goes to the log"
        case .flushes: "asks the disk to make it durable"
        case .durable: "it is on disk now, alone or with later ones"
        case .truncates: "cuts its log behind that transaction"
        case .records: "writes its epochs"
        case .savesSnapshot: "writes its state"
        case .installsSnapshot: "takes over the leader's state"
        case .proposes: "gives a transaction its place"
        case .countsAck: "counts an acknowledgement"
        case .commits: "decides that a quorum has it"
        case .delivers: "applies it to the tree"
        case .looks: "begins or joins a round of the election"
        case .votes: "changes its vote"
        case .elects: "decides the election for itself"
        case .choosesEpoch: "picks the new epoch"
        case .promises: "promises to follow no older leader"
        case .synchronizes: "decides how to bring a learner in step: DIFF, TRUNC or SNAP"
        case .establishes: "has a quorum behind its history"
        case .becomes: "takes a role"
        case .enters: "enters a phase"
        case .ignores: "refuses something"
        case .drops: "closes a learner's connection"
        case .givesUp: "a leader steps down, or a learner leaves its leader"
        case .retires: "stops serving clients"
        case .starts: "starts"
        case .crashes: "ends, power failures included"
        case .losesPower: "ends with its unflushed data"
        case .serves: "serves clients from here on"
        case .hears: "a timer fires"
        case .connects: "a connection stands"
        case .disconnects: "a connection breaks"
        case .calls: "asks; OPERATION is how the call begins"
        case .answered: "learns what came of its call"
        case .unknown: "loses its connection before the answer"
        case .notified: "learns that a watch fired"
        case .changes: "changes its connection's state"
        }
    }
}
