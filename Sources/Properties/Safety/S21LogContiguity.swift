import Trace
import Zab

/// S21: on every disk the counters of each epoch run 1, 2, 3 … without a hole, and no zxid stands
/// twice.
struct LogContiguity: Check {
    /// How much of each disk has been looked at, and its chain there.
    private var seen: [(count: Int, chain: UInt64)] = []

    mutating func after(_ moment: Moment, _ history: History, _ findings: inout Findings) {
        guard let at = moment.server else { return }
        if seen.isEmpty {
            // What stood there before the trace is not this trace's doing.
            seen = history.servers.map { ($0.storage.disk.count, $0.storage.disk.chain) }
        }
        let disk = history.servers[at].storage.disk
        var place = seen[at].count
        if disk.count == place && disk.chain == seen[at].chain { return }
        if place > disk.count || (place > 0 && disk[place - 1].chain != seen[at].chain) {
            place = 0
        }
        // A snapshot, and what a disk of an earlier time held, may begin anywhere.
        while place < disk.count {
            let zxid = disk[place].zxid
            let before = place > 0 ? disk[place - 1].zxid : nil
            if let before, !zxid.follows(before) {
                report(zxid, before, moment, &findings)
            } else if before == nil && zxid.counter != 1
                && history.proposed[zxid]?.first?.leader != nil
            {
                report(zxid, .zero, moment, &findings)
            }
            place += 1
        }
        seen[at] = (disk.count, disk.chain)
    }

    private func report(
        _ zxid: Zxid, _ before: Zxid, _ moment: Moment, _ findings: inout Findings
    ) {
        findings.report(
            .logContiguity, moment.n,
            "on the disk of \(moment.step.at) \(zxid) stands directly behind \(before)")
    }
}
