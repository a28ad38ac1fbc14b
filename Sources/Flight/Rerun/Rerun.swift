import Replication
import Trace
import Zab
import Znodes

/// Runs a server again, from its starting state through all its inputs, and writes down the steps.
struct Rerun {
    private var origin = Header(recorder: "zabd", servers: [])
    private var replica: Replica?
    private var recorder = Recorder(sessionsArePseudonyms: true)
    private var disguise = Disguise()
    private var roster = ClientRoster()
    private var causes = Causes()
    private var links = LinkCounts()
    private var life = 0
    private var lane = Lane.network
    private var state = ServerState()
    private var number = 0
    /// Of the trace's clock.
    private var time: Int64 = 0
    /// What this run's clock is ahead of the first one's, in nanoseconds.
    private var ahead: Int64 = 0
    private var firstWallClock: Int64 = 0
    private var effects: [Replication.Effect] = []

    /// The last epoch that the server asked its disk to keep.
    private var recorded: Epoch = 0

    /// The first line of the trace, with all clients so far.
    var header: Header {
        var header = origin
        header.clients = roster.clients.map(\.lane)
        return header
    }

    // MARK: - Runs

    /// The server starts, for the first time or again. False when it cannot have become what it is from
    /// what it was: then it has run unrecorded in between.
    mutating func begin(_ start: FlightStart, _ steps: inout [Step]) throws(BadRecord) -> Bool {
        if replica != nil {
            guard follows(start) else { return false }
            end(with: start, &steps)
        } else {
            lane = .server(start.id.rawValue)
            origin = Header(of: start, disguise: &disguise)
            firstWallClock = start.settings.wallClock
        }
        guard lane == .server(start.id.rawValue) else {
            throw BadRecord("\(start.id) goes on where \(lane) was recorded")
        }
        ahead = (start.settings.wallClock &- firstWallClock) &* 1_000_000
        replica = start.replica
        life += 1
        causes = Causes()
        roster.forgetConnections()
        return true
    }

    private func follows(_ start: FlightStart) -> Bool {
        guard let common = replica?.peer.common else { return true }
        return start.recovered.log.last <= common.log.last
            && start.recovered.epochs.accepted <= max(common.epochs.accepted, recorded)
    }

    /// The process has ended, and with it its connections.
    private mutating func end(with start: FlightStart, _ steps: inout [Step]) {
        let last = start.recovered.log.last
        let lost = replica?.peer.common.log.entries(after: last).map(\.zxid) ?? []
        var down = state
        down.merge(.down)
        down.logged = last
        down.durable = last
        let crash = add(
            at: lane, .crash(power: !lost.isEmpty, lost: lost), cause: nil, [], down, &steps)
        for client in roster.clients.indices where roster[client].connection != nil {
            part(client, "crashed", cause: crash, &steps)
        }
    }

    // MARK: - Inputs

    mutating func take(
        _ input: Replication.Input, now: Time, _ steps: inout [Step]
    ) throws(BadRecord) {
        guard causes.expects(input) else {
            throw BadRecord("the disk has done what it was not asked for")
        }
        time = max(time, now.nanoseconds &+ ahead)
        let (told, cause) = tell(input, &steps)
        let step = number + 1
        replica?.handle(input, now: now, into: &effects)
        var notes: [StepEffect] = []
        var echoes: [Echo] = []
        for effect in effects {
            causes.note(effect, step: step)
            if case .peer(.record(let epochs)) = effect { recorded = epochs.accepted }
            note(effect, &notes, &echoes)
        }
        effects.removeAll(keepingCapacity: true)
        _ = add(at: lane, told, cause: cause, notes, replicaState, &steps)
        for echo in echoes { hear(echo, cause: step, &steps) }
    }

    private var replicaState: ServerState? {
        replica.map { ServerState(of: $0) { roster.lane(on: $0) } }
    }

