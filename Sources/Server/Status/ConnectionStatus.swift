/// One client connection, as `stat`, `cons`, `dump` and the admin port show it (`ServerCnxn`).
public struct ConnectionStatus: Hashable, Sendable {
    /// Address and port of the client: `127.0.0.1:41384` or `[::1]:41384`.
    public var remote: String
    /// Came in on `secureClientPort`.
    public var isSecure = false
    /// 1 while its requests are read, 4 more while replies wait to be written; 0 for the connection
    /// that asks.
    public var interest = 1
    public var outstanding = 0
    public var received: Int64 = 0
    public var sent: Int64 = 0
    /// When it is closed if it stays silent, by the clock of `ServerStatus.now`.
    public var expiry: Int64 = 0

    /// 0 before a session is opened; the rest says nothing then.
    public var sessionID: Int64 = 0
    /// In ms.
    public var sessionTimeout = 0
    /// By the wall clock, since 1970.
    public var established: Int64 = 0
    /// See `operationName`.
    public var lastOperation = "NA"
    /// -1 before the first.
    public var lastCxid: Int64 = -1
    public var lastZxid: Int64 = -1
    /// By the clock of `ServerStatus.now`.
    public var lastResponse: Int64 = 0
    public var lastLatency = 0
    public var latency = Spread()

    public init(remote: String) { self.remote = remote }

    /// The letters that stand for an opcode (`ZooDefs.OpCode`) in `lop=`, as `FinalRequestProcessor`
    /// names them.
    public static func operationName(_ opcode: Int32) -> String {
        switch opcode {
        case 1, 15, 19, 21: "CREA"
        case 2, 20: "DELE"
        case 3: "EXIS"
        case 4: "GETD"
        case 5: "SETD"
        case 6: "GETA"
        case 7: "SETA"
        case 8, 12: "GETC"
        case 9: "SYNC"
        case 11: "PING"
        case 13: "CHEC"
        case 14: "MULT"
        case 16: "RECO"
        case 17: "CHKW"
        case 18: "REMW"
        case 22: "MLTR"
        case 101: "SETW"
        case 103: "GETE"
        case 104: "GETACN"
        case 105: "STW2"
        case 106: "ADDW"
        case 107: "HOMI"
        case -10: "SESS"
        case -11: "CLOS"
        default: "NA"
        }
    }
}

/// The sessions that a server knows (`SessionTracker.dumpSessions`).
public enum SessionDump: Hashable, Sendable {
    /// Standalone server and leader: who expires when, by the clock of `ServerStatus.now`.
    case buckets([Bucket])
    /// Learner: all sessions with their timeouts in ms.
    case timeouts([Timeout])

    public struct Bucket: Hashable, Sendable {
        public var expiry: Int64
        public var sessions: [Int64]

        public init(expiry: Int64, sessions: [Int64]) {
            self.expiry = expiry
            self.sessions = sessions
        }
    }

    public struct Timeout: Hashable, Sendable {
        public var session: Int64
        public var timeout: Int

        public init(session: Int64, timeout: Int) {
            self.session = session
            self.timeout = timeout
        }
    }
}

/// A session and paths that belong to it.
public struct SessionPaths: Hashable, Sendable {
    public var session: Int64
    public var paths: [String]

    public init(session: Int64, paths: [String]) {
        self.session = session
        self.paths = paths
    }
}

/// A path and the sessions that watch it.
public struct PathSessions: Hashable, Sendable {
    public var path: String
    public var sessions: [Int64]

    public init(path: String, sessions: [Int64]) {
        self.path = path
        self.sessions = sessions
    }
}
