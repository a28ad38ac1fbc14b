public import Zab
public import Znodes

/// What a server wants done, in this order, or wants known.
///
/// A driver acts on: `peer` (send, connect, disconnect, start, cancel, append, truncate, flush, record,
/// restart), `saveSnapshot`, `start`, `cancel`, `accept`, `reply`, `notify`, `close`. The rest tells the
/// trace what happened and why.
public enum Effect: Hashable, Sendable {
    /// Of the Zab peer. `deliver`, `saveSnapshot`, `sendSnapshot`, `receiveSnapshot` and `received` never
    /// appear here: they are for this layer, which answers them with effects of its own.
    case peer(Zab.Effect)
    case start(Timer, after: Time)
    case cancel(Timer)

    // Disk: in one queue with the peer's appends, flushes and records.
    /// The state at `lastZxid`; when it is durable the log up to there may go. Comes back as
    /// `Zab.Durable.snapshot`.
    indirect case saveSnapshot(Service)

    // Clients
    /// The handshake's answer: the session, its timeout in ms; session 0 says that it has expired, and
    /// the connection closes.
    case accept(Connection, session: Int64, timeout: Int32)
    case reply(Connection, Reply)
    case notify(Connection, WatchEvent)
    case close(Connection, ClientReason)

    // For the trace; the first two only from a server that narrates.
    /// Leader: a request became a transaction and got its place.
    indirect case proposed(Transaction, payload: Payload)
    /// A committed transaction was applied.
    indirect case applied(Transaction, payload: Payload, Applied)
    /// The leader's snapshot became this server's state.
    case installed(Zxid, from: ServerID)
    case session(Int64, SessionEvent)
    case refused(ClientReason)
}

/// The answer to one request.
public struct Reply: Hashable, Sendable {
    public var xid: Int32
    /// The last transaction applied when it was answered: exactly the version of the state that a read saw.
    public var zxid: Zxid
    public var outcome: Outcome
    public var session: Int64
    /// What kind of request it was.
    public var opcode: Opcode

    public init(xid: Int32, zxid: Zxid, outcome: Outcome, session: Int64, opcode: Opcode) {
        self.xid = xid
        self.zxid = zxid
        self.outcome = outcome
        self.session = session
        self.opcode = opcode
    }
}

/// What happened to a session, as its leader or its server sees it.
public enum SessionEvent: String, Hashable, Sendable {
    case opened, expired, closed, moved, revalidated
}

/// Why a client was refused or let go.
public enum ClientReason: String, CaseIterable, Hashable, Sendable {
    case notServing, clientHasSeenMore, sessionUnknown, sessionMoved, sessionClosed
    case serverRetired, replacedByNewConnection, unknownConnection, malformed, unimplemented

    public var explanation: String {
        switch self {
        case .notServing: "the server is not part of a serving quorum"
        case .clientHasSeenMore: "the client has seen a later state than this server has"
        case .sessionUnknown: "the session is unknown or has expired"
        case .sessionMoved: "the session has moved to another server"
        case .sessionClosed: "the session is closed"
        case .serverRetired: "the server has lost its leader or its quorum"
        case .replacedByNewConnection: "the session opened a newer connection here"
        case .unknownConnection: "nothing is known of this connection"
        case .unimplemented: "the client asked for an operation that does not exist"
        case .malformed: "the bytes are not what they should be"
        }
    }
}
