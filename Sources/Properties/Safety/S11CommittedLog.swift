import Trace
import Zab

/// S11, S13 and S14 (EuroSys 2025): commits build on commits, leaders begin with all of them, and
/// none is ever cut off.
struct CommittedLog: Check {
    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard let at = moment.server else { return }
        let server = history.servers[at]
        switch effect {
        case .commit(let zxid, _, _): commit(zxid, server, moment, history, &findings)
        case .establish(let epoch, _, let end, _):
            establish(epoch, end, server, moment, history, &findings)
        case .truncate(_, let removed):
            for zxid in removed {
                guard let committed = history.canon.entry(at: zxid),
                    // Behind a snapshot, what is cut off is the log that the snapshot replaces.
                    let own = server.log.entry(at: zxid) ?? server.storage.disk.entry(at: zxid),
                    own.digest == committed.digest
                else { continue }
                findings.report(
                    .committedLogDurability, moment.n,
                    "\(server.lane) cut \(zxid) off its log, which was committed")
            }
        default: break
        }
    }

    private func commit(
        _ zxid: Zxid, _ server: ServerPast, _ moment: Moment, _ history: History,
        _ findings: inout Findings
    ) {
        let canon = history.canon
        if let own = server.log.entry(at: zxid), canon.holds(own) { return }
        guard zxid > canon.last else {
            return findings.report(
                .committedLogMonotonicity, moment.n,
                "\(server.lane) committed \(zxid) when \(canon.last) was committed already")
        }
        if let missing = Self.firstMissing(of: canon, in: server.log) {
            findings.report(
                .committedLogMonotonicity, moment.n,
                "\(server.lane) committed \(zxid) on a log without \(missing), which was "
                    + "committed before"
            )
        }
    }

    private func establish(
        _ epoch: Epoch, _ end: Zxid, _ server: ServerPast, _ moment: Moment, _ history: History,
        _ findings: inout Findings
    ) {
        let canon = history.canon
        if let missing = Self.firstMissing(of: canon, in: server.log) {
            findings.report(
                .leaderLogCompleteness, moment.n,
                "\(server.lane) was established in epoch \(epoch) without \(missing), which "
                    + "was committed"
            )
        } else if end < canon.last {
            findings.report(
                .committedLogMonotonicity, moment.n,
                "\(server.lane) begins epoch \(epoch) with commits up to \(end) only, when "
                    + "\(canon.last) was committed")
        }
    }

    /// One comparison when nothing is missing.
    private static func firstMissing(of canon: Chronicle, in log: Chronicle) -> Zxid? {
        guard let last = canon.entries.last, !log.holds(last) else { return nil }
        return canon.entries.first { log.entry(at: $0.zxid)?.digest != $0.digest }?.zxid
            ?? last.zxid
    }
}
