import DequeModule
import Replication
import Trace
@_spi(Breaking) import Zab
import Znodes

/// Processes: how they start, take inputs, carry out effects and end.
extension World {
    /// A process starts with what the disk holds.
    mutating func start(_ server: Int) {
        precondition(servers[server].replica == nil, "\(servers[server].id) runs already")
        servers[server].life += 1
        let (recovered, service) = servers[server].disk.platter.recovered
        servers[server].replica = Replica(
            id: servers[server].id, ensemble: ensemble, settings: settings,
            rules: Rules(without: broken), recovered: recovered, service: service)
        let told = StepInput.start(
            accepted: recovered.epochs.accepted, current: recovered.epochs.current,
            last: recovered.log.last, snapshot: service.zxid)
        feed(.peer(.start), to: server, cause: nil, told: told)
        reconnectElection(to: server)
    }

    /// One step of a server: an input, and all its effects in order, or as many as a trap lets happen.
    mutating func feed(
        _ input: Replication.Input, to server: Int, cause: Int?, told: StepInput? = nil
    ) {
        steps += 1
        if isRecording, let told = told ?? recorder.record(input) {
            beginNotes(told, at: server, cause: cause)
        }
        var effects: [Replication.Effect] = []
        swap(&effects, &scratch)
        servers[server].replica?.handle(input, now: now, into: &effects)
        var end: Trap?
        if let trap = servers[server].trap, trap.effects <= effects.count, !effects.isEmpty {
            end = trap
            effects.removeLast(effects.count - trap.effects)
        }
        var restarts = false
        for effect in effects {
            if isRecording { note(effect) }
            carryOut(effect, at: server)
            if case .peer(.restart) = effect { restarts = true }
        }
        finishNotes(at: server)
        effects.removeAll(keepingCapacity: true)
        swap(&effects, &scratch)
        if let end {
            servers[server].trap = nil
            let id = servers[server].id
            commands.prepend(end.isPowerFailure ? .powerFail([.server(id)]) : .crash([.server(id)]))
        } else if restarts {
            commands.prepend(.crash([.server(servers[server].id)]))
            agenda.add(
                .boot(server: server, life: servers[server].life), at: now + conditions.restartAfter
            )
        }
    }

    private mutating func carryOut(_ effect: Replication.Effect, at server: Int) {
        switch effect {
        case .peer(let effect): carryOut(effect, at: server)
        case .start(let timer, let after): arm(.replica(timer), after: after, at: server)
        case .cancel(let timer): servers[server].cancel(.replica(timer))
        case .saveSnapshot(let service): add(.save(service), at: server)
        case .accept(let connection, let session, let timeout):
            tell(.accepted(session: session, timeout: timeout), on: connection)
        case .reply(let connection, let reply): tell(.reply(reply), on: connection)
        case .notify(let connection, let event): tell(.event(event), on: connection)
        case .close(let connection, _): hangUpOnClient(connection)
        case .proposed, .applied, .installed, .session, .refused: break
        }
    }

    private mutating func carryOut(_ effect: Zab.Effect, at server: Int) {
        switch effect {
        case .send(let message, let receiver): send(message, from: server, to: receiver)
        case .connect(let leader): dial(leader, from: server)
        case .disconnect(let link): hangUp(link, at: server)
        case .start(let timer, let after): arm(.peer(timer), after: after, at: server)
        case .cancel(let timer): servers[server].cancel(.peer(timer))
        case .append(let proposal): add(.append(proposal), at: server)
        case .truncate(let zxid, _): add(.truncate(to: zxid), at: server)
        case .flush: add(.flush, at: server)
        case .record(let epochs): add(.record(epochs), at: server)
        case .deliver, .saveSnapshot, .sendSnapshot, .receiveSnapshot, .received:
            preconditionFailure("the replica answers \(effect) itself")
        case .serve, .retire, .restart, .decided, .ignored: break
        }
    }

    // MARK: - Timers

    private mutating func arm(_ alarm: Alarm, after: Time, at server: Int) {
        let generation = servers[server].start(alarm, cause: steps)
        agenda.add(.timer(server: server, alarm, generation: generation), at: now + after)
    }

    mutating func fire(_ alarm: Alarm, generation: UInt32, at server: Int) {
        guard let cause = servers[server].fire(alarm, generation: generation) else { return }
        switch alarm {
        case .peer(let timer): feed(.peer(.timer(timer)), to: server, cause: cause)
        case .replica(let timer): feed(.timer(timer), to: server, cause: cause)
        }
    }

    // MARK: - Disk

    private mutating func add(_ operation: DiskOperation, at server: Int) {
        if servers[server].disk.add(operation, cause: steps) { diskBegins(at: server) }
    }

    private mutating func diskBegins(at server: Int) {
        guard let current = servers[server].disk.current else { return }
        let time =
            switch current.operation {
            case .record: conditions.record
            case .save: conditions.snapshot
            case .flush, .append, .truncate: conditions.flush
            }
        let generation = servers[server].disk.begin()
        agenda.add(
            .disk(server: server, generation: generation),
            at: now + time.pick(&dice) + servers[server].disk.extra)
    }

    mutating func diskFinishes(at server: Int, generation: UInt32) {
        guard servers[server].disk.generation == generation, servers[server].replica != nil
        else { return }
        let (durable, cause) = servers[server].disk.finish()
        diskBegins(at: server)
        feed(.peer(.durable(durable)), to: server, cause: cause)
    }

    // MARK: - Standing still

    mutating func freeze(_ server: Int, for time: Time?) {
        guard servers[server].replica != nil else { return }
        if !servers[server].isFrozen { frozen += 1 }
        servers[server].isFrozen = true
        servers[server].freezes += 1
        if let time {
            agenda.add(.thaw(server: server, freeze: servers[server].freezes), at: now + time)
        }
    }

    /// What waited for the process comes now, in its order.
    mutating func thaw(_ server: Int) {
        guard servers[server].isFrozen else { return }
        frozen -= 1
        servers[server].isFrozen = false
        for event in servers[server].inbox { agenda.add(event, at: now) }
        servers[server].inbox.removeAll()
    }

    // MARK: - The end

    /// The process ends, and with it its connections. The zxids that were lost with the power.
    mutating func end(_ server: Int, isPowerFailure: Bool) -> [Zxid] {
        thaw(server)
        servers[server].end()
        let lost: [Zxid]
        if isPowerFailure {
            lost = servers[server].disk.powerFails(tears: conditions.tearsWrites, &dice)
        } else {
            lost = servers[server].disk.processEnds(&dice)
        }
        dropQuorumConnections(of: server, losing: isPowerFailure)
        dropClientConnections(of: server, losing: isPowerFailure)
        dropElectionLines(of: server)
        return lost
    }
}

extension World {
    typealias Trap = Server.Trap
}
