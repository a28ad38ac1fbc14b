import Replication
import Trace
import Zab
import Znodes

/// Connections between clients and servers. A connection's number is the `Connection` that the server
/// knows it by.
extension World {
    func clientWire(_ number: Int) -> Int? { clientWires.lastIndex { $0.number == number } }

    /// The client at the other end of a server's connection.
    func client(on connection: Connection) -> Lane? {
        clientWire(Int(connection)).map { clients[clientWires[$0].dialer].lane }
    }

    // MARK: - What a server does

    mutating func tell(_ word: ServerWord, on connection: Connection) {
        guard let wire = clientWire(Int(connection)), clientWires[wire].acceptorEnd == .open
        else { return }
        let position = clientWires[wire].down.number()
        if isRecording {
            let record = record(word, clientID(wire, .down, position), on: wire)
            note(.send(message: record))
        }
        write(.message(word), position: position, onClient: wire)
        // An expired session's connection has nothing more to say.
        if case .accepted(session: 0, _) = word { hangUpOnClient(connection) }
    }

    mutating func hangUpOnClient(_ connection: Connection) {
        guard let wire = clientWire(Int(connection)), clientWires[wire].acceptorEnd == .open
        else { return }
        clientWires[wire].acceptorEnd = .closed
        write(.closed(.closed), onClient: wire)
    }

    // MARK: - What a client does

    mutating func dial(_ server: Int, fromClient client: Int) {
        let wire = ClientWire(
            number: newConnection(), dialer: client, dialerLife: 0, acceptor: server,
            acceptorLife: servers[server].life)
        clientWires.append(wire)
        clients[client].wire = wire.number
        write(.open, toServer: clientWires.count - 1)
    }

    /// Writes on the client's connection, if it has one.
    mutating func say(_ input: ClientInput, fromClient client: Int) {
        guard let number = clients[client].wire, let wire = clientWire(number) else { return }
        clients[client].spoke = now
        let position = clientWires[wire].up.number()
        if isRecording {
            let record = record(input, clientID(wire, .up, position), on: wire)
            note(.send(message: record))
        }
        write(.message(input), position: position, toServer: wire)
    }

    mutating func hangUp(fromClient client: Int) {
        guard let number = clients[client].wire, let wire = clientWire(number) else { return }
        clients[client].wire = nil
        guard clientWires[wire].dialerEnd != .closed else { return }
        clientWires[wire].dialerEnd = .closed
        write(.closed(.closed), toServer: wire)
    }

    // MARK: - On the way

    private mutating func write(
        _ cargo: ClientWire.Cargo<ClientInput>, position: Int = 0, toServer wire: Int
    ) {
        let arrival = now + conditions.clientLatency.pick(&dice)
        if clientWires[wire].up.write(cargo, position: position, cause: steps, arrival: arrival) {
            scheduleUp(wire)
        }
    }

    private mutating func write(
        _ cargo: ClientWire.Cargo<ServerWord>, position: Int = 0, onClient wire: Int
    ) {
        let arrival = now + conditions.clientLatency.pick(&dice)
        if clientWires[wire].down.write(cargo, position: position, cause: steps, arrival: arrival) {
            scheduleDown(wire)
        }
    }

    private mutating func scheduleUp(_ wire: Int) {
        guard let (time, generation) = clientWires[wire].up.schedule(notBefore: now) else { return }
        agenda.add(
            .client(wire: clientWires[wire].number, .up, generation: generation), at: time)
    }

    private mutating func scheduleDown(_ wire: Int) {
        guard let (time, generation) = clientWires[wire].down.schedule(notBefore: now) else {
            return
        }
        agenda.add(
            .client(wire: clientWires[wire].number, .down, generation: generation), at: time)
    }

