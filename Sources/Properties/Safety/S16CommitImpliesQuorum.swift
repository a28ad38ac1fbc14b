import Trace
import Zab

/// S16: a commit lists a quorum of voters that have acknowledged the transaction to this leader, in
/// its epoch.
struct CommitImpliesQuorum: Check {
    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard case .commit(let zxid, let quorum, _) = effect, let at = moment.server else { return }
        let server = history.servers[at]
        let reign = server.reign
        let heard = quorum.filter { lane in
            guard let index = history.membership.index(of: lane) else { return false }
            return (reign?.acknowledged[index] ?? .zero) >= zxid
        }
        if heard.count == quorum.count && history.membership.isQuorum(quorum) { return }
        if !history.membership.isQuorum(heard) {
            findings.report(
                .commitImpliesQuorum, moment.n,
                "\(server.lane) committed \(zxid) with acknowledgements of \(heard.listed), "
                    + "which is no "
                    + "quorum")
        } else if heard.count < quorum.count {
            let unheard = quorum.filter { !heard.contains($0) }
            findings.report(
                .commitImpliesQuorum, moment.n,
                "\(server.lane) committed \(zxid) in the name of \(unheard.listed), which had not "
                    + "acknowledged it")
        }
    }
}
