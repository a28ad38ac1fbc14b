import Trace
import Zab

/// S9 (TLA+ PrefixConsistency): what servers have delivered agrees, place by place, with what was
/// committed. With it go S2 (total order) and S3 (agreement).
///
/// The chain hash makes this one comparison a delivery. When it fails the paper's own sentences are
/// evaluated over the whole histories, to say which of them are broken; as long as it holds, they
/// hold.
struct PrefixConsistency: Check {
    /// How much of the canon has been compared.
    private var compared = 0
    /// Servers whose history has left the canon: their further deliveries are no news.
    private var hasLeft: [Bool] = []
    /// Whether the paper's sentences must be evaluated from here on.
    private var isSuspicious = false

    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard let at = moment.server else { return }
        if hasLeft.isEmpty { hasLeft = history.servers.map { _ in false } }
        guard case .deliver(let zxid, let text, _, _) = effect, !hasLeft[at] else { return }
        let server = history.servers[at]
        let place = server.delivered.count
        guard place < history.canon.count else { return }
        let entry = server.delivered.extended(zxid, Digest.number(text))
        if history.canon[place].chain != entry.chain {
            leave(at, entry, history.canon[place], moment, history, &findings)
        }
    }

    mutating func input(
        _ input: StepInput, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard let at = moment.server, !hasLeft.isEmpty else { return }
        if case .start = input { hasLeft[at] = false }
    }

    mutating func after(_ moment: Moment, _ history: History, _ findings: inout Findings) {
        if hasLeft.isEmpty { hasLeft = history.servers.map { _ in false } }
        if history.canon.count > compared { compareGrownCanon(moment, history, &findings) }
        guard let at = moment.server else { return }
        if moment.replacesDelivered, !hasLeft[at] {
            let delivered = history.servers[at].delivered
            if let place = delivered.divergence(from: history.canon) {
                leave(at, delivered[place], history.canon[place], moment, history, &findings)
            }
        }
        if isSuspicious { evaluate(at, moment, history, &findings) }
    }

    /// Deliveries ahead of their commit are compared once the commit comes.
    private mutating func compareGrownCanon(
        _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        for place in compared..<history.canon.count {
            let committed = history.canon[place]
            for (index, server) in history.servers.enumerated()
            where !hasLeft[index] && server.delivered.count > place {
                let entry = server.delivered[place]
                if entry.chain != committed.chain {
                    leave(index, entry, committed, moment, history, &findings)
                }
            }
        }
        compared = history.canon.count
        if history.strays.contains(where: { !$0.delivered.isPrefix(of: history.canon) }) {
            suspectStrays(moment, history, &findings)
        }
    }

    private mutating func suspectStrays(
        _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        for stray in history.strays {
            guard let place = stray.delivered.divergence(from: history.canon) else { continue }
            if !isSuspicious {
                findings.report(
                    .prefixConsistency, moment.n,
                    "\(stray.lane) had delivered \(stray.delivered[place].zxid) where "
                        + "\(history.canon[place].zxid) is committed now")
            }
            isSuspicious = true
        }
    }

    private mutating func leave(
        _ at: Int, _ entry: Entry, _ committed: Entry, _ moment: Moment, _ history: History,
        _ findings: inout Findings
    ) {
        hasLeft[at] = true
        isSuspicious = true
        let lane = history.servers[at].lane
        findings.report(
            .prefixConsistency, moment.n,
            entry.zxid == committed.zxid
                ? "\(lane) delivered \(entry.zxid) with other contents than were committed"
                : "\(lane) delivered \(entry.zxid) where \(committed.zxid) was committed")
    }

    private func evaluate(
        _ at: Int, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard !findings.has(.agreement) || !findings.has(.totalOrder) else { return }
        guard moment.changesDelivered else { return }
        let own = history.servers[at]
        let others =
            history.servers.filter { $0.lane != own.lane }.map { ($0.lane, $0.delivered) }
            + history.strays.map { ($0.lane, $0.delivered) }
            + (history.longestPast.map { [($0.lane, $0.delivered)] } ?? [])
        for (lane, delivered) in others {
            if !findings.has(.totalOrder),
                let pair = Literal.totalOrder(own.delivered.entries, delivered.entries)
            {
                findings.report(
                    .totalOrder, moment.n,
                    "one of \(own.lane) and \(lane) delivered \(pair.before.zxid) before "
                        + "\(pair.after.zxid), the other delivered \(pair.after.zxid) without that")
            }
            if !findings.has(.agreement),
                let pair = Literal.agreement(own.delivered.entries, delivered.entries)
            {
                findings.report(
                    .agreement, moment.n,
                    "\(own.lane) delivered \(pair.mine.zxid), which \(lane) did not, and \(lane) "
                        + "delivered \(pair.other.zxid), which \(own.lane) did not")
            }
        }
    }
}
