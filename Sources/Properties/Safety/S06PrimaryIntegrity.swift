import Trace
import Zab

/// S6 (DSN 2011, primary integrity): before a leader proposes it has delivered everything of
/// earlier epochs that anyone ever delivers, before or later.
///
/// A leader may propose from the moment it is established, so that moment fixes the history it
/// begins with.
struct PrimaryIntegrity: Check {
    private struct Base {
        let epoch: Epoch
        let leader: Lane
        let history: Chronicle.Place
    }

    /// By epoch, ascending.
    private var bases: [Base] = []
    /// The highest transaction delivered by anyone, and by whom.
    private var highest: (entry: Entry, by: Lane)?

    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard let at = moment.server else { return }
        switch effect {
        case .establish(let epoch, _, let end, _):
            begin(epoch, end, history.servers[at], moment, &findings)
        case .deliver(let zxid, let text, _, _):
            let server = history.servers[at]
            let entry = server.delivered.extended(zxid, Digest.number(text))
            compare(entry, server.lane, moment, history, &findings)
            if zxid > highest?.entry.zxid ?? .zero { highest = (entry, server.lane) }
        default: break
        }
    }

    private mutating func begin(
        _ epoch: Epoch, _ end: Zxid, _ leader: ServerPast, _ moment: Moment,
        _ findings: inout Findings
    ) {
        if let highest, highest.entry.zxid.epoch < epoch {
            let known = leader.log.entry(at: highest.entry.zxid)
            if highest.entry.zxid > end || known?.digest != highest.entry.digest {
                findings.report(
                    .primaryIntegrity, moment.n,
                    "\(leader.lane) begins epoch \(epoch) with a history up to \(end), without "
                        + "\(highest.entry.zxid), which \(highest.by) had delivered")
            }
        }
        bases.append(Base(epoch: epoch, leader: leader.lane, history: leader.log.place(of: end)))
        if bases.count > 1, bases[bases.count - 2].epoch > epoch {
            bases.sort { $0.epoch < $1.epoch }
        }
    }

    private func compare(
        _ entry: Entry, _ lane: Lane, _ moment: Moment, _ history: History,
        _ findings: inout Findings
    ) {
        for base in bases.reversed() {
            guard base.epoch > entry.zxid.epoch else { return }
            let isKnown =
                entry.zxid <= base.history.zxid
                && (history.canon.entry(at: entry.zxid).map { $0.digest == entry.digest } ?? true)
            if !isKnown {
                findings.report(
                    .primaryIntegrity, moment.n,
                    "\(lane) delivered \(entry.zxid), which is not in the history up to "
                        + "\(base.history.zxid) with which \(base.leader) began epoch \(base.epoch)"
                )
                return
            }
        }
    }
}
