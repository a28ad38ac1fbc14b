import Trace
import Zab

/// S17: on no disk does an epoch ever decrease, the current epoch never exceeds the promised one,
/// and no history is of an epoch that was not promised.
struct EpochMonotone: Check {
    mutating func input(
        _ input: StepInput, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard let at = moment.server else { return }
        let server = history.servers[at]
        switch input {
        case .start(let accepted, let current, let last, _):
            compare(Epochs(accepted: accepted, current: current), server, moment, &findings)
            compare(last, with: accepted, server, moment, &findings)
        case .durableEpochs(let accepted, let current):
            compare(Epochs(accepted: accepted, current: current), server, moment, &findings)
        case .durable(let last):
            compare(last, with: server.durable.accepted, server, moment, &findings)
        default: break
        }
    }

    private func compare(
        _ epochs: Epochs, _ server: ServerPast, _ moment: Moment, _ findings: inout Findings
    ) {
        if epochs.accepted < server.durable.accepted {
            findings.report(
                .epochMonotone, moment.n,
                "the accepted epoch on the disk of \(server.lane) went back from "
                    + "\(server.durable.accepted) to \(epochs.accepted)")
        }
        if epochs.current < server.durable.current {
            findings.report(
                .epochMonotone, moment.n,
                "the current epoch on the disk of \(server.lane) went back from "
                    + "\(server.durable.current) to \(epochs.current)")
        }
        if epochs.current > epochs.accepted {
            findings.report(
                .epochMonotone, moment.n,
                "\(server.lane) has current epoch \(epochs.current) on disk, but accepted only "
                    + "\(epochs.accepted)")
        }
    }

    private func compare(
        _ last: Zxid, with accepted: Epoch, _ server: ServerPast, _ moment: Moment,
        _ findings: inout Findings
    ) {
        if last.epoch > accepted {
            findings.report(
                .epochMonotone, moment.n,
                "\(server.lane) has \(last) on disk, but accepted only epoch \(accepted)")
        }
    }
}
