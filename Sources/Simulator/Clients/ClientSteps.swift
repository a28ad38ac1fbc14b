import DequeModule
import Replication
public import Trace
import Zab
import Znodes

/// What clients do, step by step.
extension World {
    /// How the n-th client stands; nil when there is none.
    public func state(ofClient number: Int) -> ClientState? {
        clients.first { $0.number == number }?.state
    }

    /// How many calls of a client are neither answered nor unknown.
    public func openCalls(ofClient number: Int) -> Int {
        clients.first { $0.number == number }.map {
            $0.sent.count + $0.waiting.count + $0.intents.count
        } ?? 0
    }

    /// No client waits for anything, a connection included.
    public var hasNoOpenCalls: Bool {
        clients.allSatisfy { client in
            client.isOver
                || client.state == .connected && client.sent.isEmpty && client.waiting.isEmpty
                    && client.intents.isEmpty
        }
    }

    private func clientPlace(_ number: Int) -> Int? { clients.firstIndex { $0.number == number } }

    // MARK: - Its user

    /// A client comes into being, or moves to other servers.
    mutating func connect(_ number: Int, to servers: [Int]) {
        let list = servers.isEmpty ? Array(self.servers.indices) : servers
        if let client = clientPlace(number) {
            guard !clients[client].isOver else { return noteCommand(.connect(number, to: [])) }
            beginStep(.command(text: command(number, list)), atClient: client, cause: nil)
            clients[client].servers = list
            clients[client].next = 0
            leave(client)
            // It had asked to close its session, and is done.
            if !clients[client].isOver { tryNext(client) }
        } else {
            clients.append(
                Client(number: number, servers: list, timeout: settings.maxSessionTimeout))
            let client = clients.count - 1
            clients[client].timeout = conditions.sessionTimeout ?? settings.maxSessionTimeout
            clients[client].reopens = conditions.clientsReopen
            beginStep(.command(text: command(number, list)), atClient: client, cause: nil)
            tryNext(client)
        }
        finishStep()
    }

    private func command(_ number: Int, _ list: [Int]) -> String {
        Intervention.connect(number, to: list.map { .server(servers[$0].id) }).description
    }

    /// Its user asks for something. While there is no session it waits for one, untold.
    mutating func call(_ request: Request, byClient number: Int) {
        guard let client = clientPlace(number), !clients[client].isOver else { return }
        guard clients[client].session != 0 else {
            clients[client].intents.append(request)
            return
        }
        let call = Client.Call(xid: clients[client].newXid(), request: request)
        var input = StepInput.command(text: "")
        if isRecording {
            input = .call(
                id: recorder.call(clients[client].session, call.xid), text: request.description,
                opcode: request.opcode.rawValue, body: Bytes(request.encode()))
        }
        beginStep(input, atClient: client, cause: nil)
        if clients[client].state == .connected {
            send(call, fromClient: client)
        } else {
            clients[client].waiting.append(call)
        }
        finishStep()
    }

    /// Its user shows who it is. No password is hashed here: what is shown is what access lists name.
    mutating func authenticate(_ identity: Identity, byClient number: Int) {
        guard let client = clientPlace(number), !clients[client].isOver else { return }
        let text = Intervention.authenticate(number, identity).description
        beginStep(.command(text: text), atClient: client, cause: nil)
        clients[client].identities.append(identity)
        if clients[client].state == .connected {
            say(.authenticate([identity]), fromClient: client)
        }
        finishStep()
    }

    private mutating func send(_ call: Client.Call, fromClient client: Int) {
        clients[client].sent.append(call)
        say(.request(xid: call.xid, call.request), fromClient: client)
    }

    // MARK: - Connecting

    /// Goes to the next server of its list.
    private mutating func tryNext(_ client: Int) {
        let list = clients[client].servers
        let server = list[clients[client].next % list.count]
        clients[client].next += 1
        enter(.connecting, client, server)
        dial(server, fromClient: client)
        let patience = Time.milliseconds(Int64(clients[client].timeout) / 3)
        setAlarm(.connectTimeout, after: patience, atClient: client)
    }

    /// The server listens: the handshake.
    mutating func introduce(_ client: Int, cause: Int) {
        if clients[client].told != nil { return }
        let server = clients[client].servers[
            (clients[client].next - 1) % clients[client].servers.count]
        beginStep(
            .connected(to: .server(servers[server].id.rawValue)), atClient: client, cause: cause)
        say(
            .connect(
                ConnectRequest(
                    session: clients[client].session, lastZxid: clients[client].lastZxid,
                    timeout: clients[client].timeout)), fromClient: client)
        finishStep()
    }

    /// The connection is gone: what was sent is unknown, and another server is tried after a while.
    mutating func lost(_ client: Int, cause: Int?, told: StepInput) {
        beginStep(told, atClient: client, cause: cause)
        if clients[client].told != nil { return finishStep() }
        leave(client)
        if !clients[client].isOver {
            setAlarm(.retry, after: conditions.clientRetry, atClient: client)
        }
        finishStep()
    }

