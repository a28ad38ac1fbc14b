import Replication
import Trace
import Zab
import Znodes

/// What clients do and hear, as far as their server could see it.
extension ServerRerun {
    // MARK: - Before the server hears them

    mutating func connect(
        _ request: ConnectRequest, on connection: Connection, _ steps: inout [Step]
    ) -> (StepInput, cause: Int?) {
        var request = request
        request.session = disguise.session(request.session)
        let client = roster.admit(connection, session: request.session)
        // A client has one connection; it has left the one before, whatever the server knows.
        if roster[client].connection != nil { part(client, "closed", cause: nil, &steps) }
        roster[client].connection = connection
        request.identities = request.identities.map { disguise.identity($0) }
        // An address is told by the message.
        for identity in request.identities where identity.scheme != "ip" {
            show(identity, client, &steps)
        }
        let message = recorder.connect(
            request, id: id(up: connection, client), from: roster[client].lane, to: lane)
        let cause = add(
            at: roster[client].lane, .connected(to: lane), cause: nil,
            [roster[client].enter(.connecting, at: lane), .send(message: message)], nil, &steps)
        return (.receive(message: message), cause)
    }

    mutating func call(
        _ request: Request, xid: Int32, on connection: Connection, _ steps: inout [Step]
    ) -> (StepInput, cause: Int?) {
        guard let client = roster.client(on: connection) else {
            return (.command(text: "a request on a connection that is unknown"), nil)
        }
        let request = disguise.request(request)
        let session = roster[client].session
        let message = recorder.call(
            request, session: session, xid: xid, id: id(up: connection, client),
            from: roster[client].lane, to: lane)
        let input: StepInput
        if request == .ping {
            input = .timer(name: "ping")
        } else {
            if xid > 0 { roster[client].call(xid) }
            input = .call(
                id: recorder.call(session, xid), text: request.description,
                opcode: request.opcode.rawValue, body: Bytes(request.encode()))
        }
        let cause = add(
            at: roster[client].lane, input, cause: nil, [.send(message: message)], nil, &steps)
        return (.receive(message: message), cause)
    }

    mutating func authenticate(
        _ identities: [Identity], on connection: Connection, _ steps: inout [Step]
    ) -> (StepInput, cause: Int?) {
        guard let client = roster.client(on: connection) else {
            return (.command(text: "addauth on a connection that is unknown"), nil)
        }
        let message = recorder.authenticate(
            identities, id: id(up: connection, client), from: roster[client].lane, to: lane)
        for identity in identities { show(disguise.identity(identity), client, &steps) }
        let cause = add(
            at: roster[client].lane, .command(text: message.text ?? ""), cause: nil,
            [.send(message: message)], nil, &steps)
        return (.receive(message: message), cause)
    }

    /// A client shows who it is, in the words of a scenario: that is where the checker looks.
    mutating func show(
        _ identity: Identity, _ client: Int, _ steps: inout [Step]
    ) {
        guard roster[client].identities.insert(identity).inserted else { return }
        let id = identity.id.isEmpty ? "-" : identity.id
        _ = add(
            at: roster[client].lane,
            .command(text: "\(roster[client].lane) addauth \(identity.scheme) \(id)"), cause: nil,
            [], nil, &steps)
    }

    // MARK: - After the server has spoken

    mutating func hear(_ echo: Echo, cause: Int, _ steps: inout [Step]) {
        switch echo {
        case .accepted(let client, let connection, let message, let session):
            // Told to a connection that the client has left for a newer one.
            guard roster[client].connection == connection else { return }
            var notes: [StepEffect] = []
            if session == 0 {
                notes = roster[client].leave(&recorder)
                notes.append(roster[client].enter(.expired, at: nil))
            } else {
                roster.give(session, to: client)
                notes.append(roster[client].enter(.connected, at: lane))
            }
            _ = add(
                at: roster[client].lane, .receive(message: message), cause: cause, notes, nil,
                &steps)
        case .reply(let client, let message, let reply):
            _ = add(
                at: roster[client].lane, .receive(message: message), cause: cause,
                hear(reply, atClient: client), nil, &steps)
        case .event(let client, let message, let event):
            _ = add(
                at: roster[client].lane, .receive(message: message), cause: cause,
                [.notified(event: event.kind.name, path: event.path.text)], nil, &steps)
        case .closed(let connection):
            guard let client = roster.client(on: connection),
                roster[client].connection == connection
            else { return }
            part(client, "closed", cause: cause, &steps)
        }
    }

    mutating func hear(_ reply: Reply, atClient client: Int) -> [StepEffect] {
        guard roster[client].answer(reply.xid) else { return [] }
        var notes: [StepEffect] = [
            .answered(
                id: recorder.call(roster[client].session, reply.xid),
                outcome: Recorder.outcome(of: reply))
        ]
        if reply.opcode == .closeSession, case .success = reply.outcome {
            notes += roster[client].leave(&recorder)
            notes.append(roster[client].enter(.closed, at: nil))
        }
        return notes
    }

    /// A client's connection ends.
    mutating func part(
        _ client: Int, _ why: String, cause: Int?, _ steps: inout [Step]
    ) {
        var notes = roster[client].leave(&recorder)
        notes.append(roster[client].enter(.disconnected, at: nil))
        _ = add(
            at: roster[client].lane, .disconnected(to: lane, why: why), cause: cause, notes, nil,
            &steps)
    }
}

extension WatchEvent.Kind {
    /// `NodeCreated`, as ZooKeeper's clients spell it.
    fileprivate var name: String {
        let name = "\(self)"
        return name.prefix(1).uppercased() + name.dropFirst()
    }
}
