import DequeModule
public import Znodes

/// The clients of this server: their connections, and for each the requests that wait their turn.
public struct ClientTable: Hashable, Sendable {
    private var connections: [Connection: ClientConnection] = [:]
    private var bySession: [Int64: Connection] = [:]
    /// Writes on their way whose connections are gone, by session, oldest first: their transactions come
    /// before those of the session's next connection, which may number its requests from 1 again.
    private var orphans: [Int64: Deque<Int32>] = [:]

    public subscript(connection: Connection) -> ClientConnection? {
        get { connections[connection] }
        _modify { yield &connections[connection] }
    }

    public func connection(of session: Int64) -> Connection? { bySession[session] }

    /// In the order of their numbers.
    public var numbers: [Connection] { connections.keys.sorted() }

    mutating func add(_ connection: Connection, for caller: Caller, timeout: Int32) {
        connections[connection] = ClientConnection(caller: caller, timeout: timeout)
        bySession[caller.session] = connection
    }

    mutating func remove(_ connection: Connection) {
        guard let gone = connections.removeValue(forKey: connection) else { return }
        for pending in gone.pending where pending.request.isWrite {
            orphans[gone.session, default: []].append(pending.xid)
        }
        if bySession[gone.session] == connection { bySession[gone.session] = nil }
    }

    /// Whether the session's next transaction, `xid`, is for a connection that is gone.
    mutating func takeOrphan(of session: Int64, xid: Int32) -> Bool {
        guard orphans[session]?.first == xid else { return false }
        orphans[session]?.removeFirst()
        if orphans[session]?.isEmpty == true { orphans[session] = nil }
        return true
    }

    /// The session is closed: nothing of it is on its way any more.
    mutating func forgetOrphans(of session: Int64) { orphans[session] = nil }

    mutating func removeAll() { self = ClientTable() }
}

/// One client's connection: its session, and the requests that wait, in order
/// (`CommitProcessor`'s queue of one session).
public struct ClientConnection: Hashable, Sendable {
    /// The session, and as whom it may act.
    public internal(set) var caller: Caller
    /// The negotiated timeout in ms.
    public let timeout: Int32
    /// False until the session is created or found alive.
    public internal(set) var isOpen = false
    /// The head waits for its commit or its sync; whatever stands behind it waits for the head.
    var pending: Deque<PendingRequest> = []

    public var session: Int64 { caller.session }

    /// Who asks and the session's timeout, once it is open. A copy of the whole connection would make its
    /// queue be copied when the next request joins it.
    var opened: (caller: Caller, timeout: Int32)? { isOpen ? (caller, timeout) : nil }

    init(caller: Caller, timeout: Int32) {
        self.caller = caller
        self.timeout = timeout
    }
}

struct PendingRequest: Hashable, Sendable {
    let xid: Int32
    let request: Request
    /// Who asked: what the connection shows later, while the request waits, does not count for it.
    let caller: Caller
}
