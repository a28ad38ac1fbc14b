import DequeModule
public import Replication
import Trace
public import Zab
import Znodes

/// Someone from outside at a server's client port, who speaks for itself: no list of servers, no pings,
/// no watches kept. What real clients do can so be done to a world, word by word.
extension World {
    /// Opens a connection to a server.
    public mutating func dial(_ server: ServerID) -> Connection {
        let place = requirePlace(of: server)
        let number = (clients.map(\.number).max() ?? 0) + 1
        var outsider = Client(number: number, servers: [place], timeout: 0)
        outsider.told = []
        // Nobody waits for it.
        outsider.state = .closed
        clients.append(outsider)
        dial(place, fromClient: clients.count - 1)
        return Connection(clientWires[clientWires.count - 1].number)
    }

    /// Says something on an outsider's connection.
    public mutating func say(_ input: ClientInput, on connection: Connection) {
        guard let client = outsider(on: connection) else { return }
        say(input, fromClient: client)
    }

    /// Closes an outsider's connection.
    public mutating func hangUp(_ connection: Connection) {
        guard let client = outsider(on: connection) else { return }
        hangUp(fromClient: client)
    }

    /// The next thing that the server has said on the connection. Lets time go on until there is one;
    /// nil when the server has closed, or has said nothing by the deadline.
    public mutating func nextWord(on connection: Connection, before deadline: Time) -> ServerWord? {
        guard let client = outsider(on: connection) else { return nil }
        _ = run(before: deadline) { world in
            world.clients[client].told?.isEmpty == false || world.clients[client].wire == nil
        }
        return clients[client].told?.popFirst()
    }

    /// Whether the server's end is there, and this one too.
    public func isOpen(_ connection: Connection) -> Bool { outsider(on: connection) != nil }

    private func outsider(on connection: Connection) -> Int? {
        clients.firstIndex { $0.told != nil && $0.wire == Int(connection) }
    }
}
