import Trace
import Zab

extension Evaluator {
    /// Whether a condition holds as things stand. About a server that is not there nothing holds.
    func holds(_ condition: Condition, world: String?, in worlds: Worlds) -> Bool {
        switch condition {
        case .established(let selector):
            guard let view = worlds[world ?? Predicate.mainWorld] else { return false }
            guard let selector else { return !view.after.established.isEmpty }
            return selector.lanes(in: view.after).contains(where: view.after.established.contains)
        case .noLeader:
            guard let view = worlds[world ?? Predicate.mainWorld] else { return false }
            return view.after.servers(as: .leading).isEmpty
        case .holds(let term):
            return quantified(values(of: term, world, in: worlds)) { $0 == .flag(true) }
        case .compare(let left, let comparison, .value(let value)):
            return quantified(values(of: left, world, in: worlds)) {
                comparison.holds($0, value)
            }
        case .compare(let left, let comparison, .term(let right)):
            let others = values(of: right, world, in: worlds)
            return quantified(values(of: left, world, in: worlds)) { value in
                quantified(others) { comparison.holds(value, $0) }
            }
        }
    }

    private func quantified(_ operands: Values, _ test: (Value) -> Bool) -> Bool {
        operands.all
            ? !operands.values.isEmpty && operands.values.allSatisfy { $0.map(test) ?? false }
            : operands.values.contains { $0.map(test) ?? false }
    }

    private struct Values {
        var values: [Value?]
        /// Whether the comparison must hold for each of them.
        var all = false
    }

    private func values(of term: Term, _ world: String?, in worlds: Worlds) -> Values {
        let world = term.world ?? world
        guard let view = worlds[world ?? Predicate.mainWorld] else { return Values(values: []) }
        func number(_ count: Int) -> Values { Values(values: [.number(Int64(count))]) }
        switch term.subject {
        case .server(let field, let selector):
            let lanes = selector.lanes(in: view.after)
            return Values(
                values: lanes.map { view.after[$0].flatMap(field.value) }, all: selector == .all)
        case .client(let field, let lane):
            return Values(values: [field.value(view.facts(of: lane))])
        case .countOfRole(let role): return number(view.after.servers(as: role).count)
        case .countOfPhase(let phase):
            return number(view.after.entries.count { $0.state.phase == phase })
        case .countUp: return number(view.after.entries.count { $0.state.role != .down })
        case .countOfPattern(let pattern):
            return Values(values: [.number(count(of: pattern, in: world))])
        case .leader:
            let leaders = view.after.established
            return Values(
                values: leaders.isEmpty ? [.word("none")] : leaders.map { .word($0.name) })
        case .time: return Values(values: [.number(view.last?.t ?? 0)])
        }
    }
}

extension ServerField {
    func value(_ state: ServerState) -> Value? {
        switch self {
        case .role: state.role.map { .word($0.rawValue) }
        case .phase: state.phase.map { .word($0.rawValue) }
        case .round: state.round.map { .number(Int64(clamping: $0)) }
        case .leader: state.leader.map { .word($0.name) }
        case .accepted: state.accepted.map { .number(Int64($0)) }
        case .epoch: state.current.map { .number(Int64($0)) }
        case .logged: .zxid(state.logged ?? .zero)
        case .durable: .zxid(state.durable ?? .zero)
        case .committed: .zxid(state.committed ?? .zero)
        case .acks: .number(Int64(state.acks?.count ?? 0))
        case .outstanding: .number(Int64(state.outstanding ?? 0))
        case .flushing: .flag(state.flushing ?? false)
        case .serving: .flag(state.serving ?? false)
        }
    }
}

extension ClientField {
    func value(_ facts: ClientFacts) -> Value? {
        switch self {
        case .answered: .flag(facts.lastAnswered == true)
        case .unknown: .flag(facts.lastAnswered == false)
        case .waiting: .flag(!facts.open.isEmpty)
        case .result: facts.lastOutcome.map { .word($0.error ?? "ok") }
        case .answers: .number(facts.answers)
        case .client: .word(facts.state.rawValue)
        case .zxid: facts.lastOutcome.map { .zxid($0.zxid) }
        }
    }
}

extension Comparison {
    func holds(_ left: Value, _ right: Value) -> Bool {
        switch (left, right) {
        case (.zxid(let left), .zxid(let right)): holds(left, right)
        case (.number(let left), .number(let right)): holds(left, right)
        default: self == .equal ? left == right : self == .unequal ? left != right : false
        }
    }

    private func holds<Ordered: Comparable>(_ left: Ordered, _ right: Ordered) -> Bool {
        switch self {
        case .equal: left == right
        case .unequal: left != right
        case .less: left < right
        case .atMost: left <= right
        case .greater: left > right
        case .atLeast: left >= right
        }
    }
}
