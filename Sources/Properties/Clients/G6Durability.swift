import Trace
import Zab

/// G6: a write that was confirmed, and a state that was read, are in the history of every later
/// leader.
struct Durability: Check {
    private struct Witness {
        let entry: Entry
        let client: Lane
        let isWrite: Bool
        let step: Int
    }

    /// What servers have answered and clients have not yet heard.
    private var sent: [CallID: Entry] = [:]
    /// What clients know: the last of each line of history.
    private var known: [Witness] = []

    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        switch effect {
        case .send(let message):
            guard message.kind == .reply, let at = moment.server, let id = message.call,
                let zxid = message.outcome?.zxid
            else { return }
            let delivered = history.servers[at].delivered
            let above = delivered.firstIndex(above: zxid)
            sent[id] = above > 0 ? delivered[above - 1] : nil
        case .answered(let id, _):
            guard let entry = sent.removeValue(forKey: id) else { return }
            learn(entry, id, moment, history)
        case .establish(let epoch, _, _, _):
            guard let at = moment.server else { return }
            compare(history.servers[at], epoch, moment, &findings)
        default: break
        }
    }

    private mutating func learn(
        _ entry: Entry, _ id: CallID, _ moment: Moment, _ history: History
    ) {
        if known.contains(where: { $0.entry == entry }) { return }
        let isWrite = history.clients.call(id)?.isWrite ?? false
        // Of one line of history the last says all; the canon is the line that matters.
        if history.canon.holds(entry) {
            if known.contains(where: {
                $0.entry.zxid >= entry.zxid && history.canon.holds($0.entry)
            }) {
                return
            }
            known.removeAll { $0.entry.zxid <= entry.zxid && history.canon.holds($0.entry) }
        }
        known.append(
            Witness(entry: entry, client: moment.step.at, isWrite: isWrite, step: moment.n))
    }

    private func compare(
        _ leader: ServerPast, _ epoch: Epoch, _ moment: Moment, _ findings: inout Findings
    ) {
        for witness in known where !leader.log.holds(witness.entry) {
            let deed = witness.isWrite ? "was confirmed to" : "was shown to"
            findings.report(
                .durability, moment.n,
                "\(leader.lane) begins epoch \(epoch) without \(witness.entry.zxid), which "
                    + "\(deed) \(witness.client) at step \(witness.step)")
        }
    }
}
