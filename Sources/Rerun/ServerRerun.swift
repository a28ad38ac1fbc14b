import Flight
import Replication
import Trace
import Zab
import Znodes

/// Runs a server again, from its starting state through all its inputs, and writes down the steps.
struct ServerRerun {
    private var origin = Header(recorder: "zabd", servers: [])
    private var replica: Replica?
    var recorder = Recorder(sessionsArePseudonyms: true)
    var disguise = Disguise()
    var roster = ClientRoster()
    var causes = Causes(knowsSnapshotRule: true)
    var links = LinkCounts()
    var life = 0
    var lane = Lane.network
    private var state = ServerState()
    var number = 0
    /// Of the trace's clock.
    var time: Int64 = 0
    /// What this run's clock is ahead of the first one's, in nanoseconds.
    private var ahead: Int64 = 0
    private var firstWallClock: Int64 = 0
    private var effects: [Replication.Effect] = []

    /// The last epoch that the server asked its disk to keep.
    var recorded: Epoch = 0

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
        causes = Causes(knowsSnapshotRule: start.knowsSnapshotRule)
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
    mutating func tell(
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

    mutating func tell(
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

    // MARK: - Effects

    /// What a client is told of by an effect, in the steps behind the server's.
    enum Echo {
        case accepted(Int, Connection, MessageRecord, session: Int64)
        case reply(Int, MessageRecord, Reply)
        case event(Int, MessageRecord, WatchEvent)
        case closed(Connection)
    }

    mutating func note(
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

    // MARK: - Steps

    mutating func add(
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

    mutating func id(up connection: Connection, _ client: Int) -> String {
        let position = roster.countUp(connection)
        return "\(roster[client].lane).0-\(lane).\(life)#\(connection)/\(position)"
    }

    mutating func id(down connection: Connection, _ client: Int) -> String {
        let position = roster.countDown(connection)
        return "\(lane).\(life)-\(roster[client].lane).0#\(connection)/\(position)"
    }
}
