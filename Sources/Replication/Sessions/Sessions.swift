import Jute
import Zab
import Znodes

/// Sessions: any server hears from them, the leader alone decides when one has ended
/// (`LeaderSessionTracker`, `LearnerSessionTracker`).
extension Replica {
    /// The first id of this life: the server in the top byte, then the clock, then a counter.
    func firstSession(now: Time) -> Int64 {
        let clock = (UInt64(bitPattern: wallClock(now)) << 24) >> 8
        return Int64(bitPattern: UInt64(id.rawValue & 0xff) << 56 | clock) + 1
    }

    /// The session was heard from. False when the leader knows that there is no such session; a learner
    /// leaves that to the leader.
    mutating func touch(
        _ session: Int64, timeout: Int32, now: Time, into effects: inout [Effect]
    ) -> Bool {
        _ = learning { $0.touched[session] = timeout }
        let clock = sessionClock(now)
        return leading { leading, service in
            guard leading.preparation.isOpen(session, on: service),
                leading.tracker.touch(session, timeout: timeout, now: clock)
            else { return false }
            leading.setTimer(now: clock, into: &effects)
            return true
        } ?? true
    }

    /// A bucket of sessions is due: each is closed by a transaction, like everything else that changes
    /// the state.
    mutating func expireSessions(now: Time, into effects: inout [Effect]) {
        let clock = sessionClock(now)
        let expired = leading { leading in
            leading.expiryTimer = nil
            let expired = leading.tracker.expire(clock)
            leading.setTimer(now: clock, into: &effects)
            return expired
        }
        guard let expired else {
            effects.append(.refused(.notServing))
            return
        }
        for session in expired {
            effects.append(.session(session, .expired))
            order(
                .closeSession, of: Caller(session: session), xid: 0, from: .none, now: now,
                into: &effects)
        }
    }

    /// PING: tell the leader whom we heard from.
    mutating func reportSessions(
        _ zxid: Zxid, to leader: ServerID, now: Time, into effects: inout [Effect]
    ) {
        let touches = learning { learning in
            defer { learning.touched = [:] }
            return learning.touched.sorted { $0.key < $1.key }
                .map { SessionTouch(session: $0.key, timeout: $0.value) }
        }
        let answer = SessionTouch.encode(touches ?? [])
        run(.relay(.pong(zxid, touched: answer), to: leader), now: now, into: &effects)
    }

    // MARK: - A client comes back

    mutating func revalidate(
        _ session: Int64, timeout: Int32, on connection: Connection, now: Time,
        into effects: inout [Effect]
    ) {
        let leader = learning { learning in
            learning.revalidations[session] = connection
            return learning.leader
        }
        if let leader {
            let question = SessionTouch.encode([SessionTouch(session: session, timeout: timeout)])
            return run(.relay(.revalidate(question), to: leader), now: now, into: &effects)
        }
        let isAlive = touch(session, timeout: timeout, now: now, into: &effects)
        if isAlive { own(session, by: .local, into: &effects) }
        answerHandshake(connection, isAlive: isAlive, into: &effects)
    }

    /// Leader: is the session alive? If so it speaks through this learner from now on.
    mutating func answerRevalidation(
        _ bytes: [UInt8], from learner: ServerID, now: Time, into effects: inout [Effect]
    ) {
        guard let question = try? SessionTouch.decode(bytes), let one = question.first else {
            effects.append(.refused(.malformed))
            return
        }
        let isAlive = touch(one.session, timeout: one.timeout, now: now, into: &effects)
        if isAlive { own(one.session, by: .learner(learner), into: &effects) }
        let answer = Revalidation(session: one.session, isValid: isAlive)
        run(.relay(.revalidated(answer.encode()), to: learner), now: now, into: &effects)
    }

    mutating func finishRevalidation(_ bytes: [UInt8], into effects: inout [Effect]) {
        guard let answer = try? Revalidation(decoding: bytes) else {
            effects.append(.refused(.malformed))
            return
        }
        let connection =
            learning { $0.revalidations.removeValue(forKey: answer.session) } ?? nil
        // The client may have given up meanwhile.
        guard let connection, clients[connection]?.session == answer.session else {
            effects.append(.refused(.unknownConnection))
            return
        }
        answerHandshake(connection, isAlive: answer.isValid, into: &effects)
    }

    private mutating func own(
        _ session: Int64, by owner: SessionOwner, into effects: inout [Effect]
    ) {
        let isMoved = leading { leading in
            defer { leading.owners[session] = owner }
            return leading.owners[session].map { $0 != owner } ?? false
        }
        guard let isMoved else { return }
        effects.append(.session(session, isMoved ? .moved : .revalidated))
    }
}

extension LeadingDuty {
    /// One timer stands for the bucket that is due first.
    mutating func setTimer(now: Int64, into effects: inout [Effect]) {
        guard let next = tracker.nextExpiry, expiryTimer.map({ next < $0 }) ?? true else { return }
        expiryTimer = next
        effects.append(.start(.sessionExpiry, after: .milliseconds(max(0, next - now))))
    }
}
