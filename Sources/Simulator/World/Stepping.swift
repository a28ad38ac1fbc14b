import DequeModule
public import Trace
public import Zab

/// Time goes on: one event after the other.
extension World {
    /// Runs the one next event, and tells what happened; nil when nothing will ever happen again, or when
    /// nothing is recorded.
    @discardableResult
    public mutating func step() -> Step? {
        _ = advance(notAfter: nil)
        return takeRecord()
    }

    /// Runs everything up to and including this time; the steps, if they are recorded.
    @discardableResult
    public mutating func run(until time: Time) -> [Step] {
        var recorded: [Step] = []
        while advance(notAfter: time) {
            if let step = takeRecord() { recorded.append(step) }
        }
        now = max(now, time)
        return recorded
    }

    @discardableResult
    public mutating func run(for time: Time) -> [Step] { run(until: now + time) }

    /// Runs until the condition holds after a step, or until the deadline has passed: whether it held.
    public mutating func run(
        before deadline: Time, observing: (Step) -> Void = { _ in }, until isOver: (World) -> Bool
    ) -> Bool {
        while !isOver(self) {
            guard advance(notAfter: deadline) else {
                now = max(now, deadline)
                return false
            }
            if let step = takeRecord() { observing(step) }
        }
        return true
    }

    /// Takes one step; false when none is due by the deadline.
    ///
    /// Some events are no steps: a timer that was cancelled, a packet that only the transport sees.
    mutating func advance(notAfter deadline: Time?) -> Bool {
        let before = steps
        while steps == before {
            if let command = commands.popFirst() {
                perform(command)
                continue
            }
            guard let next = agenda.first else { return false }
            if let deadline, next.time > deadline { return false }
            _ = agenda.popFirst()
            now = next.time
            happen(next.event)
        }
        return true
    }

    private mutating func happen(_ event: Event) {
        if frozen > 0, let server = event.server(in: self), servers[server].isFrozen {
            servers[server].inbox.append(event)
            return
        }
        switch event {
        case .timer(let server, let alarm, let generation):
            fire(alarm, generation: generation, at: server)
        case .disk(let server, let generation):
            diskFinishes(at: server, generation: generation)
        case .boot(let server, let life):
            if servers[server].replica == nil, servers[server].life == life { start(server) }
        case .quorum(let wire, let direction, let generation):
            arrive(onQuorum: wire, direction, generation: generation)
        case .election(let line, let generation):
            arrive(onLine: line, generation: generation)
        case .electionReconnects(let line):
            reconnect(line: line)
        case .client(let wire, let direction, let generation):
            arrive(onClient: wire, direction, generation: generation)
        case .quorumBreaks(let wire, let generation):
            breakQuorum(wire, generation: generation)
        case .clientBreaks(let wire, let generation):
            breakClient(wire, generation: generation)
        case .clientAlarm(let client, let alarm, let generation):
            fire(alarm, generation: generation, atClient: client)
        case .thaw(let server, let freeze):
            if servers[server].freezes == freeze { thaw(server) }
        case .loss:
            tellLoss()
        case .planned(let index):
            commands.append(plan[index].intervention)
            if index + 1 < plan.count { agenda.add(.planned(index + 1), at: plan[index + 1].time) }
        }
    }
}

extension Event {
    /// The server whose process has to look at it.
    @inline(__always)
    fileprivate func server(in world: World) -> Int? {
        switch self {
        case .timer(let server, _, _), .disk(let server, _): server
        case .quorum(let wire, let direction, _):
            world.wires.first { $0.number == wire }.map {
                direction == .up ? $0.acceptor : $0.dialer
            }
        case .election(let line, _): line % world.servers.count
        case .electionReconnects(let line): line / world.servers.count
        case .client(let wire, .up, _):
            world.clientWires.first { $0.number == wire }?.acceptor
        case .client, .boot, .quorumBreaks, .clientBreaks, .clientAlarm, .thaw, .loss, .planned:
            nil
        }
    }
}
