import Trace
import Zab

/// L1 to L5: what must come about after the moment at which faults have stopped.
///
/// The core is whoever runs from that moment to the end. A run that ends before a bound has passed
/// proves nothing about it.
struct Liveness: Check {
    /// Since when each server has been in broadcast; nil when it is not now.
    private var ready: [Int64?] = []
    /// The steps at which each server began an election round.
    private var looks: [[Int]] = []
    /// The time of each step, to find that of the heal.
    private var times: [Int64] = []
    private var firstStep = 1
    /// The step that says that faults have stopped.
    private(set) var healed: Int?

    /// What the simulator writes when faults stop.
    private static let command = "heal all"

    mutating func input(
        _ input: StepInput, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        if times.isEmpty { firstStep = moment.n }
        times.append(moment.step.t)
        if case .command(let text) = input, text == Self.command { healed = moment.n }
    }

    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard let at = moment.server, case .look = effect else { return }
        // Starting is no election that failed.
        if case .start = moment.step.input { return }
        if looks.isEmpty { looks = history.servers.map { _ in [] } }
        looks[at].append(moment.n)
    }

    /// When the step was; the nearest one's time for a step that is not in the trace.
    func time(of step: Int) -> Int64 {
        times.isEmpty ? 0 : times[max(0, min(step - firstStep, times.count - 1))]
    }

    mutating func after(_ moment: Moment, _ history: History, _ findings: inout Findings) {
        guard let at = moment.server else { return }
        if ready.isEmpty { ready = history.servers.map { _ in nil } }
        let server = history.servers[at]
        let isReady = server.isUp && server.state.phase == .broadcast
        if !isReady {
            ready[at] = nil
        } else if ready[at] == nil {
            ready[at] = moment.step.t
        }
    }

    /// Judges the end of the run.
    func judge(
        _ history: History, since healStep: Int, at end: Int64, _ bounds: Bounds,
        _ findings: inout Findings
    ) {
        let heal = time(of: healStep)
        let core = history.servers.indices.filter { history.servers[$0].isUp }
        let step = history.now
        let voters = core.filter { history.servers[$0].votes }.map { history.servers[$0].lane }
        // Less than a quorum promises nothing.
        guard history.membership.isQuorum(voters) else { return }
        judgeLeader(core, history, heal, end, bounds, step, &findings)
        judgeRounds(core, history, healStep, bounds, &findings)
        let isTime = end >= heal + bounds.allInStep
        for at in core where isTime {
            let when = ready.indices.contains(at) ? ready[at] : nil
            if when == nil || when! > heal + bounds.allInStep {
                findings.report(
                    .allInStep, step,
                    "\(history.servers[at].lane) was not brought up to date within "
                        + "\(Time(nanoseconds: bounds.allInStep)) after faults had stopped")
            }
        }
        judgeCalls(history, heal, end, bounds, &findings)
        judgeCopies(core, history, heal, end, bounds, step, &findings)
    }

    private func judgeLeader(
        _ core: [Int], _ history: History, _ heal: Int64, _ end: Int64, _ bounds: Bounds,
        _ step: Int, _ findings: inout Findings
    ) {
        guard end >= heal + bounds.leader else { return }
        let leaders = core.filter { at in
            history.servers[at].isLeading && history.servers[at].reign?.isEstablished == true
                && (ready[at] ?? .max) <= heal + bounds.leader
        }
        guard leaders.count != 1 else { return }
        let lanes = leaders.map { history.servers[$0].lane }
        findings.report(
            .leaderEmerges, step,
            lanes.isEmpty
                ? "no leader was established within \(Time(nanoseconds: bounds.leader)) after "
                    + "faults had "
                    + "stopped" : "\(lanes.listed) all lead long after faults had stopped")
    }

    private func judgeRounds(
        _ core: [Int], _ history: History, _ healStep: Int, _ bounds: Bounds,
        _ findings: inout Findings
    ) {
        for at in core where looks.indices.contains(at) {
            let since = looks[at].filter { $0 > healStep }
            guard since.count > bounds.rounds else { continue }
            findings.report(
                .fewRounds, since[bounds.rounds],
                "\(history.servers[at].lane) began \(since.count) election rounds after faults had "
                    + "stopped")
        }
    }

    private func judgeCalls(
        _ history: History, _ heal: Int64, _ end: Int64, _ bounds: Bounds,
        _ findings: inout Findings
    ) {
        let settled = heal + bounds.allInStep
        for call in history.clients.calls {
            if call.ended == nil, end >= max(call.time, settled) + bounds.call {
                findings.report(
                    .callsEnd, history.now,
                    "request \(call.id.xid) of \(call.client), made at step \(call.step), has "
                        + "neither "
                        + "result nor error")
            } else if call.isUnknown, call.time >= settled, let ended = call.ended {
                findings.report(
                    .callsEnd, ended,
                    "what came of request \(call.id.xid) of \(call.client) is unknown, long "
                        + "after faults "
                        + "had stopped")
            }
        }
    }

    private func judgeCopies(
        _ core: [Int], _ history: History, _ heal: Int64, _ end: Int64, _ bounds: Bounds,
        _ step: Int, _ findings: inout Findings
    ) {
        let settled = heal + bounds.allInStep + bounds.convergence
        guard end >= settled else { return }
        // The last commit that is old enough to have arrived everywhere.
        let old = history.canonTimes.partitionPoint { $0 > end - bounds.convergence }
        guard old > 0 else { return }
        let entry = history.canon[old - 1]
        for at in core where !history.servers[at].delivered.holds(entry) {
            findings.report(
                .copiesConverge, step,
                "\(history.servers[at].lane) has delivered up to "
                    + "\(history.servers[at].delivered.last) "
                    + "only, when \(entry.zxid) had been committed long before")
        }
    }
}

extension Array {
    /// The first index from which `predicate` is true, when it is true of a whole end.
    func partitionPoint(_ predicate: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if predicate(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
