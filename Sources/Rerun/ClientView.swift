import Replication
import Trace
import Znodes

/// A client as its server saw it: one session, over all its connections.
///
/// What happens at a client is told as the server saw it: said when it was heard, heard when it was said.
/// A call lasts longer than that in truth, so an order of calls that holds here held for the client.
struct ClientView {
    let lane: Lane
    var state = ClientState.disconnected
    /// As a pseudonym; 0 until the server has given one.
    var session: Int64 = 0
    /// The connection that it uses; nil while it has none.
    var connection: Connection?
    /// Whom it has shown to be, on any of its connections.
    var identities: Set<Identity> = []
    /// The calls that are not answered, in the order in which they were made.
    private(set) var open: [Int32] = []

    init(_ number: Int) { lane = .client(Int64(number)) }

    var isOver: Bool { state == .closed || state == .expired }

    mutating func call(_ xid: Int32) { open.append(xid) }

    /// Whether this was a call and not one of the client library's own requests.
    mutating func answer(_ xid: Int32) -> Bool {
        guard let index = open.firstIndex(of: xid) else { return false }
        open.remove(at: index)
        return true
    }

    /// The connection is gone: what comes of the open calls will never be known.
    mutating func leave(_ recorder: inout Recorder) -> [StepEffect] {
        connection = nil
        defer { open = [] }
        return open.map { .unknown(id: recorder.call(session, $0)) }
    }

    mutating func enter(_ state: ClientState, at server: Lane?) -> StepEffect {
        self.state = state
        return .clientState(state: state, server: server, session: session)
    }
}

/// Which client is at which connection.
struct ClientRoster {
    private(set) var clients: [ClientView] = []
    private var places: [Connection: Place] = [:]
    /// Clients by their session's pseudonym.
    private var bySession: [Int64: Int] = [:]

    private struct Place {
        var client: Int
        /// Messages so far, to the server and from it.
        var up = 0
        var down = 0
    }

    subscript(client: Int) -> ClientView {
        get { clients[client] }
        _modify { yield &clients[client] }
    }

    func client(on connection: Connection) -> Int? { places[connection]?.client }
    func lane(on connection: Connection) -> Lane? {
        client(on: connection).map { clients[$0].lane }
    }

    /// Someone connects who knows this session, or none: one that was here before, or a new one.
    mutating func admit(_ connection: Connection, session: Int64) -> Int {
        var client = clients.count
        if session != 0, let known = bySession[session], !clients[known].isOver {
            client = known
        } else {
            clients.append(ClientView(client + 1))
            clients[client].session = session
            if session != 0 { bySession[session] = client }
        }
        places[connection] = Place(client: client)
        return client
    }

    mutating func give(_ session: Int64, to client: Int) {
        clients[client].session = session
        bySession[session] = client
    }

    mutating func forget(_ connection: Connection) { places[connection] = nil }

    /// A new life of the server numbers its connections anew.
    mutating func forgetConnections() { places = [:] }

    /// The place on its connection of the next message to the server, or from it.
    mutating func countUp(_ connection: Connection) -> Int {
        places[connection]?.up += 1
        return places[connection]?.up ?? 0
    }

    mutating func countDown(_ connection: Connection) -> Int {
        places[connection]?.down += 1
        return places[connection]?.down ?? 0
    }
}
