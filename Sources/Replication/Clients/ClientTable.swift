import DequeModule
import Znodes

/// The clients of this server: their connections, and for each the requests that wait their turn.
public struct ClientTable: Hashable, Sendable {
    private var connections: [Connection: ClientConnection] = [:]
    private var bySession: [Int64: Connection] = [:]

    public subscript(connection: Connection) -> ClientConnection? {
        get { connections[connection] }
        _modify { yield &connections[connection] }
    }

    public func connection(of session: Int64) -> Connection? { bySession[session] }

    /// In the order of their numbers.
    public var numbers: [Connection] { connections.keys.sorted() }

    mutating func add(_ connection: Connection, session: Int64, timeout: Int32) {
        connections[connection] = ClientConnection(session: session, timeout: timeout)
        bySession[session] = connection
    }

    mutating func remove(_ connection: Connection) {
        guard let gone = connections.removeValue(forKey: connection) else { return }
        if bySession[gone.session] == connection { bySession[gone.session] = nil }
    }

    mutating func removeAll() { self = ClientTable() }
}

/// One client's connection: its session, and the requests that wait, in order
/// (`CommitProcessor`'s queue of one session).
public struct ClientConnection: Hashable, Sendable {
    public let session: Int64
    /// The negotiated timeout in ms.
    public let timeout: Int32
    /// False until the session is created or found alive.
    public internal(set) var isOpen = false
    /// The head waits for its commit or its sync; whatever stands behind it waits for the head.
    var pending: Deque<PendingRequest> = []

    init(session: Int64, timeout: Int32) {
        self.session = session
        self.timeout = timeout
    }
}

struct PendingRequest: Hashable, Sendable {
    let xid: Int32
    let request: Request
}
