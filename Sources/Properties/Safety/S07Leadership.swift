import Trace
import Zab

/// S7 (TLA+ Leadership1) and S8 (Leadership2): an epoch has one leader, at any time and for all
/// time.
struct Leadership: Check {
    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard case .establish(let epoch, _, _, _) = effect,
            let earlier = history.reign(of: epoch)
        else { return }
        findings.report(
            .oneLeaderPerEpoch, moment.n,
            "\(moment.step.at) was established in epoch \(epoch), which \(earlier.leader) had been "
                + "established in at step \(earlier.step)")
    }

    mutating func after(_ moment: Moment, _ history: History, _ findings: inout Findings) {
        guard let changes = moment.step.state, changes.phase != nil || changes.role != nil,
            let at = moment.server, let epoch = Self.epochLed(by: history.servers[at])
        else { return }
        for (index, other) in history.servers.enumerated() where index != at {
            if Self.epochLed(by: other) == epoch {
                findings.report(
                    .oneLeaderAtATime, moment.n,
                    "\(moment.step.at) and \(other.lane) lead epoch \(epoch) at the same time")
            }
        }
    }

    /// The epoch that a server leads, from synchronization on.
    private static func epochLed(by server: ServerPast) -> Epoch? {
        guard server.isUp, server.isLeading,
            server.state.phase == .synchronization || server.state.phase == .broadcast
        else { return nil }
        return server.reign?.epoch
    }
}
