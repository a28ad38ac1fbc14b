import Trace
import Zab

extension Stepper {
    /// What this zxid is, and what became of it as far as may be seen.
    func story(of zxid: Zxid) -> [Line] {
        var lines = Inline.lines(
            zxid.counter == 0
                ? "`\(zxid)` is the beginning of epoch \(zxid.epoch), before its first transaction."
                : "`\(zxid)` is transaction \(zxid.counter) of epoch \(zxid.epoch). ZooKeeper writes "
                    + "it `\(zxid.hexadecimal)`.")
        lines.append(Line())
        var events: [Line] = []
        for step in run.recording.steps where step.n <= visibleLimit {
            for words in Self.words(of: step, about: zxid) {
                var line = Line("step \(step.n)", .dim)
                line.pad(to: 11)
                line.append("\(step.at) \(words)")
                events.append(line)
            }
        }
        lines += events.isEmpty ? [Line("Nothing is known of it up to here.", .dim)] : events
        return lines
    }

    private static func words(of step: Step, about zxid: Zxid) -> [String] {
        var words: [String] = []
        if case .durable(let log) = step.input, log == zxid { words.append("has it on disk") }
        if case .crash(_, let lost) = step.input, lost.contains(zxid) {
            words.append("loses it with its power")
        }
        for effect in step.effects {
            switch effect {
            case .propose(zxid, _, let text, _, _): words.append("proposes it: \(text)")
            case .append(zxid, _, _): words.append("appends it to its log")
            case .truncate(_, let removed) where removed.contains(zxid):
                words.append("cuts it off its log")
            case .countAck(zxid, let server, let acks, let needs):
                words.append("counts the acknowledgement of \(server): \(acks) of \(needs) needed")
            case .commit(zxid, let quorum, _):
                words.append("commits it with \(quorum.map(\.name).joined(separator: " "))")
            case .deliver(zxid, _, _, _): words.append("delivers it")
            case .answered(_, let outcome) where outcome.zxid == zxid && zxid != .zero:
                words.append("learns the outcome: \(outcome.error ?? outcome.text)")
            default: break
            }
        }
        return words
    }
}
