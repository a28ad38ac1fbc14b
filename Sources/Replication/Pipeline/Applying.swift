import Zab
import Znodes

/// Where committed transactions take effect, in order (`FinalRequestProcessor`).
extension Replica {
    mutating func apply(_ proposal: Proposal, now: Time, into effects: inout [Effect]) {
        let transaction = decode(proposal)
        let outcome = service.apply(transaction, changes: &changes)
        unsaved.transactions += 1
        if narrates {
            let applied = Applied(outcome: outcome, changes: changes)
            effects.append(.applied(transaction, payload: proposal.payload, applied))
        }
        // Events go out before any answer that could show the change (W1).
        for firing in watches.trigger(changes) { tell(firing, into: &effects) }
        changes.removeAll(keepingCapacity: true)
        // Asked once: to look into the body itself would copy it each time.
        let opcode = transaction.body.opcode
        noteSession(of: transaction, opcode, outcome, now: now, into: &effects)
        complete(transaction, opcode, outcome, into: &effects)
        _ = leading { $0.preparation.applied(upTo: transaction.zxid) }
        answerSyncs(now: now, into: &effects)
    }

    /// Tells whoever may read the node; of the others the watch has fired all the same.
    private func tell(_ firing: Firing, into effects: inout [Effect]) {
        for watcher in firing.watchers
        where clients[watcher]?.caller.may(.read, on: firing.acl) == true {
            effects.append(.notify(watcher, firing.event))
        }
    }

    private mutating func decode(_ proposal: Proposal) -> Transaction {
        let zxid = Int64(bitPattern: proposal.zxid.rawValue)
        let known = leading { $0.proposed.popFirst(if: { $0.zxid == zxid }) }
        // Moved out: `known ?? nil` would copy it.
        if case .some(.some(let transaction)) = consume known { return transaction }
        guard let transaction = try? Transaction(decoding: proposal.payload.bytes) else {
            preconditionFailure("\(proposal.zxid) was committed, so it is well formed")
        }
        return transaction
    }

    /// Answers the client of this server that asked for it, if it is one.
    private mutating func complete(
        _ transaction: Transaction, _ opcode: Opcode, _ outcome: Outcome,
        into effects: inout [Effect]
    ) {
        let isClosing = if case .success = outcome { opcode == .closeSession } else { false }
        let isOrphan = clients.takeOrphan(of: transaction.session, xid: transaction.cxid)
        if isClosing { clients.forgetOrphans(of: transaction.session) }
        guard let place = clients.place(ofSession: transaction.session) else { return }
        let connection = place.connection
        if opcode == .createSession, !clients[place].isOpen {
            return answerHandshake(connection, isAlive: true, into: &effects)
        }
        if !isOrphan, clients.look(at: place, { $0.awaits(write: transaction.cxid) }) {
            if case .failure(.sessionMoved) = outcome {
                return close(connection, .sessionMoved, into: &effects)
            }
            completeHead(of: connection, at: place, with: outcome, into: &effects)
        }
        if isClosing { close(connection, .sessionClosed, into: &effects) }
    }

    /// The leader watches over every session that exists.
    private mutating func noteSession(
        of transaction: Transaction, _ opcode: Opcode, _ outcome: Outcome, now: Time,
        into effects: inout [Effect]
    ) {
        guard case .success = outcome else { return }
        switch opcode {
        case .create, .create2, .createContainer, .createTTL, .multi:
            beginReaping(into: &effects)
        case .createSession:
            guard case .createSession(let body) = transaction.body else { return }
            effects.append(.session(transaction.session, .opened))
            _ = touch(
                transaction.session, timeout: body.timeout, now: now, into: &effects)
        case .closeSession:
            effects.append(.session(transaction.session, .closed))
            _ = leading {
                $0.tracker.remove(transaction.session)
                $0.owners[transaction.session] = nil
            }
        default: break
        }
    }
}
