/// Everything that Zab and ZooKeeper promise and that a trace can be checked against.
///
/// S are safety properties of the protocol, G the guarantees that clients are given, W those of
/// watches, X those of sessions, L what must happen eventually once faults have stopped. S1 to S6
/// are the paper's (Junqueira, Reed, Serafini: "Zab", DSN 2011, section III), S7 to S14 those of
/// the TLA+ specifications in Apache ZooKeeper's repository and of their successor (EuroSys 2025),
/// the rest is ours. The raw value is the short name.
public enum Property: String, CaseIterable, Hashable, Sendable, Codable {
    case integrity = "S1"
    case totalOrder = "S2"
    case agreement = "S3"
    case localPrimaryOrder = "S4"
    case globalPrimaryOrder = "S5"
    case primaryIntegrity = "S6"
    case oneLeaderAtATime = "S7"
    case oneLeaderPerEpoch = "S8"
    case prefixConsistency = "S9"
    case messageInPhase = "S10a"
    case proposalIsNext = "S10b"
    case commitInOrder = "S10c"
    case ackIsKnown = "S10d"
    case messageFromPartner = "S10e"
    case committedLogMonotonicity = "S11"
    case processConsistency = "S12"
    case leaderLogCompleteness = "S13"
    case committedLogDurability = "S14"
    case ackImpliesDurable = "S15"
    case commitImpliesQuorum = "S16"
    case epochMonotone = "S17"
    case onePromise = "S18"
    case historyBeforeEpoch = "S19"
    case noServeBeforeEstablished = "S20"
    case logContiguity = "S21"
    case sessionAtomicity = "S23"
    case atMostOnce = "S24"
    case electedIsMaximal = "S25"
    case quorumsIntersect = "S26"
    case noReadAheadOfCommit = "S27"
    case linearizableWrites = "G1"
    case clientOrder = "G2"
    case atomicity = "G3"
    case sequentialReads = "G4"
    case singleSystemImage = "G5"
    case durability = "G6"
    case timeliness = "G7"
    case syncShowsReign = "G8"
    case watchBeforeData = "W1"
    case watchOrder = "W2"
    case oneShot = "W3"
    case noLostWatch = "W4"
    case watchConfidentiality = "W5"
    case sessionEnd = "X1"
    case oneOwner = "X2"
    case noEarlyExpiry = "X3"
    case uniqueSessions = "X4"
    case leaderEmerges = "L1"
    case fewRounds = "L2"
    case allInStep = "L3"
    case callsEnd = "L4"
    case copiesConverge = "L5"

    public enum Family: String, CaseIterable, Hashable, Sendable {
        case safety, clients, watches, sessions, liveness
    }

    public var family: Family {
        switch self {
        case .sessionAtomicity, .atMostOnce, .sessionEnd, .oneOwner, .noEarlyExpiry,
            .uniqueSessions:
            .sessions
        case .linearizableWrites, .clientOrder, .atomicity, .sequentialReads, .singleSystemImage,
            .durability, .timeliness, .syncShowsReign:
            .clients
        case .watchBeforeData, .watchOrder, .oneShot, .noLostWatch, .watchConfidentiality:
            .watches
        case .leaderEmerges, .fewRounds, .allInStep, .callsEnd, .copiesConverge: .liveness
        default: .safety
        }
    }

    /// Whether it looks ahead: it can be judged only at the end of a run whose faults have stopped.
    public var isLiveness: Bool { family == .liveness }

    /// Short name and name: `S15 AckImpliesDurable`.
    public var name: String { "\(rawValue) \(text.name)" }

    /// What it is called in a heading: `Acknowledged means on disk`.
    public var title: String { text.title }

    /// What is promised, in one sentence.
    public var promise: String { text.promise }

    /// The position in `allCases`.
    var place: Int { Self.places[self]! }

    private static let places = Dictionary(
        uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}
