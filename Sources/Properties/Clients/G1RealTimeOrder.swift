import Trace
import Zab

/// G1, first half: a write that was called after another was answered has the higher zxid.
///
/// One running maximum decides it, since zxids give the order. The second half, that replaying the
/// writes gives the recorded results, is the replay's (`Replay`).
struct RealTimeOrder: Check {
    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard case .answered(let id, let outcome) = effect, let call = history.clients.call(id),
            call.isWrite, call.outcome == nil, outcome.zxid <= call.after,
            // An answer that took no place in the order has none to compare.
            history.proposed[outcome.zxid]?.contains(where: { $0.call == id }) == true
        else { return }
        findings.report(
            .linearizableWrites, moment.n,
            "\(call.client)'s write got \(outcome.zxid), although a write at \(call.after) had "
                + "been "
                + "answered before it was called")
    }
}