    mutating func arrive(onClient number: Int, _ direction: Direction, generation: UInt32) {
        guard let wire = clientWire(number) else { return }
        let isCut =
            !clientWires[wire].isBroken
            && faults.isClientCut(
                clients[clientWires[wire].dialer].number, from: clientWires[wire].acceptor)
        switch direction {
        case .up:
            guard clientWires[wire].up.generation == generation,
                let head = clientWires[wire].up.head
            else { return }
            if isCut && head.fate == nil {
                clientWires[wire].up.isStalled = true
                return
            }
            let parcel = clientWires[wire].up.takeHead()
            scheduleUp(wire)
            arriveUp(parcel, onClient: wire)
        case .down:
            guard clientWires[wire].down.generation == generation,
                let head = clientWires[wire].down.head
            else { return }
            if isCut && head.fate == nil {
                clientWires[wire].down.isStalled = true
                return
            }
            let parcel = clientWires[wire].down.takeHead()
            scheduleDown(wire)
            arriveDown(parcel, onClient: wire)
        }
        clientWires.removeAll { $0.isOver }
    }

    /// At the server.
    private mutating func arriveUp(
        _ parcel: Pipe<ClientWire.Cargo<ClientInput>>.Parcel, onClient wire: Int
    ) {
        let server = clientWires[wire].acceptor
        let connection = Connection(clientWires[wire].number)
        switch parcel.cargo {
        case .open:
            guard parcel.fate == nil else { return }
            clientWires[wire].acceptorLife = servers[server].life
            if servers[server].replica != nil {
                clientWires[wire].acceptorEnd = .open
                write(.accepted, onClient: wire)
            } else {
                clientWires[wire].acceptorEnd = .closed
                write(.refused, onClient: wire)
            }
        case .message(let input):
            let isOpen = clientWires[wire].acceptorEnd == .open
            if parcel.fate != nil || !isOpen {
                let isUp = servers[server].replica != nil
                let reason = parcel.fate ?? (isUp ? .connectionClosed : .receiverDown)
                steps += 1
                guard isRecording else { return }
                let message = record(input, clientID(wire, .up, parcel.position), on: wire)
                return recordAtNetwork(.lost(message: message, why: reason), cause: parcel.cause)
            }
            var told: StepInput?
            if isRecording {
                told = .receive(
                    message: record(input, clientID(wire, .up, parcel.position), on: wire))
            }
            feed(.client(input, on: connection), to: server, cause: parcel.cause, told: told)
        case .closed(let farewell):
            guard clientWires[wire].acceptorEnd == .open else {
                clientWires[wire].acceptorEnd = .closed
                return
            }
            let lane = clients[clientWires[wire].dialer].lane
            clientWires[wire].acceptorEnd = .closed
            feed(
                .client(.disconnected, on: connection), to: server, cause: parcel.cause,
                told: .disconnected(to: lane, why: farewell.rawValue))
        case .accepted, .refused: preconditionFailure("only acceptors accept")
        }
    }

    /// At the client.
    private mutating func arriveDown(
        _ parcel: Pipe<ClientWire.Cargo<ServerWord>>.Parcel, onClient wire: Int
    ) {
        let client = clientWires[wire].dialer
        let isOpen = clientWires[wire].dialerEnd != .closed
        switch parcel.cargo {
        case .accepted:
            guard parcel.fate == nil, isOpen else { return }
            clientWires[wire].dialerEnd = .open
            introduce(client, cause: parcel.cause)
        case .message(let word):
            if parcel.fate != nil || !isOpen {
                steps += 1
                guard isRecording else { return }
                let message = record(word, clientID(wire, .down, parcel.position), on: wire)
                return recordAtNetwork(
                    .lost(message: message, why: parcel.fate ?? .connectionClosed),
                    cause: parcel.cause)
            }
            var told: StepInput?
            if isRecording {
                told = .receive(
                    message: record(word, clientID(wire, .down, parcel.position), on: wire))
            }
            hear(word, atClient: client, cause: parcel.cause, told: told)
        case .refused:
            partClient(client, .refused, cause: parcel.cause, on: wire)
        case .closed(let farewell):
            partClient(client, farewell, cause: parcel.cause, on: wire)
        case .open: preconditionFailure("only dialers open")
        }
    }

