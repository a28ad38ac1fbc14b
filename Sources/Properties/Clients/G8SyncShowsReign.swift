import Trace
import Zab
import Znodes

/// G8: the answer to a sync shows everything that its leader had committed when the client asked.
///
/// It is what ZooKeeper's sync promises: a leader that has been replaced and does not know it yet answers too,
/// so nothing is said about what its successor has committed.
struct SyncShowsReign: Check {
    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard case .answered(let id, let outcome) = effect, outcome.error == nil,
            let call = history.clients.call(id), call.opcode == Opcode.sync.rawValue,
            call.outcome == nil
        else { return }
        let committed = history.canonTimes.partitionPoint { $0 >= call.time }
        guard committed > 0 else { return }
        let last = history.canon[committed - 1].zxid
        guard last.epoch == outcome.zxid.epoch, last > outcome.zxid else { return }
        findings.report(
            .syncShowsReign, moment.n,
            "\(call.client)'s sync was answered at \(outcome.zxid), although \(last) had been "
                + "committed before it asked")
    }
}