    /// What the input is called, and its cause; the step of the client that made it comes first.
    private mutating func tell(
        _ input: Replication.Input, _ steps: inout [Step]
    ) -> (StepInput, cause: Int?) {
        switch input {
        case .client(let input, let connection):
            return tell(input, on: connection, &steps)
        case .peer(.start):
            let common = replica?.peer.common
            return (
                .start(
                    accepted: common?.epochs.accepted ?? 0, current: common?.epochs.current ?? 0,
                    last: common?.log.last ?? .zero, snapshot: replica?.lastZxid ?? .zero), nil
            )
        case .peer(.message(let message, let sender)):
            let id = links.received(message, from: sender, by: lane, life)
            let record = recorder.record(
                disguise.message(message), id: id, from: sender, to: ServerID(lane.number))
            return (.receive(message: record), nil)
        case .peer(.disconnected(let link)):
            return (
                .disconnected(to: .server(link.peer.rawValue), why: "closed"),
                causes.take(for: input)
            )
        case .peer(.connected(let link)):
            links.begin(link)
            return (recorder.record(input) ?? .command(text: ""), causes.take(for: input))
        case .peer(.propose): return (.command(text: "propose"), nil)
        case .peer(.relay): return (.command(text: "relay"), nil)
        default:
            return (recorder.record(input) ?? .command(text: "\(input)"), causes.take(for: input))
        }
    }

    private mutating func tell(
        _ input: ClientInput, on connection: Connection, _ steps: inout [Step]
    ) -> (StepInput, cause: Int?) {
        switch input {
        case .connect(let request): return connect(request, on: connection, &steps)
        case .request(let xid, let request):
            return call(request, xid: xid, on: connection, &steps)
        case .authenticate(let identities):
            return authenticate(identities, on: connection, &steps)
        case .disconnected:
            guard let client = roster.client(on: connection) else {
                return (.disconnected(to: .network, why: "closed"), nil)
            }
            let lane = roster[client].lane
            defer { roster.forget(connection) }
            guard roster[client].connection == connection else {
                return (.disconnected(to: lane, why: "closed"), nil)
            }
            part(client, "closed", cause: nil, &steps)
            return (.disconnected(to: lane, why: "closed"), number)
        }
    }

    // MARK: - Clients, before the server hears them

    private mutating func connect(
        _ request: ConnectRequest, on connection: Connection, _ steps: inout [Step]
    ) -> (StepInput, cause: Int?) {
        var request = request
        request.session = disguise.session(request.session)
        let client = roster.admit(connection, session: request.session)
        // A client has one connection; it has left the one before, whatever the server knows.
        if roster[client].connection != nil { part(client, "closed", cause: nil, &steps) }
        roster[client].connection = connection
        for identity in request.identities { show(identity, client, &steps) }
        let message = recorder.connect(
            request, id: id(up: connection, client), from: roster[client].lane, to: lane)
        let cause = add(
            at: roster[client].lane, .connected(to: lane), cause: nil,
            [roster[client].enter(.connecting, at: lane), .send(message: message)], nil, &steps)
        return (.receive(message: message), cause)
    }

