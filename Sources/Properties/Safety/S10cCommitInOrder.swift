import Trace
import Zab

/// S10c (TLA+ commitInconsistent): a leader commits transaction k only after k−1, and what a COMMIT
/// makes a follower deliver is the oldest undelivered transaction of its own log.
struct CommitInOrder: Check {
    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard let at = moment.server else { return }
        let server = history.servers[at]
        switch effect {
        case .commit(let zxid, _, _):
            guard let reign = server.reign else { return }
            report(
                zxid, follows: reign.committed, in: server, "committed", moment, &findings)
        case .deliver(let zxid, _, _, _):
            guard case .receive(let message) = moment.step.input, message.kind == .commit else {
                return
            }
            report(
                zxid, follows: server.delivered.last, in: server, "delivered on COMMIT", moment,
                &findings)
        default: break
        }
    }

    private func report(
        _ zxid: Zxid, follows previous: Zxid, in server: ServerPast, _ verb: String,
        _ moment: Moment, _ findings: inout Findings
    ) {
        guard let place = server.log.index(of: zxid) else {
            return findings.report(
                .commitInOrder, moment.n,
                "\(server.lane) \(verb) \(zxid), which is not in its log")
        }
        let oldest = server.log.firstIndex(above: previous)
        if oldest != place {
            findings.report(
                .commitInOrder, moment.n,
                "\(server.lane) \(verb) \(zxid) directly after \(previous), but "
                    + "\(server.log[min(oldest, place)].zxid) "
                    + "was the next in its log")
        }
    }
}
