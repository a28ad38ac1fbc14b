import Trace
import Zab

/// S10e (TLA+ messageIllegal): nobody acts on a message from a server that is not its leader now,
/// and none that was sent to an earlier life arrives.
struct MessageFromPartner: Check {
    mutating func input(
        _ input: StepInput, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard case .receive(let message) = input, let at = moment.server, !moment.isRefused,
            message.from.kind == .server,
            // The election link may send its last message again after a reconnect.
            message.kind != .notification
        else { return }
        let server = history.servers[at]
        if let life = message.receivingLife, life != moment.step.life {
            findings.report(
                .messageFromPartner, moment.n,
                "\(server.lane) received \(message.kind.rawValue) from \(message.from) that "
                    + "was sent to "
                    + "its life \(life), in life \(moment.step.life)")
        }
        guard message.kind.isFromLeader, !moment.step.effects.isEmpty,
            server.state.leader != message.from
        else { return }
        findings.report(
            .messageFromPartner, moment.n,
            "\(server.lane) acted on \(message.kind.rawValue) from \(message.from), but its "
                + "leader is "
                + "\(server.state.leader?.name ?? "unknown")")
    }
}

extension MessageKind {
    /// Whether only a leader sends it, to its learners.
    var isFromLeader: Bool {
        switch self {
        case .leaderInfo, .diff, .trunc, .snap, .snapshotPiece, .newLeader, .upToDate, .proposal,
            .commit, .inform:
            true
        default: false
        }
    }
}

extension MessageRecord {
    /// Which life of the receiver it was sent to: 2 in `s1.1-s3.2#4/7`; nil when the id does not
    /// say.
    var receivingLife: Int? {
        guard let dash = id.firstIndex(of: "-") else { return nil }
        let end = id[id.index(after: dash)...]
        guard let dot = end.firstIndex(of: ".") else { return nil }
        return Int(end[end.index(after: dot)...].prefix { $0.isNumber })
    }
}
