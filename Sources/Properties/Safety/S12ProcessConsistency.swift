import Trace
import Zab

/// S12 (EuroSys 2025): a learner that acknowledges NEWLEADER has a log that is the beginning of its
/// leader's.
struct ProcessConsistency: Check {
    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard case .send(let message) = effect, message.kind == .ackNewLeader,
            let at = moment.server,
            let epoch = message.epoch ?? message.zxid?.epoch ?? history.servers[at].synced?.epoch,
            let leader = history.reigns[epoch], leader.leader == message.to
        else { return }
        let log = history.servers[at].log
        guard !log.isPrefix(of: leader.log) else { return }
        let place = log.divergence(from: leader.log) ?? leader.log.count
        let text =
            place < leader.log.count && log[place].zxid == leader.log[place].zxid
            ? "\(log[place].zxid) with other contents"
            : "\(log[place].zxid), which \(message.to) does not"
        findings.report(
            .processConsistency, moment.n,
            "\(moment.step.at) acknowledged NEWLEADER of epoch \(epoch), but its log holds \(text)")
    }
}
