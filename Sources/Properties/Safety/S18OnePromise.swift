import Trace
import Zab

/// S18: a server promises an epoch to one leader, in one of that leader's lives, and the promise is
/// on disk when it is given.
///
/// ACKEPOCH gives it; one without an epoch repeats an old promise and counts for nothing. A
/// leader's promise to itself is given when it enters synchronization.
struct OnePromise: Check {
    private struct Given {
        let epoch: Epoch
        let to: Lane
        let life: Int
    }

    /// The highest promise given, by server.
    private var given: [Given?] = []

    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard case .send(let message) = effect, message.kind == .ackEpoch, message.epoch != nil,
            let at = moment.server, let promise = history.servers[at].promised,
            promise.to == message.to
        else { return }
        give(promise, at, moment, history, &findings)
    }

    mutating func after(_ moment: Moment, _ history: History, _ findings: inout Findings) {
        guard let at = moment.server, moment.step.state?.phase == .synchronization,
            let promise = history.servers[at].promised, promise.to == moment.step.at,
            history.servers[at].isLeading
        else { return }
        give(promise, at, moment, history, &findings)
    }

    private mutating func give(
        _ promise: Promise, _ at: Int, _ moment: Moment, _ history: History,
        _ findings: inout Findings
    ) {
        if given.isEmpty { given = history.servers.map { _ in nil } }
        let server = history.servers[at]
        let life = history.server(promise.to)?.life ?? 0
        if server.durable.accepted < promise.epoch {
            findings.report(
                .onePromise, moment.n,
                "\(server.lane) gave \(promise.to) its promise for epoch \(promise.epoch) "
                    + "before that was on "
                    + "disk")
        }
        if let before = given[at] {
            if before.epoch == promise.epoch && (before.to != promise.to || before.life != life) {
                findings.report(
                    .onePromise, moment.n,
                    "\(server.lane) promised epoch \(promise.epoch) to \(promise.to) after "
                        + "promising it to "
                        + (before.to == promise.to ? "an earlier life of it" : "\(before.to)"))
            } else if before.epoch > promise.epoch {
                findings.report(
                    .onePromise, moment.n,
                    "\(server.lane) promised epoch \(promise.epoch) to \(promise.to) after "
                        + "promising "
                        + "epoch \(before.epoch) to \(before.to)")
                return
            }
        }
        given[at] = Given(epoch: promise.epoch, to: promise.to, life: life)
    }
}
