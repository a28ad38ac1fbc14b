import Trace
import Zab

/// S15: what a server acknowledges is on its disk, with no truncation still on its way.
struct AckImpliesDurable: Check {
    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard let at = moment.server else { return }
        let server = history.servers[at]
        switch effect {
        case .send(let message):
            guard let zxid = message.zxid ?? message.epoch.map({ Zxid(epoch: $0, counter: 0) })
            else { return }
            if message.kind == .ack {
                report(zxid, "acknowledged \(zxid)", server, moment, &findings)
            } else if message.kind == .ackNewLeader {
                let end = server.synced.map { min($0.last, server.log.last) } ?? server.log.last
                report(
                    end, "acknowledged NEWLEADER of epoch \(zxid.epoch)", server, moment, &findings)
            }
        case .countAck(let zxid, let by, _, _):
            if by == server.lane {
                report(
                    zxid, "counted its own acknowledgement of \(zxid)", server, moment, &findings)
            }
        default: break
        }
    }

    private func report(
        _ zxid: Zxid, _ deed: @autoclosure () -> String, _ server: ServerPast, _ moment: Moment,
        _ findings: inout Findings
    ) {
        let storage = server.storage
        if storage.isDurable(through: zxid) && !storage.hasPendingReplacement { return }
        let disk = storage.disk
        let state =
            disk.isPrefix(of: storage.written)
            ? "ends at \(disk.last)" : "still holds \(disk.last), which was cut off"
        findings.report(
            .ackImpliesDurable, moment.n,
            "\(server.lane) \(deed()), but the log on its disk \(state)")
    }
}
