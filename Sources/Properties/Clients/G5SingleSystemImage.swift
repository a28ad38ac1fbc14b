import Trace
import Zab

/// G5: a server that has applied less than a client has seen does not let that client in.
struct SingleSystemImage: Check {
    /// What each client said that it has seen, on the CONNECT that waits for its answer.
    private var said: [Lane: (server: Lane, zxid: Zxid)] = [:]

    mutating func input(
        _ input: StepInput, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard moment.server != nil, case .receive(let message) = input, message.kind == .connect
        else { return }
        // A client that understates what it has seen is caught by what it knows.
        let seen = message.zxid ?? history.clients[message.from]?.seen ?? .zero
        said[message.from] = (moment.step.at, seen)
    }

    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard case .send(let message) = effect, message.kind == .connected,
            let at = moment.server, let connect = said.removeValue(forKey: message.to),
            connect.server == moment.step.at
        else { return }
        let last = history.servers[at].delivered.last
        if last < connect.zxid {
            findings.report(
                .singleSystemImage, moment.n,
                "\(moment.step.at) let \(message.to) in, which had seen \(connect.zxid), but "
                    + "has applied "
                    + "only \(last)")
        }
    }
}
