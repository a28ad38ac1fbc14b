public import Zab
public import Znodes

/// A client's connection to this server, by a number that the driver never gives twice.
public typealias Connection = Int64

/// What can happen to a server.
public enum Input: Hashable, Sendable {
    /// Something for its Zab peer: the start, a message of another server, a link, a disk, a timer.
    case peer(Zab.Input)
    /// Something that a client did on its connection.
    case client(ClientInput, on: Connection)
    case timer(Timer)
    /// The system's wall clock was set: this is what it shows now, in ms since 1970. Transactions bear it from
    /// now on; sessions live on by `Time`, which nobody sets.
    case clock(Int64)
}

/// What a client can do. Bytes are decoded, passwords checked and digests hashed before they come here.
public enum ClientInput: Hashable, Sendable {
    /// The first thing on a connection.
    case connect(ConnectRequest)
    case request(xid: Int32, Request)
    /// More identities of the client, which the edge has verified: a digest `user:hash`, `super`, a SASL
    /// name. Before the session is open, too.
    case authenticate([Identity])
    /// The connection is gone.
    case disconnected
}

/// ConnectRequest, without the password, which was checked at the edge.
public struct ConnectRequest: Hashable, Sendable {
    /// 0 asks for a new session.
    public var session: Int64
    /// The highest zxid that the client has seen; a server that is behind refuses it.
    public var lastZxid: Zxid
    /// The session timeout wished for, in milliseconds.
    public var timeout: Int32
    /// Whether a server without a quorum would do; one with a quorum always does.
    public var readOnly: Bool
    /// Who the client is before it has said anything: its address, `("ip", "127.0.0.1")`.
    public var identities: [Identity]

    public init(
        session: Int64 = 0, lastZxid: Zxid = .zero, timeout: Int32, readOnly: Bool = false,
        identities: [Identity] = []
    ) {
        self.session = session
        self.lastZxid = lastZxid
        self.timeout = timeout
        self.readOnly = readOnly
        self.identities = identities
    }
}

/// The timers of a server above its peer's; each name runs at most once, starting it again replaces it.
public enum Timer: Hashable, Sendable {
    /// Leader: the next bucket of sessions is due.
    case sessionExpiry
    /// Leader: look for containers and nodes with a time to live that are not used any more.
    case containerCheck
    /// The next piece of the snapshot that is being streamed to this learner.
    case snapshotPiece(ServerID)
}
