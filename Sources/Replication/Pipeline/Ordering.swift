import Jute
import Zab
import Znodes

/// Where the leader turns requests into transactions, one after another (`PrepRequestProcessor`).
extension Replica {
    /// Gives a request its place in the order: prepared against everything before it, then proposed.
    mutating func order(
        _ request: Request, of caller: Caller, xid: Int32, from origin: Origin, now: Time,
        into effects: inout [Effect]
    ) {
        if case .sync = request {
            let waiting = WaitingSync(zxid: lastProposed, origin: origin)
            _ = leading { $0.syncs.append(waiting) }
            return answerSyncs(now: now, into: &effects)
        }
        // An epoch without room for another zxid is about to end, and its clients' connections with it.
        guard let zxid = peer.nextZxid else {
            effects.append(.refused(.notServing))
            return
        }
        let session = caller.session
        let time = wallClock(now)
        let narrates = narrates
        let payload = leading { leading, service -> Payload in
            let transaction =
                leading.isMoved(session, by: request, from: origin, on: service)
                ? Transaction(
                    session: session, cxid: xid, zxid: Int64(bitPattern: zxid.rawValue), time: time,
                    body: .error(.sessionMoved))
                : leading.preparation.prepare(
                    request, for: caller, cxid: xid, zxid: Int64(bitPattern: zxid.rawValue),
                    time: time, on: service)
            let payload = transaction.payload
            if narrates { effects.append(.proposed(transaction, payload: payload)) }
            leading.proposed.append(consume transaction)
            return payload
        }
        guard let payload else {
            preconditionFailure("a peer that has a next zxid leads, and so does its server")
        }
        run(.propose(payload), now: now, into: &effects)
    }

    /// The end of what the leader has ordered so far.
    private var lastProposed: Zxid {
        guard case .leading(let leader) = peer.role else { return lastZxid }
        return leader.outstandingCount > 0 ? leader.lastProposed : lastZxid
    }

    /// Answers every `sync` whose predecessors are committed: on this server, or with SYNC on the
    /// learner's link, behind the commits it waited for.
    mutating func answerSyncs(now: Time, into effects: inout [Effect]) {
        let applied = lastZxid
        let answered = leading { leading in
            var answered: [Origin] = []
            while let next = leading.syncs.first, next.zxid <= applied {
                leading.syncs.removeFirst()
                answered.append(next.origin)
            }
            return answered
        }
        for origin in answered ?? [] {
            switch origin {
            case .local(let connection):
                completeSync(on: connection, into: &effects)
            case .learner(let learner):
                run(.relay(.sync, to: learner), now: now, into: &effects)
            case .none: break
            }
        }
    }

    mutating func completeSync(on connection: Connection, into effects: inout [Effect]) {
        guard let place = clients.place(of: connection),
            case .sync(let path)? = clients[place].pending.first?.work
        else { return }
        completeHead(of: connection, at: place, with: .success(.synced(path)), into: &effects)
    }
}

extension Transaction {
    /// As it is proposed; data that is long is shared with the request, and soon with the tree.
    fileprivate var payload: Payload {
        let (bytes, data) = encode(leavingOut: Payload.worthSharing)
        return data.map { Payload(bytes, sharing: $0.buffer, at: $0.position) } ?? Payload(bytes)
    }
}

extension LeadingDuty {
    /// Whether the session speaks through someone else by now; the first to speak owns it.
    fileprivate mutating func isMoved(
        _ session: Int64, by request: Request, from origin: Origin, on service: Service
    ) -> Bool {
        let owner: SessionOwner
        switch origin {
        case .local: owner = .local
        case .learner(let learner): owner = .learner(learner)
        case .none: return false
        }
        if let present = owners[session] { return present != owner }
        // What does not exist has no owner, else anyone could fill the table.
        if request.opcode == .createSession || preparation.isOpen(session, on: service) {
            owners[session] = owner
        }
        return false
    }
}
