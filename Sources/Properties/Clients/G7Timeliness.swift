import Trace
import Zab

/// G7: a read shows every transaction that was committed a while before it was asked. Longer than that, a
/// server that is cut off does not go on serving.
///
/// A server that stood still for a while, as in a garbage collection, answers what lay before it when it wakes,
/// before it can notice that it was cut off; such answers prove nothing.
struct Timeliness: Check {
    private struct Sample {
        let step: Int
        let client: Lane
        let server: Lane
        let asked: Int64
        let answered: Int64
        let zxid: Zxid
    }

    /// A server's silence between two of its steps.
    private struct Gap {
        let from: Int64
        let to: Int64
    }

    private var samples: [Sample] = []
    private var lastStep: [Lane: Int64] = [:]
    private var gaps: [Lane: [Gap]] = [:]
    /// No tick is shorter, in nanoseconds.
    private static let shortest: Int64 = 10_000_000

    mutating func input(
        _ input: StepInput, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard moment.server != nil else { return }
        let lane = moment.step.at
        if let last = lastStep[lane], moment.step.t - last > Self.shortest {
            gaps[lane, default: []].append(Gap(from: last, to: moment.step.t))
        }
        lastStep[lane] = moment.step.t
    }

    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard case .answered(let id, let outcome) = effect, let call = history.clients.call(id),
            !call.isWrite, call.outcome == nil,
            let server = history.clients[moment.step.at]?.server
        else { return }
        samples.append(
            Sample(
                step: moment.n, client: moment.step.at, server: server, asked: call.time,
                answered: moment.step.t, zxid: outcome.zxid))
    }

    /// - Parameters:
    ///   - delay: how long a transaction may stay hidden, in nanoseconds.
    ///   - tick: a server that is silent for longer stood still.
    func judge(_ history: History, delay: Int64, tick: Int64, _ findings: inout Findings) {
        for sample in samples {
            let committed = history.canonTimes.partitionPoint { $0 > sample.asked - delay }
            guard committed > 0, history.canon[committed - 1].zxid > sample.zxid,
                !stoodStill(sample, delay: delay, tick: tick)
            else { continue }
            findings.report(
                .timeliness, sample.step,
                "\(sample.client) was shown \(sample.zxid) by \(sample.server), although "
                    + "\(history.canon[committed - 1].zxid) had been committed "
                    + "\((sample.asked - history.canonTimes[committed - 1]) / 1_000_000) ms before "
                    + "it asked")
        }
    }

    private func stoodStill(_ sample: Sample, delay: Int64, tick: Int64) -> Bool {
        gaps[sample.server]?.contains {
            $0.to - $0.from > tick && $0.to >= sample.asked - delay && $0.from <= sample.answered
        } ?? false
    }
}