    private mutating func call(
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

    private mutating func authenticate(
        _ identities: [Identity], on connection: Connection, _ steps: inout [Step]
    ) -> (StepInput, cause: Int?) {
        guard let client = roster.client(on: connection) else {
            return (.command(text: "addauth on a connection that is unknown"), nil)
        }
        let message = recorder.authenticate(
            identities, id: id(up: connection, client), from: roster[client].lane, to: lane)
        for identity in identities { show(identity, client, &steps) }
        let cause = add(
            at: roster[client].lane, .command(text: message.text ?? ""), cause: nil,
            [.send(message: message)], nil, &steps)
        return (.receive(message: message), cause)
    }

    /// A client shows who it is, in the words of a scenario: that is where the checker looks.
    private mutating func show(
        _ identity: Identity, _ client: Int, _ steps: inout [Step]
    ) {
        let identity = disguise.identity(identity)
        guard roster[client].identities.insert(identity).inserted else { return }
        let id = identity.id.isEmpty ? "-" : identity.id
        _ = add(
            at: roster[client].lane,
            .command(text: "\(roster[client].lane) addauth \(identity.scheme) \(id)"), cause: nil,
            [], nil, &steps)
    }

    // MARK: - Effects

    /// What a client is told of by an effect, in the steps behind the server's.
    private enum Echo {
        case accepted(Int, Connection, MessageRecord, session: Int64)
        case reply(Int, MessageRecord, Reply)
        case event(Int, MessageRecord, WatchEvent)
        case closed(Connection)
    }

    private mutating func note(
        _ effect: Replication.Effect, _ notes: inout [StepEffect], _ echoes: inout [Echo]
    ) {
        switch effect {
        case .accept(let connection, let session, let timeout):
            guard let client = roster.client(on: connection) else { return }
            let session = disguise.session(session)
            let message = recorder.connected(
                session: session, timeout: timeout, id: id(down: connection, client), from: lane,
                to: roster[client].lane)
            notes.append(.send(message: message))
            echoes.append(.accepted(client, connection, message, session: session))
        case .reply(let connection, let reply):
            guard let client = roster.client(on: connection) else { return }
            let reply = disguise.reply(reply)
            let message = recorder.reply(
                reply, id: id(down: connection, client), from: lane, to: roster[client].lane)
            notes.append(.send(message: message))
            echoes.append(.reply(client, message, reply))
        case .notify(let connection, let event):
            guard let client = roster.client(on: connection) else { return }
            let message = recorder.event(
                event, id: id(down: connection, client), from: lane, to: roster[client].lane)
            notes.append(.send(message: message))
            echoes.append(.event(client, message, event))
        case .close(let connection, let reason):
            guard let client = roster.lane(on: connection) else { return }
            notes.append(.closeClient(client: client, why: reason.rawValue))
            echoes.append(.closed(connection))
        case .peer(.send(let message, let receiver)):
            let id = links.sent(message, to: receiver, by: lane, life)
            let record = recorder.record(
                disguise.message(message), id: id, from: ServerID(lane.number), to: receiver)
            notes.append(.send(message: record))
        default:
            if let note = recorder.record(disguise.effect(effect)) { notes.append(note) }
        }
    }

    // MARK: - Clients, after the server has spoken

    private mutating func hear(_ echo: Echo, cause: Int, _ steps: inout [Step]) {
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

    private mutating func hear(_ reply: Reply, atClient client: Int) -> [StepEffect] {
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
    private mutating func part(
        _ client: Int, _ why: String, cause: Int?, _ steps: inout [Step]
    ) {
        var notes = roster[client].leave(&recorder)
        notes.append(roster[client].enter(.disconnected, at: nil))
        _ = add(
            at: roster[client].lane, .disconnected(to: lane, why: why), cause: cause, notes, nil,
            &steps)
    }

    // MARK: - Steps

    private mutating func add(
        at place: Lane, _ input: StepInput, cause: Int?, _ notes: [StepEffect],
        _ state: ServerState?, _ steps: inout [Step]
    ) -> Int {
        number += 1
        var changes: ServerState?
        if let state {
            changes = state.changes(since: self.state)
            self.state = state
        }
        steps.append(
            Step(
                n: number, t: time, at: place, life: place == lane ? life : 0, input: input,
                cause: cause, effects: notes, state: changes?.isEmpty == false ? changes : nil))
        return number
    }

    private mutating func id(up connection: Connection, _ client: Int) -> String {
        let position = roster.countUp(connection)
        return "\(roster[client].lane).0-\(lane).\(life)#\(connection)/\(position)"
    }

    private mutating func id(down connection: Connection, _ client: Int) -> String {
        let position = roster.countDown(connection)
        return "\(lane).\(life)-\(roster[client].lane).0#\(connection)/\(position)"
    }
}

extension Header {
    /// Of a live server's recording.
    fileprivate init(of start: FlightStart, disguise: inout Disguise) {
        let ensemble = start.ensemble
        self.init(
            recorder: "zabd",
            servers: ensemble.members.map {
                Member(lane: .server($0.rawValue), votes: ensemble.voters.contains($0))
            }, options: Header.options(start.settings.service))
        if case .hierarchical(let systems) = ensemble.quorums {
            groups = systems.map { group in
                Dictionary(
                    uniqueKeysWithValues: group.weights.entries.map {
                        ("\($0.key)", $0.value)
                    })
            }
        }
        let log = start.recovered.log
        var logged = log.entries.map { entry in
            let payload = disguise.payload(entry.payload)
            return Logged(
                zxid: entry.zxid, digest: Recorder.digest(payload), txn: Bytes(payload))
        }
        if log.base > .zero {
            logged.insert(Logged(zxid: log.base, digest: "snapshot"), at: 0)
        }
        if !logged.isEmpty { logs = ["\(start.id)": logged] }
        if log.base > .zero, let state = disguise.state(start.service) {
            states = ["\(start.id)": StartingState(at: log.base, snapshot: Bytes(state))]
        }
    }
}

extension WatchEvent.Kind {
    /// `NodeCreated`, as ZooKeeper's clients spell it.
    fileprivate var name: String {
        let name = "\(self)"
        return name.prefix(1).uppercased() + name.dropFirst()
    }
}