    /// Ends the connection, if there is one, and gives up what hung on it.
    private mutating func leave(_ client: Int) {
        hangUp(fromClient: client)
        clients[client].silenceAlarms()
        let isClosing = clients[client].sent.contains { $0.request == .closeSession }
        for call in clients[client].sent where isRecording {
            note(.unknown(id: recorder.call(clients[client].session, call.xid)))
        }
        clients[client].sent.removeAll()
        // The session ends sooner or later; nobody will ask for it again.
        if isClosing { clients[client].waiting.removeAll() }
        if isClosing { clients[client].intents.removeAll() }
        if !clients[client].isOver {
            enter(isClosing ? .closed : .disconnected, client, nil)
        }
    }

    // MARK: - Hearing

    mutating func hear(_ word: ServerWord, atClient client: Int, cause: Int, told: StepInput?) {
        beginStep(told, atClient: client, cause: cause)
        if clients[client].told != nil {
            clients[client].told?.append(word)
            return finishStep()
        }
        clients[client].heard = now
        switch word {
        case .accepted(let session, let timeout):
            accepted(session: session, timeout: timeout, atClient: client)
        case .reply(let reply):
            if let call = clients[client].take(reply) { answer(call, reply, atClient: client) }
        case .event(let event):
            clients[client].take(event)
            if isRecording {
                note(.notified(event: event.kindName, path: event.path.text))
            }
        }
        finishStep()
    }

    private mutating func accepted(session: Int64, timeout: Int32, atClient client: Int) {
        clients[client].silenceAlarms()
        guard session != 0 else { return expired(client) }
        clients[client].session = session
        clients[client].timeout = timeout
        let server = clients[client].wire.flatMap { clientWire($0) }.map {
            clientWires[$0].acceptor
        }
        enter(.connected, client, server)
        if !clients[client].identities.isEmpty {
            say(.authenticate(clients[client].identities), fromClient: client)
        }
        if let request = clients[client].restoringWatches {
            say(.request(xid: Client.setWatchesXid, request), fromClient: client)
        }
        while let call = clients[client].waiting.popFirst() { send(call, fromClient: client) }
        // What came while there was no session becomes a call each, in its own step.
        while let request = clients[client].intents.popLast() {
            commands.prepend(.call(clients[client].number, request))
        }
        beat(client)
    }

    private mutating func expired(_ client: Int) {
        leave(client)
        for call in clients[client].waiting where isRecording {
            note(.unknown(id: recorder.call(clients[client].session, call.xid)))
        }
        clients[client].waiting.removeAll()
        enter(.expired, client, nil)
        clients[client].forgetSession()
        if clients[client].reopens {
            setAlarm(.retry, after: conditions.clientRetry, atClient: client)
        }
    }

    private mutating func answer(_ call: Client.Call, _ reply: Reply, atClient client: Int) {
        if isRecording {
            note(
                .answered(
                    id: recorder.call(clients[client].session, call.xid),
                    outcome: Recorder.outcome(of: reply)))
        }
        if call.request == .closeSession, case .success = reply.outcome {
            clients[client].intents.removeAll()
            leave(client)
            enter(.closed, client, nil)
        }
    }

    // MARK: - Alarms

    mutating func fire(_ alarm: ClientAlarm, generation: UInt32, atClient client: Int) {
        guard clients[client].generation == generation else { return }
        switch alarm {
        case .retry:
            beginStep(.timer(name: alarm.rawValue), atClient: client, cause: nil)
            tryNext(client)
            finishStep()
        case .connectTimeout:
            lost(client, cause: nil, told: .timer(name: alarm.rawValue))
        case .heartbeat:
            if clients[client].silenceTime <= now {
                return lost(client, cause: nil, told: .timer(name: "serverSilence"))
            }
            guard clients[client].pingTime <= now else { return beat(client) }
            beginStep(.timer(name: "ping"), atClient: client, cause: nil)
            say(.request(xid: Client.pingXid, .ping), fromClient: client)
            beat(client)
            finishStep()
        }
    }

    private mutating func beat(_ client: Int) {
        let next = min(clients[client].pingTime, clients[client].silenceTime)
        setAlarm(.heartbeat, after: max(next - now, .nanoseconds(1)), atClient: client)
    }

    private mutating func setAlarm(_ alarm: ClientAlarm, after: Time, atClient client: Int) {
        let generation = clients[client].generation
        agenda.add(.clientAlarm(client: client, alarm, generation: generation), at: now + after)
    }

    // MARK: - Telling

    private mutating func enter(_ state: ClientState, _ client: Int, _ server: Int?) {
        clients[client].state = state
        guard isRecording else { return }
        note(
            .clientState(
                state: state, server: server.map { .server(servers[$0].id.rawValue) },
                session: recorder.pseudonym(clients[client].session)))
    }

    private mutating func beginStep(_ input: StepInput?, atClient client: Int, cause: Int?) {
        steps += 1
        guard isRecording, let input else { return }
        notes = Notes(at: clients[client].lane, life: 0, input: input, cause: cause)
    }

    private mutating func finishStep() {
        guard let notes else { return }
        record = Step(
            n: steps, t: now.nanoseconds, at: notes.at, life: notes.life, input: notes.input,
            cause: notes.cause, effects: notes.effects)
        self.notes = nil
    }
}

extension WatchEvent {
    /// `NodeCreated`, as ZooKeeper's clients spell it.
    fileprivate var kindName: String {
        switch kind {
        case .nodeCreated: "NodeCreated"
        case .nodeDeleted: "NodeDeleted"
        case .nodeDataChanged: "NodeDataChanged"
        case .nodeChildrenChanged: "NodeChildrenChanged"
        }
    }
}
