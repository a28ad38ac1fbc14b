import Trace
import Zab

/// S4 (DSN 2011, local primary order), for all pairs: if a leader proposed a before b, whoever
/// delivers b has delivered a before it.
///
/// Since every transaction must stand directly behind what its leader proposed directly before it,
/// one comparison a delivery covers all pairs.
struct LocalPrimaryOrder: Check {
    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard case .deliver(let zxid, let text, _, _) = effect, let at = moment.server else {
            return
        }
        let digest = Digest.number(text)
        guard
            let proposal = history.proposed[zxid]?.first(where: { $0.digest == digest }),
            let before = proposal.predecessor
        else { return }
        let server = history.servers[at]
        if let last = server.delivered.entries.last, last.zxid == before.zxid,
            last.digest == before.digest
        {
            return
        }
        let leader = proposal.leader?.name ?? "its leader"
        findings.report(
            .localPrimaryOrder, moment.n,
            "\(server.lane) delivered \(zxid) directly behind \(server.delivered.last), but "
                + "\(leader) had "
                + "proposed \(before.zxid) before it")
    }
}
