import DequeModule
public import Znodes

/// The clients of this server: their connections, and for each the requests that wait their turn.
public struct ClientTable: Hashable, Sendable {
    private var connections: [Connection: ClientConnection] = [:]
    private var bySession: [Int64: Connection] = [:]
    /// Writes on their way whose connections are gone, by session, oldest first: their transactions come
    /// before those of the session's next connection, which may number its requests from 1 again.
    private var orphans: [Int64: Deque<Int32>] = [:]

    /// Whose place was looked for last; none comes or goes without this being forgotten. The requests of a connection come
    /// in a row, and so do their transactions.
    private var latest = Memo<Place>()

    public subscript(connection: Connection) -> ClientConnection? { connections[connection] }

    /// Changes a connection where it stands, if it is there.
    mutating func update(_ connection: Connection, _ body: (inout ClientConnection) -> Void) {
        if let place = place(of: connection) { body(&connections.values[place.index]) }
    }

    /// Where a connection stands, for as long as none comes or goes: a request looks for its own once.
    mutating func place(of connection: Connection) -> Place? {
        if let latest = latest.value, latest.connection == connection { return latest }
        latest.value = connections.index(forKey: connection).map { index in
            let session = connections.values[index].session
            return Place(
                connection: connection, session: bySession[session] == connection ? session : nil,
                index: index)
        }
        return latest.value
    }

    /// Where the connection of a session stands.
    mutating func place(ofSession session: Int64) -> Place? {
        if let latest = latest.value, latest.session == session { return latest }
        return bySession[session].flatMap { place(of: $0) }
    }

    subscript(place: Place) -> ClientConnection {
        _read { yield connections.values[place.index] }
        _modify { yield &connections.values[place.index] }
    }

    /// Looks at a connection where it stands: to read a dictionary's value is to copy it.
    mutating func look<Result>(
        at place: Place, _ body: (inout ClientConnection) -> Result
    ) -> Result {
        body(&connections.values[place.index])
    }

    struct Place: Sendable {
        let connection: Connection
        /// The session that it is the connection of; nil where a newer one is.
        fileprivate let session: Int64?
        fileprivate let index: Dictionary<Connection, ClientConnection>.Index
    }

    public func connection(of session: Int64) -> Connection? { bySession[session] }

    /// In the order of their numbers.
    public var numbers: [Connection] { connections.keys.sorted() }

    mutating func add(_ connection: Connection, for caller: Caller, timeout: Int32) {
        latest.value = nil
        connections[connection] = ClientConnection(caller: caller, timeout: timeout)
        bySession[caller.session] = connection
    }

    mutating func remove(_ connection: Connection) {
        latest.value = nil
        guard let gone = connections.removeValue(forKey: connection) else { return }
        for pending in gone.pending.elements where pending.isWrite {
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
    var pending = Queue<PendingRequest>()

    public var session: Int64 { caller.session }

    init(caller: Caller, timeout: Int32) {
        self.caller = caller
        self.timeout = timeout
    }

    /// Whether the next answer is that to the write `xid`.
    func awaits(write xid: Int32) -> Bool {
        guard let head = pending.first else { return false }
        return head.xid == xid && head.isWrite
    }

    /// Takes the head from the queue if it is a read.
    mutating func takeRead() -> PendingRequest? {
        pending.popFirst(if: { $0.isRead })
    }
}
