import Trace
import Zab

/// S1 (DSN 2011, Integrity): what is delivered was proposed earlier by the leader of its epoch, and
/// zxids rise strictly within one life.
struct Integrity: Check {
    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard case .deliver(let zxid, let text, _, _) = effect, let at = moment.server else {
            return
        }
        let server = history.servers[at]
        if zxid <= server.delivered.last {
            findings.report(
                .integrity, moment.n,
                "\(server.lane) delivered \(zxid) after \(server.delivered.last), in the same life")
        }
        let digest = Digest.number(text)
        if history.proposed[zxid]?.contains(where: { $0.digest == digest }) != true {
            findings.report(
                .integrity, moment.n,
                history.proposed[zxid] == nil
                    ? "\(server.lane) delivered \(zxid), which nobody has proposed"
                    : "\(server.lane) delivered \(zxid) with contents that nobody has proposed")
        }
    }
}