    private mutating func partClient(
        _ client: Int, _ farewell: ClientWire.Farewell, cause: Int, on wire: Int
    ) {
        guard clientWires[wire].dialerEnd != .closed else { return }
        clientWires[wire].dialerEnd = .closed
        clients[client].wire = nil
        let server = servers[clientWires[wire].acceptor].id
        lost(
            client, cause: cause,
            told: .disconnected(to: .server(server.rawValue), why: farewell.rawValue))
    }

    // MARK: - Breaking

    mutating func dropClientConnections(of server: Int, losing: Bool) {
        for wire in clientWires.indices
        where clientWires[wire].acceptor == server && clientWires[wire].acceptorEnd == .open {
            clientWires[wire].acceptorEnd = .closed
            if losing {
                let count = clientWires[wire].down.parcels.count
                clientWires[wire].down.doom(from: dice.below(count + 1), .connectionBroken)
            }
            write(.closed(.crashed), onClient: wire)
        }
        clientWires.removeAll { $0.isOver }
    }

    /// A cut connection is given up, unless it was healed meanwhile.
    mutating func breakClient(_ number: Int, generation: UInt32) {
        guard let wire = clientWire(number), clientWires[wire].cuts == generation,
            !clientWires[wire].isBroken
        else { return }
        clientWires[wire].isBroken = true
        clientWires[wire].up.doom(.partitioned)
        clientWires[wire].down.doom(.partitioned)
        write(.closed(.partitioned), toServer: wire)
        write(.closed(.partitioned), onClient: wire)
        if clientWires[wire].up.isStalled { scheduleUp(wire) }
        if clientWires[wire].down.isStalled { scheduleDown(wire) }
    }

    /// After cuts have changed.
    mutating func reviewClients() {
        for wire in clientWires.indices {
            clientWires[wire].cuts += 1
            let client = clients[clientWires[wire].dialer].number
            if faults.isClientCut(client, from: clientWires[wire].acceptor) {
                agenda.add(
                    .clientBreaks(
                        wire: clientWires[wire].number, generation: clientWires[wire].cuts),
                    at: now + conditions.breakAfter)
            }
            if clientWires[wire].up.isStalled { scheduleUp(wire) }
            if clientWires[wire].down.isStalled { scheduleDown(wire) }
        }
    }

    // MARK: - Telling

    private func clientID(_ wire: Int, _ direction: Direction, _ position: Int) -> String {
        let client = Party.client(clients[clientWires[wire].dialer].number)
        let server = Party.server(servers[clientWires[wire].acceptor].id)
        let life = clientWires[wire].acceptorLife
        let isUp = direction == .up
        return MessageID(
            from: isUp ? client : server, fromLife: isUp ? 0 : life,
            to: isUp ? server : client, toLife: isUp ? life : 0,
            connection: clientWires[wire].number, position: position
        ).description
    }

    private mutating func record(_ input: ClientInput, _ id: String, on wire: Int) -> MessageRecord
    {
        let client = clients[clientWires[wire].dialer]
        let server = Lane.server(servers[clientWires[wire].acceptor].id.rawValue)
        switch input {
        case .connect(let request):
            return recorder.connect(request, id: id, from: client.lane, to: server)
        case .request(let xid, let request):
            return recorder.call(
                request, session: client.session, xid: xid, id: id, from: client.lane, to: server)
        case .authenticate(let identities):
            return recorder.authenticate(identities, id: id, from: client.lane, to: server)
        case .disconnected: preconditionFailure("a client that is gone says nothing")
        }
    }

    private mutating func record(_ word: ServerWord, _ id: String, on wire: Int) -> MessageRecord {
        let client = clients[clientWires[wire].dialer].lane
        let server = Lane.server(servers[clientWires[wire].acceptor].id.rawValue)
        switch word {
        case .accepted(let session, let timeout):
            return recorder.connected(
                session: session, timeout: timeout, id: id, from: server, to: client)
        case .reply(let reply): return recorder.reply(reply, id: id, from: server, to: client)
        case .event(let event): return recorder.event(event, id: id, from: server, to: client)
        }
    }
}
