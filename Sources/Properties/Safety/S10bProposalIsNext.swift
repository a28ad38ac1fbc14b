import Trace
import Zab

/// S10b (TLA+ proposalInconsistent): what is appended is the next transaction of the same epoch, or
/// the first of a later one.
struct ProposalIsNext: Check {
    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard case .append(let zxid, _, _) = effect, let at = moment.server else { return }
        let last = history.servers[at].log.last
        if !zxid.follows(last) {
            findings.report(
                .proposalIsNext, moment.n,
                "\(moment.step.at) appended \(zxid) to a log that ends at \(last)")
        }
    }
}
