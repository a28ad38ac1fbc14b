import Replication
import Trace
import Zab

/// Connections between learners and leaders.
extension World {
    mutating func newConnection() -> Int {
        connections += 1
        return connections
    }

    func quorumWire(_ number: Int) -> Int? { wires.lastIndex { $0.number == number } }

    // MARK: - What a server does

    mutating func dial(_ leader: ServerID, from server: Int) {
        let acceptor = requirePlace(of: leader)
        if let older = uplink(from: server, to: acceptor) { close(older, .up, .closed) }
        let wire = QuorumWire(
            number: newConnection(), dialer: server, dialerLife: servers[server].life,
            acceptor: acceptor, acceptorLife: servers[acceptor].life)
        wires.append(wire)
        write(.open, on: wires.count - 1, .up)
        if faults.isCut(server, acceptor) || faults.isCut(acceptor, server) {
            agenda.add(
                .quorumBreaks(wire: wire.number, generation: wire.cuts),
                at: now + conditions.connectTimeout)
        }
    }

    mutating func hangUp(_ link: Link, at server: Int) {
        let other = requirePlace(of: link.peer)
        switch link {
        case .leader: if let wire = uplink(from: server, to: other) { close(wire, .up, .closed) }
        case .learner:
            if let wire = downlink(from: server, to: other) { close(wire, .down, .closed) }
        }
        sweepWires()
    }

    mutating func send(_ message: Message, from server: Int, to receiver: ServerID) {
        let other = requirePlace(of: receiver)
        if case .notification(let notification) = message {
            return send(notification, from: server, to: other)
        }
        let direction: Direction = message.isForLeader ? .up : .down
        let wire =
            message.isForLeader
            ? uplink(from: server, to: other) : downlink(from: server, to: other)
        guard let wire else {
            preconditionFailure("\(servers[server].id) sends \(message) where no connection is")
        }
        write(message, on: wire, direction)
    }

    private func uplink(from server: Int, to other: Int) -> Int? {
        wires.lastIndex {
            $0.dialer == server && $0.acceptor == other && $0.dialerEnd != .closed
        }
    }

    private func downlink(from server: Int, to other: Int) -> Int? {
        wires.lastIndex {
            $0.acceptor == server && $0.dialer == other && $0.acceptorEnd == .open
        }
    }

    /// The end that writes in this direction closes; the other hears of it behind all that was written.
    private mutating func close(
        _ wire: Int, _ direction: Direction, _ farewell: QuorumWire.Farewell
    ) {
        if direction == .up {
            wires[wire].dialerEnd = .closed
        } else {
            wires[wire].acceptorEnd = .closed
            // Let in and thrown out at once: to the dialer nobody was listening.
            if wires[wire].down.last?.cargo == .accepted {
                return wires[wire].down.replaceLast(.refused)
            }
        }
        write(.closed(farewell), on: wire, direction)
    }

    // MARK: - On the way

    private mutating func write(_ message: Message, on wire: Int, _ direction: Direction) {
        let (from, to) = ends(wire, direction)
        let position = wires[wire][direction].number()
        let kind = faults.isQuiet ? nil : message.traceKind
        if isRecording {
            note(message, messageID(on: wire, direction, position: position))
        }
        let fate = faults.drops(kind, from: from, to: to) ? LossReason.dropped : nil
        let copies = faults.duplicates(kind, from: from, to: to) ? 2 : 1
        let extra = faults.delay(kind, from: from, to: to)
        for _ in 0..<copies {
            write(
                .message(message), position: position, on: wire, direction, extra: extra,
                fate: fate)
        }
    }

    private mutating func write(
        _ cargo: QuorumWire.Cargo<Message>, position: Int = 0, on wire: Int,
        _ direction: Direction, extra: Time = .zero, fate: LossReason? = nil
    ) {
        let arrival = now + conditions.latency.pick(&dice) + extra
        let isHead = wires[wire][direction].write(
            cargo, position: position, cause: steps, arrival: arrival, fate: fate)
        if isHead { scheduleQuorum(wire, direction) }
    }

    private mutating func scheduleQuorum(_ wire: Int, _ direction: Direction) {
        guard let (time, generation) = wires[wire][direction].schedule(notBefore: now) else {
            return
        }
        agenda.add(
            .quorum(wire: wires[wire].number, direction, generation: generation), at: time)
    }

