import Trace
import Zab

/// S20: a leader is established by a quorum that has acknowledged its NEWLEADER; before that
/// nothing is proposed in its epoch, and no client is served.
struct NoServeBeforeEstablished: Check {
    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard let at = moment.server else { return }
        let server = history.servers[at]
        switch effect {
        case .establish(let epoch, let quorum, _, _):
            let heard = quorum.filter {
                $0 == server.lane || server.reign?.followers.contains($0) == true
            }
            if !history.membership.isQuorum(heard) {
                findings.report(
                    .noServeBeforeEstablished, moment.n,
                    "\(server.lane) was established in epoch \(epoch) by \(heard.listed), "
                        + "which is no "
                        + "quorum")
            }
        case .propose(let zxid, _, _, _, _):
            if history.reign(of: zxid.epoch)?.leader != server.lane {
                findings.report(
                    .noServeBeforeEstablished, moment.n,
                    "\(server.lane) proposed \(zxid) before it was established in epoch "
                        + "\(zxid.epoch)"
                )
            }
        case .serve(let role, let epoch):
            let reign = history.reign(of: epoch)
            if reign == nil || (role == .leading && reign?.leader != server.lane) {
                findings.report(
                    .noServeBeforeEstablished, moment.n,
                    "\(server.lane) serves clients in epoch \(epoch) before a quorum has "
                        + "acknowledged "
                        + "NEWLEADER")
            }
        case .send(let message):
            if message.kind == .reply && server.serving == nil {
                findings.report(
                    .noServeBeforeEstablished, moment.n,
                    "\(server.lane) answered \(message.to) while it served no epoch")
            }
        default: break
        }
    }
}
