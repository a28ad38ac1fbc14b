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

    /// Where a connection stands, for as long as none comes or goes: a request looks for its own once.
    func place(of connection: Connection) -> Place? {
        connections.index(forKey: connection).map { Place(index: $0) }
    }

    subscript(place: Place) -> ClientConnection {
        _read { yield connections.values[place.index] }
        _modify { yield &connections.values[place.index] }
    }

    struct Place {
        fileprivate let index: Dictionary<Connection, ClientConnection>.Index
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
        if orphans.isEmpty { return false }
        guard orphans[session]?.first == xid else { return false }
        orphans[session]?.removeFirst()
        if orphans[session]?.isEmpty == true { orphans[session] = nil }
        return true
    }

    /// Whether the connection's next answer is that to its write `xid`.
    func isHead(of connection: Connection, write xid: Int32) -> Bool {
        guard let place = place(of: connection), !self[place].pending.isEmpty else { return false }
        return self[place].pending[0].xid == xid && self[place].pending[0].request.isWrite
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
