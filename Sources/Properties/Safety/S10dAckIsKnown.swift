import Trace
import Zab

/// S10d (TLA+ ackInconsistent): an acknowledgement that a leader accepts names a transaction in its
/// log, and those of one connection never go back.
struct AckIsKnown: Check {
    private struct Last {
        var connection: Substring
        var zxid: Zxid
    }

    /// The last acknowledgement by sender and receiver.
    private var last: [[Last?]] = []

    mutating func input(
        _ input: StepInput, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard case .receive(let message) = input, message.kind == .ack, let zxid = message.zxid,
            let at = moment.server, let from = history.membership.index(of: message.from),
            !moment.isRefused, history.servers[at].isLeading
        else { return }
        if history.servers[at].log.index(of: zxid) == nil {
            findings.report(
                .ackIsKnown, moment.n,
                "\(message.from) acknowledged \(zxid), which is not in the log of \(moment.step.at)"
            )
        }
        if last.isEmpty {
            last = history.servers.map { _ in history.servers.map { _ in nil } }
        }
        let connection = message.connection
        if let before = last[at][from], before.connection == connection, zxid < before.zxid {
            findings.report(
                .ackIsKnown, moment.n,
                "\(message.from) acknowledged \(zxid) after \(before.zxid) on the same connection")
        }
        last[at][from] = Last(connection: connection, zxid: zxid)
    }
}

extension MessageRecord {
    /// The connection part of the id: `s1.1-s3.2#4` of `s1.1-s3.2#4/7`.
    var connection: Substring { id.prefix { $0 != "/" } }
}
