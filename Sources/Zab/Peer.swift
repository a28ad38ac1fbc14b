/// One server's Zab state machine, as a value.
///
/// It has no clock, disk, network or thread: a driver tells it what happened and carries out the
/// effects in order. What all roles share is in `common`; what only one role knows is that role's own
/// payload, and this type only forwards.
public struct Peer: Hashable, Sendable {
    public private(set) var common: Common
    public private(set) var role: Role

    /// A peer that has read its disk and waits for `Input.start`.
    ///
    /// - Parameter narrates: false saves a busy leader two effects a transaction that only a trace reads.
    public init(
        id: ServerID, ensemble: Ensemble, timing: Timing = Timing(), rules: Rules = Rules(),
        recovered: Recovered = Recovered(), narrates: Bool = true
    ) {
        common = Common(
            id: id, ensemble: ensemble, timing: timing, rules: rules, recovered: recovered,
            narrates: narrates)
        role = .looking(Election())
    }

    public mutating func handle(_ input: Input, now: Time, into effects: inout [Effect]) {
        if case .start = input {
            return enter(.look(.serverStarts), now: now, into: &effects)
        }
        if case .durable(let durable) = input { common.settle(durable) }
        if let transition = role.handle(input, now: now, common: &common, into: &effects) {
            leave(transition, into: &effects)
            enter(transition, now: now, into: &effects)
        }
    }

    /// The zxid that the next transaction would get: nil unless this is a serving leader whose epoch
    /// has room for one more.
    public var nextZxid: Zxid? {
        guard case .leading(let leader) = role else { return nil }
        return leader.nextZxid(common)
    }

    /// Ends the present role: its links close, its clients go.
    private mutating func leave(_ transition: Transition, into effects: inout [Effect]) {
        guard case .look(let reason) = transition else { return }
        effects.append(.decided(.giveUp, reason))
        common.disk.flush(into: &effects)
        switch role {
        case .looking: break
        case .learning(let learner): learner.end(reason, into: &effects)
        case .leading(let leader): leader.end(reason, into: &effects)
        }
    }

    private mutating func enter(
        _ transition: Transition, now: Time, into effects: inout [Effect]
    ) {
        switch transition {
        case .look(let reason):
            var election = Election()
            election.begin(because: reason, common: &common, into: &effects)
            role = .looking(election)
        case .lead:
            role = .leading(Leader(now: now, common: &common, into: &effects))
        case .learn(let leader):
            role = .learning(Learner(of: leader, now: now, common: common, into: &effects))
        }
    }
}

extension Peer.Role {
    /// Forwards, changing the payload in place.
    fileprivate mutating func handle(
        _ input: Input, now: Time, common: inout Common, into effects: inout [Effect]
    ) -> Transition? {
        switch consume self {
        case .looking(var election):
            let next = election.handle(input, common: &common, into: &effects)
            self = .looking(election)
            return next
        case .learning(var learner):
            let next = learner.handle(input, now: now, common: &common, into: &effects)
            self = .learning(learner)
            return next
        case .leading(var leader):
            let next = leader.handle(input, now: now, common: &common, into: &effects)
            self = .leading(leader)
            return next
        }
    }
}

extension Common {
    /// Takes note of what has reached the disk, before the role hears of it.
    fileprivate mutating func settle(_ durable: Durable) {
        switch durable {
        case .log(let end):
            disk.flushed(upTo: end)
        case .epochs(let epochs): self.epochs = epochs
        case .snapshot(let zxid): disk.saved(zxid)
        }
    }
}