    private func ends(_ wire: Int, _ direction: Direction) -> (from: Int, to: Int) {
        direction == .up
            ? (wires[wire].dialer, wires[wire].acceptor)
            : (wires[wire].acceptor, wires[wire].dialer)
    }

    private func messageID(on wire: Int, _ direction: Direction, position: Int) -> MessageID {
        let (from, to) = ends(wire, direction)
        let isUp = direction == .up
        return MessageID(
            from: .server(servers[from].id),
            fromLife: isUp ? wires[wire].dialerLife : wires[wire].acceptorLife,
            to: .server(servers[to].id),
            toLife: isUp ? wires[wire].acceptorLife : wires[wire].dialerLife,
            connection: wires[wire].number, position: position)
    }

    // MARK: - Arriving

    mutating func arrive(onQuorum number: Int, _ direction: Direction, generation: UInt32) {
        guard let wire = quorumWire(number), wires[wire][direction].generation == generation,
            let head = wires[wire][direction].head
        else { return }
        let (from, to) = ends(wire, direction)
        let isKept =
            head.fate == nil && !wires[wire].isBroken
            && (faults.isCut(from, to)
                || faults.holds(head.cargo.message?.traceKind, from: from, to: to))
        if isKept {
            wires[wire][direction].isStalled = true
            return
        }
        let parcel = wires[wire][direction].takeHead()
        scheduleQuorum(wire, direction)
        if direction == .up {
            arriveUp(parcel, on: wire)
        } else {
            arriveDown(parcel, on: wire)
        }
        sweepWires()
    }

    /// At the acceptor, the would-be leader.
    private mutating func arriveUp(_ parcel: Pipe<QuorumWire.Cargo<Message>>.Parcel, on wire: Int) {
        let (acceptor, dialer) = (wires[wire].acceptor, servers[wires[wire].dialer].id)
        let isUp = servers[acceptor].replica != nil
        switch parcel.cargo {
        case .open:
            guard parcel.fate == nil else { return }
            wires[wire].acceptorLife = servers[acceptor].life
            guard isUp else {
                wires[wire].acceptorEnd = .closed
                return write(.refused, on: wire, .down)
            }
            // The learner has come again before its old connection was seen to be gone.
            if let older = downlink(from: acceptor, to: wires[wire].dialer) {
                close(older, .down, .closed)
            }
            wires[wire].acceptorEnd = .open
            write(.accepted, on: wire, .down)
            feed(.peer(.connected(.learner(dialer))), to: acceptor, cause: parcel.cause)
        case .message(let message):
            guard parcel.fate == nil, wires[wire].acceptorEnd == .open else {
                return lose(parcel, message, on: wire, .up, isUp: isUp)
            }
            let told = received(message, on: wire, .up, position: parcel.position)
            feed(
                .peer(.message(message, from: dialer)), to: acceptor, cause: parcel.cause,
                told: told)
        case .closed(let farewell):
            guard wires[wire].acceptorEnd == .open else {
                wires[wire].acceptorEnd = .closed
                return
            }
            wires[wire].acceptorEnd = .closed
            feed(
                .peer(.disconnected(.learner(dialer))), to: acceptor, cause: parcel.cause,
                told: told(farewell, from: dialer))
        case .accepted, .refused: preconditionFailure("only acceptors accept")
        }
    }

    /// At the dialer, the learner.
    private mutating func arriveDown(
        _ parcel: Pipe<QuorumWire.Cargo<Message>>.Parcel, on wire: Int
    ) {
        let (dialer, acceptor) = (wires[wire].dialer, servers[wires[wire].acceptor].id)
        let end = wires[wire].dialerEnd
        switch parcel.cargo {
        case .accepted:
            guard parcel.fate == nil, end == .waiting else { return }
            wires[wire].dialerEnd = .open
            feed(.peer(.connected(.leader(acceptor))), to: dialer, cause: parcel.cause)
        case .message(let message):
            guard parcel.fate == nil, end == .open else {
                let isUp = servers[dialer].life == wires[wire].dialerLife
                return lose(
                    parcel, message, on: wire, .down, isUp: isUp && servers[dialer].replica != nil)
            }
            let told = received(message, on: wire, .down, position: parcel.position)
            feed(
                .peer(.message(message, from: acceptor)), to: dialer, cause: parcel.cause,
                told: told)
        case .refused:
            partDialer(from: acceptor, .refused, cause: parcel.cause, on: wire)
        case .closed(let farewell):
            partDialer(from: acceptor, farewell, cause: parcel.cause, on: wire)
        case .open: preconditionFailure("only dialers open")
        }
    }

