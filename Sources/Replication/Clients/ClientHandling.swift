import Zab
import Znodes

/// What clients do on their connections (`ZooKeeperServer.processConnectRequest`,
/// `FollowerRequestProcessor`).
extension Replica {
    mutating func handle(
        _ input: ClientInput, on connection: Connection, now: Time, into effects: inout [Effect]
    ) {
        switch input {
        case .connect(let request):
            connect(request, on: connection, now: now, into: &effects)
        case .request(let xid, let request):
            accept(request, xid: xid, on: connection, now: now, into: &effects)
        case .authenticate(let identities):
            guard clients[connection] != nil else {
                effects.append(.refused(.unknownConnection))
                return
            }
            clients.update(connection) { $0.caller.authenticate(identities) }
        case .disconnected:
            guard clients[connection] != nil else {
                effects.append(.refused(.unknownConnection))
                return
            }
            forget(connection)
        }
    }

    /// The connection's watches go with it; its session stays until it expires.
    mutating func forget(_ connection: Connection) {
        clients.remove(connection)
        watches.remove(watcher: connection)
    }

    mutating func close(
        _ connection: Connection, _ reason: ClientReason, into effects: inout [Effect]
    ) {
        forget(connection)
        effects.append(.close(connection, reason))
    }

    // MARK: - Handshake

    private mutating func connect(
        _ request: ConnectRequest, on connection: Connection, now: Time,
        into effects: inout [Effect]
    ) {
        guard clients[connection] == nil else {
            effects.append(.refused(.malformed))
            return
        }
        guard isServing else {
            effects.append(.close(connection, .notServing))
            return
        }
        guard request.lastZxid <= lastZxid else {
            effects.append(.close(connection, .clientHasSeenMore))
            return
        }
        let timeout = min(
            max(request.timeout, settings.minSessionTimeout), settings.maxSessionTimeout)
        guard request.session != 0 else {
            return open(
                on: connection, as: request.identities, timeout: timeout, now: now, into: &effects)
        }
        if let older = clients.connection(of: request.session) {
            close(older, .replacedByNewConnection, into: &effects)
        }
        clients.add(
            connection, for: caller(request.session, request.identities), timeout: timeout)
        revalidate(request.session, timeout: timeout, on: connection, now: now, into: &effects)
    }

    /// A new session exists once its createSession is committed; only then is the client answered.
    private mutating func open(
        on connection: Connection, as identities: [Identity], timeout: Int32, now: Time,
        into effects: inout [Effect]
    ) {
        let caller = caller(nextSession, identities)
        nextSession += 1
        clients.add(connection, for: caller, timeout: timeout)
        submit(
            .createSession(CreateSessionRequest(timeout: timeout)),
            of: Caller(session: caller.session),
            xid: 0, on: connection, now: now, into: &effects)
    }

    func caller(_ session: Int64, _ identities: [Identity]) -> Caller {
        Caller(session: session, identities: identities, mayDoAll: settings.service.skipACL)
    }

    /// The session was found alive, or not.
    mutating func answerHandshake(
        _ connection: Connection, isAlive: Bool, into effects: inout [Effect]
    ) {
        guard let client = clients[connection] else { return }
        if isAlive {
            clients.update(connection) { $0.isOpen = true }
            effects.append(
                .accept(connection, session: client.session, timeout: client.timeout))
        } else {
            forget(connection)
            effects.append(.accept(connection, session: 0, timeout: 0))
        }
    }

    // MARK: - Requests

    private mutating func accept(
        _ request: Request, xid: Int32, on connection: Connection, now: Time,
        into effects: inout [Effect]
    ) {
        guard let place = clients.place(of: connection),
            case (true, let caller, let timeout, let isIdle) = clients.look(
                at: place, { ($0.isOpen, $0.caller, $0.timeout, $0.pending.isEmpty) })
        else {
            effects.append(.refused(.unknownConnection))
            return
        }
        guard touch(caller.session, timeout: timeout, now: now, into: &effects) else {
            return drop(on: connection, of: caller.session, into: &effects)
        }
        if request.needsLeader {
            let work: PendingRequest.Work =
                if case .sync(let request) = request { .sync(request.path) } else {
                    .write(request.opcode)
                }
            clients[place].pending.append(
                PendingRequest(xid: xid, session: caller.session, work))
            submit(request, of: caller, xid: xid, on: connection, now: now, into: &effects)
        } else if isIdle {
            answer(request, of: caller, xid: xid, on: connection, into: &effects)
        } else {
            // Behind the session's own writes (FIFO client order).
            clients[place].pending.append(
                PendingRequest(xid: xid, session: caller.session, .read(request, caller)))
        }
    }

    /// The session is closing: its connection lives until that is done, for the answer that its client may
    /// wait for (`ZooKeeperServer.submitRequestNow`, which drops a request whose session cannot be touched).
    private mutating func drop(
        on connection: Connection, of session: Int64, into effects: inout [Effect]
    ) {
        if leading({ $0.preparation.isClosing(session) }) == true {
            effects.append(.refused(.sessionClosed))
        } else {
            close(connection, .sessionUnknown, into: &effects)
        }
    }

    /// Passes a request to the leader, which may be this server.
    private mutating func submit(
        _ request: Request, of caller: Caller, xid: Int32, on connection: Connection, now: Time,
        into effects: inout [Effect]
    ) {
        let leader = learning { learning in
            if case .sync = request { learning.syncs.append(connection) }
            return learning.leader
        }
        guard let leader else {
            return order(
                request, of: caller, xid: xid, from: .local(connection), now: now, into: &effects)
        }
        let forwarded = ForwardedRequest(
            session: caller.session, xid: xid, request: request, identities: caller.identities)
        run(.relay(forwarded.message, to: leader), now: now, into: &effects)
    }

    // MARK: - Answers

    /// Answers a request that needs no leader from the state as it is.
    private mutating func answer(
        _ request: Request, of caller: Caller, xid: Int32, on connection: Connection,
        into effects: inout [Effect]
    ) {
        let (events, outcome) = watches.answer(request, of: connection, for: caller, on: service)
        for event in events { effects.append(.notify(connection, event)) }
        let isLast = if case .unreadable(.unimplemented) = request { true } else { false }
        // The answer to an opcode that does not exist shows no state, and is the connection's last.
        effects.append(
            .reply(
                connection,
                Reply(
                    xid: xid, zxid: isLast ? Zxid(rawValue: .max) : lastZxid, outcome: outcome,
                    session: caller.session, opcode: request.opcode)))
        if isLast { close(connection, .unimplemented, into: &effects) }
    }

    /// The head of the connection's queue is done: it is answered, and so are the reads behind it.
    mutating func completeHead(
        of connection: Connection, at place: ClientTable.Place, with outcome: Outcome,
        into effects: inout [Effect]
    ) {
        guard let head = clients[place].pending.popFirst() else { return }
        effects.append(
            .reply(
                connection,
                Reply(
                    xid: head.xid, zxid: lastZxid, outcome: outcome, session: head.session,
                    opcode: head.opcode)))
        // Nothing is answered behind the end of the session.
        if case .write(.closeSession) = head.work, case .success = outcome { return }
        var here: ClientTable.Place? = place
        while let place = here, let next = clients[place].takeRead(),
            case .read(let request, let caller) = next.work
        {
            answer(request, of: caller, xid: next.xid, on: connection, into: &effects)
            // Looked for again each time: an answer may be the connection's last.
            here = clients.place(of: connection)
        }
    }
}
