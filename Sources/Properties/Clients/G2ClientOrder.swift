import Trace
import Zab

/// G2 and the client's half of G5: a session is answered in the order of its requests, and what it
/// is shown never goes back, neither on one connection (G2) nor from one to the next (G5).
struct ClientOrder: Check {
    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard case .answered(let id, let outcome) = effect,
            let client = history.clients[moment.step.at]
        else { return }
        if id.xid > 0 {
            let first = client.outstanding.first
            if let ahead = history.clients.answeredAhead(of: id, by: client) {
                findings.report(
                    .clientOrder, moment.n,
                    "\(client.lane) got the answer to request \(id.xid) after that to "
                        + "\(ahead.id.xid)"
                )
            } else if let first, first != id, first.session == id.session {
                findings.report(
                    .clientOrder, moment.n,
                    "\(client.lane) got the answer to request \(id.xid) before that to \(first.xid)"
                )
            }
        }
        if outcome.zxid < client.seen {
            let isSame = client.seenOn == client.connection
            findings.report(
                isSame ? .clientOrder : .singleSystemImage, moment.n,
                "\(client.lane) was shown \(outcome.zxid) after \(client.seen)"
                    + (isSame
                        ? "" : ", on a new connection to \(client.server?.name ?? "a server")"))
        }
    }
}
