/// Everything that words, the admin port and metrics say about a server, at one moment.
///
/// The driver fills it on its event loop. What `StatusDetail` names is filled only when asked for; all
/// else is a number that is at hand. Times are in milliseconds.
public struct ServerStatus: Sendable {
    /// Whether requests are served; if not, most words say so and nothing else.
    public var isServing = true
    public var mode = Mode.standalone
    public var version = ServerVersion.current
    public var metrics = ServerMetrics()

    // MARK: Now
    /// Of the clock that sessions expire by.
    public var now: Int64 = 0
    /// Of the wall clock, since 1970, at the same moment.
    public var wallClock: Int64 = 0
    /// Since the server began to serve.
    public var uptime: Int64 = 0
    public var lastZxid: Int64 = 0
    public var outstandingRequests = 0
    public var aliveConnections = 0
    public var globalSessions = 0
    public var localSessions = 0
    /// As Apache counts: the root twice, because it has two names there; a fresh tree has 5.
    public var nodeCount = 0
    public var ephemeralsCount = 0
    /// Bytes of paths and data.
    public var approximateDataSize = 0
    /// Of all kinds.
    public var watchCount = 0
    public var traceMask: Int64 = 306
    /// When and of which zxid the last snapshot was taken; nil before the first.
    public var lastSnapshot: (zxid: Int64, seconds: Int64)?
    /// What only a member of an ensemble has.
    public var peer: PeerStatus?

    // MARK: Details, filled on demand
    public var connections: [ConnectionStatus] = []
    public var sessions = SessionDump.buckets([])
    public var ephemerals: [SessionPaths] = []
    /// The watches that getData and exists set, by path.
    public var watches: [PathSessions] = []
    /// Digests of the tree at some zxids.
    public var digests: [(zxid: Int64, digest: UInt64)] = []
    public var environment: [(key: String, value: String)] = []
    public var directories = DirectoryStatus()
    public var openFileDescriptors = 0
    public var maxFileDescriptors = 0

    public init() {}

    /// What the server is to the ensemble (`ServerStats.getServerState`).
    public enum Mode: String, Hashable, Sendable {
        case standalone, leader, follower, observer
        case readOnly = "read-only"
    }
}

/// Parts of a status that cost time to gather.
public struct StatusDetail: OptionSet, Hashable, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }

    public static let connections = Self(rawValue: 1)
    public static let sessions = Self(rawValue: 2)
    public static let ephemerals = Self(rawValue: 4)
    public static let watches = Self(rawValue: 8)
    public static let digests = Self(rawValue: 16)
    /// The machine and the process: see `ServerStatus.measure`.
    public static let environment = Self(rawValue: 32)
    /// The sizes of the directories: see `ServerStatus.measure`.
    public static let directories = Self(rawValue: 64)
    /// File descriptors: see `ServerStatus.measure`.
    public static let process = Self(rawValue: 128)
}

/// What a word or an admin command changes.
public enum StatusAction: Hashable, Sendable {
    /// The statistics of every connection begin anew (`crst`).
    case resetConnections
    /// `ServerMetrics.reset` (`srst`).
    case resetStatistics
    case setTraceMask(Int64)
}

/// Where admin and metrics learn the status; the driver is one.
public protocol StatusSource: Sendable {
    func status(with details: StatusDetail) async -> ServerStatus
    func perform(_ action: StatusAction) async
}
