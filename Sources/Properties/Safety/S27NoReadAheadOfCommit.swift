import Trace
import Zab

/// S27: no reply shows the effect of a transaction before it is committed.
struct NoReadAheadOfCommit: Check {
    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard case .send(let message) = effect, message.kind == .reply,
            let zxid = message.outcome?.zxid ?? message.zxid, zxid > history.canon.last
        else { return }
        // E:0 is the moment an epoch began.
        if zxid.counter == 0 && history.reign(of: zxid.epoch) != nil { return }
        findings.report(
            .noReadAheadOfCommit, moment.n,
            "\(moment.step.at) answered \(message.to) with the state at \(zxid), but only "
                + "\(history.canon.last) was committed")
    }
}
