import Trace
import Zab

/// S5 (DSN 2011, global primary order): transactions of an earlier epoch are delivered before those
/// of a later one.
struct GlobalPrimaryOrder: Check {
    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard case .deliver(let zxid, _, _, _) = effect, let at = moment.server else { return }
        let server = history.servers[at]
        if zxid.epoch < server.delivered.last.epoch {
            findings.report(
                .globalPrimaryOrder, moment.n,
                "\(server.lane) delivered \(zxid) after \(server.delivered.last) of a later epoch")
        }
    }
}
