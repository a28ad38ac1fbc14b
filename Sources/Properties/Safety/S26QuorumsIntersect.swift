import Trace
import Zab

/// S26: any two quorums that were used to commit or to establish have a server in common.
struct QuorumsIntersect: Check {
    /// The distinct quorums so far, as bits by server index.
    private var used: [(servers: UInt64, lanes: [Lane], step: Int)] = []

    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        let quorum: [Lane]
        switch effect {
        case .commit(_, let members, _): quorum = members
        case .establish(_, let members, _, _): quorum = members
        default: return
        }
        var bits: UInt64 = 0
        for lane in quorum {
            if let index = history.membership.index(of: lane) { bits |= 1 << UInt64(index & 63) }
        }
        if used.contains(where: { $0.servers == bits }) { return }
        if let other = used.first(where: { $0.servers & bits == 0 }) {
            findings.report(
                .quorumsIntersect, moment.n,
                "\(moment.step.at) decided with \(quorum.listed), and step \(other.step) with "
                    + "\(other.lanes.listed): nobody is in both")
        }
        used.append((bits, quorum, moment.n))
    }
}