    private mutating func partDialer(
        from acceptor: ServerID, _ farewell: QuorumWire.Farewell, cause: Int, on wire: Int
    ) {
        guard wires[wire].dialerEnd != .closed else { return }
        wires[wire].dialerEnd = .closed
        feed(
            .peer(.disconnected(.leader(acceptor))), to: wires[wire].dialer, cause: cause,
            told: told(farewell, from: acceptor))
    }

    // MARK: - Telling

    private func told(_ farewell: QuorumWire.Farewell, from other: ServerID) -> StepInput? {
        isRecording
            ? .disconnected(to: .server(other.rawValue), why: farewell.rawValue) : nil
    }

    private mutating func received(
        _ message: Message, on wire: Int, _ direction: Direction, position: Int
    ) -> StepInput? {
        guard isRecording else { return nil }
        return .receive(
            message: record(message, messageID(on: wire, direction, position: position)))
    }

    private mutating func lose(
        _ parcel: Pipe<QuorumWire.Cargo<Message>>.Parcel, _ message: Message, on wire: Int,
        _ direction: Direction, isUp: Bool
    ) {
        let id = messageID(on: wire, direction, position: parcel.position)
        noteLoss(
            of: message, id, parcel.fate ?? (isUp ? .connectionClosed : .receiverDown),
            cause: parcel.cause)
    }

    private mutating func sweepWires() { wires.removeAll { $0.isOver } }

    // MARK: - Breaking

    /// A process has ended: the other ends hear of it, behind what it had written. A machine without power
    /// also takes some of that with it.
    mutating func dropQuorumConnections(of server: Int, losing: Bool) {
        for wire in wires.indices {
            if wires[wire].dialer == server, wires[wire].dialerEnd != .closed {
                if losing { tear(wire, .up) }
                close(wire, .up, .crashed)
            }
            if wires[wire].acceptor == server, wires[wire].acceptorEnd == .open {
                if losing { tear(wire, .down) }
                close(wire, .down, .crashed)
            }
        }
        sweepWires()
    }

    /// Some of what is under way, and all behind it, is lost.
    private mutating func tear(_ wire: Int, _ direction: Direction) {
        let count = wires[wire][direction].parcels.count
        wires[wire][direction].doom(from: dice.below(count + 1), .connectionBroken)
    }

    /// A cut connection is given up, unless it was healed meanwhile.
    mutating func breakQuorum(_ number: Int, generation: UInt32) {
        guard let wire = quorumWire(number), wires[wire].cuts == generation else { return }
        snap(wire, .partitioned, tearing: false)
    }

    /// The connections between two servers break, whoever opened them.
    mutating func breakQuorum(between one: Int, and other: Int) {
        for wire in wires.indices {
            let pair = (wires[wire].dialer, wires[wire].acceptor)
            if pair == (one, other) || pair == (other, one) {
                snap(wire, .connectionBroken, tearing: true)
            }
        }
    }

    /// Both ends find that the connection is gone.
    private mutating func snap(_ wire: Int, _ reason: LossReason, tearing: Bool) {
        guard !wires[wire].isBroken else { return }
        wires[wire].isBroken = true
        for direction in [Direction.up, .down] {
            if tearing {
                tear(wire, direction)
            } else {
                wires[wire][direction].doom(reason)
            }
            write(
                .closed(reason == .partitioned ? .partitioned : .broken), on: wire, direction)
            if wires[wire][direction].isStalled { scheduleQuorum(wire, direction) }
        }
    }

    /// After cuts or holds have changed: what is kept back may go on, and what is cut is given up later.
    mutating func reviewQuorum() {
        for wire in wires.indices {
            wires[wire].cuts += 1
            let (dialer, acceptor) = (wires[wire].dialer, wires[wire].acceptor)
            if faults.isCut(dialer, acceptor) || faults.isCut(acceptor, dialer) {
                let isWaiting = wires[wire].dialerEnd == .waiting
                agenda.add(
                    .quorumBreaks(wire: wires[wire].number, generation: wires[wire].cuts),
                    at: now + (isWaiting ? conditions.connectTimeout : conditions.breakAfter))
            }
            for direction in [Direction.up, .down] where wires[wire][direction].isStalled {
                scheduleQuorum(wire, direction)
            }
        }
    }
}
