import Trace
import Zab

/// S10a (TLA+ stateInconsistent): messages of discovery and synchronization take effect only in the
/// phase that expects them. A message that is refused has no effect.
struct MessageInPhase: Check {
    mutating func input(
        _ input: StepInput, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard case .receive(let message) = input, let at = moment.server, !moment.isRefused,
            !moment.step.effects.isEmpty
        else { return }
        let state = history.servers[at].state
        let isExpected: Bool
        switch message.kind {
        case .followerInfo, .observerInfo: isExpected = state.role == .leading
        case .ackEpoch: isExpected = state.role == .leading && state.phase != .election
        case .ackNewLeader:
            isExpected =
                state.role == .leading
                && (state.phase == .synchronization || state.phase == .broadcast)
        case .leaderInfo: isExpected = state.isLearning && state.phase == .discovery
        case .newLeader, .upToDate:
            isExpected = state.isLearning && state.phase == .synchronization
        default: return
        }
        guard !isExpected else { return }
        findings.report(
            .messageInPhase, moment.n,
            "\(moment.step.at) acted on \(message.kind.rawValue) from \(message.from) while it was "
                + "\(state.role?.rawValue ?? "down") in phase \(state.phase?.rawValue ?? "none")")
    }
}

extension ServerState {
    /// Whether it follows or observes a leader.
    var isLearning: Bool { role == .following || role == .observing }
}
