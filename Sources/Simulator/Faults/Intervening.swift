import DequeModule
import Replication
import Trace
public import Zab

/// How interventions are carried out.
extension World {
    /// Does this next, before anything else happens. The steps come from `step()` and `run`.
    public mutating func order(_ intervention: Intervention) { commands.append(intervention) }

    /// Does all of this when its time comes; in the order given at equal times.
    public mutating func plan(_ interventions: [TimedIntervention]) {
        precondition(plan.isEmpty, "a world has one plan")
        plan = interventions.enumerated()
            .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element)
        if let first = plan.first { agenda.add(.planned(0), at: first.time) }
    }

    /// The servers' disks hold this history before they first start.
    public mutating func preload(_ id: ServerID, _ log: [Proposal], epochs: Epochs) {
        let place = requirePlace(of: id)
        precondition(servers[place].life == 0, "\(id) has run already")
        servers[place].disk.preload(log, epochs)
    }

    mutating func perform(_ intervention: Intervention) {
        switch intervention {
        case .start(let targets):
            guard let server = one(of: targets, { .start([$0]) }) else { return }
            if servers[server].replica == nil { start(server) }
        case .crash(let targets):
            guard let server = one(of: targets, { .crash([$0]) }) else { return }
            crash(server, isPowerFailure: false)
        case .powerFail(let targets):
            guard let server = one(of: targets, { .powerFail([$0]) }) else { return }
            crash(server, isPowerFailure: true)
        case .restart(let targets):
            guard let server = one(of: targets, { .restart([$0]) }) else { return }
            crash(server, isPowerFailure: false)
            agenda.add(
                .boot(server: server, life: servers[server].life), at: now + conditions.restartAfter
            )
        case .wipe(let targets):
            guard let server = one(of: targets, { .wipe([$0]) }) else { return }
            if servers[server].replica != nil {
                commands.prepend(.wipe([.server(servers[server].id)]))
                return crash(server, isPowerFailure: false)
            }
            servers[server].disk.wipe()
            noteCommand(intervention)
        case .freeze(let target, let time):
            for server in places([target]) { freeze(server, for: time) }
            noteCommand(intervention)
        case .thaw(let target):
            for server in places([target]) { thaw(server) }
            noteCommand(intervention)
        case .slowDisk(let target, let time):
            for server in places([target]) { servers[server].disk.extra = time }
            noteCommand(intervention)
        case .crashAfterEffects(let target, let count, let power):
            for server in places([target]) where servers[server].replica != nil {
                servers[server].trap = Trap(effects: count, isPowerFailure: power)
            }
            noteCommand(intervention)
        case .breakRule(let rule):
            if !broken.contains(rule) { broken.append(rule) }
            noteCommand(intervention)
        case .keepRule(let rule):
            broken.removeAll { $0 == rule }
            noteCommand(intervention)
        case .connect(let client, let targets):
            connect(client, to: places(targets))
        case .call(let client, let request):
            call(request, byClient: client)
        case .authenticate(let client, let identity):
            authenticate(identity, byClient: client)
        default:
            changeNetwork(intervention)
            noteCommand(intervention)
        }
    }

    /// The server that is meant. Of several, each gets an order of its own, so that each is a step.
    private mutating func one(
        of targets: [Target], _ order: (Target) -> Intervention
    ) -> Int? {
        let places = places(targets)
        if places.count == 1 { return places[0] }
        for place in places.reversed() { commands.prepend(order(.server(servers[place].id))) }
        return nil
    }

    private mutating func changeNetwork(_ intervention: Intervention) {
        switch intervention {
        case .hold(let filter): faults.hold(resolve(filter))
        case .release(let filter): faults.release(filter)
        case .delay(let filter, let time): faults.delay(resolve(filter), by: time)
        case .dropNext(let filter): faults.dropNext(resolve(filter))
        case .duplicateNext(let filter): faults.duplicateNext(resolve(filter))
        case .partition(let groups): partition(groups.map { places($0) })
        case .oneWay(let from, let to):
            for one in places([from]) {
                for other in places([to]) { faults.cut(one, other) }
            }
        case .cutServer(let target, let other):
            let others = other.map { places([$0]) } ?? Array(servers.indices)
            for one in places([target]) { partition([[one], others.filter { $0 != one }]) }
        case .cutClient(let client, let target):
            for server in target.map({ places([$0]) }) ?? Array(servers.indices) {
                faults.cutClient(client, from: server)
            }
        case .heal: faults.heal()
        case .disconnect(let one, let other):
            for one in places([one]) {
                for other in places([other]) { breakQuorum(between: one, and: other) }
            }
        case .healAll:
            faults.end()
            for server in servers.indices {
                servers[server].disk.extra = .zero
                servers[server].trap = nil
                thaw(server)
            }
        default: preconditionFailure("\(intervention) is none of the network's")
        }
        reviewQuorum()
        reviewElection()
        reviewClients()
    }

    private mutating func partition(_ groups: [[Int]]) {
        for (number, group) in groups.enumerated() {
            for other in groups.dropFirst(number + 1) {
                for one in group {
                    for two in other {
                        faults.cut(one, two)
                        faults.cut(two, one)
                    }
                }
            }
        }
    }

    /// The process ends, if one runs; a step of its own.
    mutating func crash(_ server: Int, isPowerFailure: Bool) {
        guard servers[server].replica != nil else { return }
        steps += 1
        let lost = end(server, isPowerFailure: isPowerFailure)
        if isRecording {
            beginNotes(.crash(power: isPowerFailure, lost: lost), at: server, cause: nil)
            finishNotes(at: server)
        }
    }
}
