import Trace
import Zab

/// What a step shows on its lane: the most telling sign, a few words, and the whole in a tooltip.
struct StepWords {
    typealias Shape = SequenceModel.Mark.Shape

    /// Nil when the step is nothing but messages.
    var shape: Shape?
    var phrases: [String] = []
    var ignored: String?

    /// Signs by how much they tell; the strongest of a step is drawn.
    private static func weight(_ shape: Shape) -> Int {
        switch shape {
        case .crash: 9
        case .restart: 8
        case .commit: 7
        case .decision: 6
        case .durable: 5
        case .written: 4
        case .delivery: 3
        case .timer: 2
        case .note, .fold: 1
        }
    }

    private mutating func add(_ shape: Shape, _ phrase: String?) {
        if let old = self.shape {
            if Self.weight(shape) > Self.weight(old) { self.shape = shape }
        } else {
            self.shape = shape
        }
        if let phrase, !phrases.contains(phrase) { phrases.append(phrase) }
    }

    /// `append 1:1`, and when more follow, `append 1:1–1:4`; with the same words behind them, if there are any.
    private mutating func addRange(
        _ shape: Shape, _ verb: String, _ zxid: Zxid, behind: String = ""
    ) {
        let start = verb + " "
        let index = phrases.firstIndex { $0.hasPrefix(start) && $0.hasSuffix(behind) }
        guard let index else {
            add(shape, start + zxid.description + behind)
            return
        }
        let first = phrases[index].dropLast(behind.count).prefix { $0 != "–" }
        phrases[index] = first + "–" + zxid.description + behind
    }

    /// `voters` is the size of the electorate, for tallies.
    init(_ step: Step, voters: Int) {
        read(step.input)
        let weighty = shape
        for effect in step.effects { read(effect, in: step, voters: voters) }
        // A timer that only sends or waits again is told by its messages.
        if case .timer(let name) = step.input, shape == nil || weighty != shape || !phrases.isEmpty
        {
            if shape == nil { shape = .timer }
            phrases.insert(Words.words(name), at: 0)
        }
    }

    private mutating func read(_ input: StepInput) {
        switch input {
        case .start(_, let current, let last, let snapshot):
            var kept = "disk: \(last), epoch \(current)"
            if snapshot != .zero { kept += ", snapshot \(snapshot)" }
            add(.restart, last == .zero && current == 0 ? "starts" : kept)
        case .durable(let log): add(.durable, "durable \(log)")
        case .durableEpochs(let accepted, let current):
            add(.durable, "durable " + Self.epochs(accepted, current))
        case .durableSnapshot(let zxid): add(.durable, "durable snapshot \(zxid)")
        case .crash(let power, let lost):
            var phrase = power ? "power fails" : "crash"
            if let first = lost.first {
                phrase += ", loses \(first)" + (lost.count > 1 ? "…\(lost[lost.count - 1])" : "")
            }
            add(.crash, phrase)
        case .receive, .connected, .disconnected, .timer, .snapshotSent, .call, .lost, .command:
            break
        }
    }

    private mutating func read(_ effect: StepEffect, in step: Step, voters: Int) {
        switch effect {
        case .append(let zxid, _, _): addRange(.written, "append", zxid)
        case .truncate(let zxid, let removed):
            let gone = removed.map(\.description).joined(separator: " ")
            add(.written, removed.isEmpty ? "truncate to \(zxid)" : "cut off \(gone)")
        case .record(let accepted, let current):
            add(.written, "write " + Self.epochs(accepted, current))
        case .saveSnapshot(let zxid): add(.written, "write snapshot \(zxid)")
        case .deliver(let zxid, _, _, _):
            // The commit of the same step says it already.
            if shape != .commit { addRange(.delivery, "apply", zxid) }
        case .installSnapshot(let zxid, _): add(.delivery, "install \(zxid)")
        case .look(let round, let why):
            // Whoever gave up has said why.
            let isSaid = phrases.contains { $0.hasPrefix("gives up") }
            add(
                .decision,
                "looks, round \(round)" + (isSaid ? "" : reason(why, unless: .serverStarts)))
        case .vote(let leader, _, _, let why):
            if leader != step.at || step.at.kind != .server || why != Reason.serverStarts.rawValue {
                add(.decision, "votes \(leader): " + Words.words(why))
            }
        case .elect(let leader, _, _, let by, _):
            add(.decision, "elects \(leader) · \(by.count)/\(voters)")
        case .chooseEpoch(let epoch, let quorum, _):
            add(.decision, "epoch \(epoch) · \(quorum.count)/\(voters)")
        case .promise(let epoch, _, _): add(.decision, "promises \(epoch)")
        case .synchronize(let learner, let mode, _, _, _):
            add(.decision, "\(mode.rawValue) for \(learner)")
        case .establish(let epoch, let quorum, _, _):
            add(.commit, "leads epoch \(epoch) · \(quorum.count)/\(voters)")
        case .countAck(_, _, let acks, let needs):
            if acks < needs { add(.note, "ACK \(acks)/\(voters)") }
        case .commit(let zxid, let quorum, _):
            addRange(.commit, "commit", zxid, behind: " · ACK \(quorum.count)/\(voters)")
        case .giveUp(let why): add(.decision, "gives up: " + Words.words(why))
        case .drop(let learner, let why): add(.decision, "drops \(learner): " + Words.words(why))
        case .ignore(let why): ignored = why
        case .closeClient(let client, _): add(.note, "closes \(client)")
        case .unknown: add(.note, "outcome unknown")
        case .clientState(let state, _, _):
            if state == .expired { add(.note, "session expired") }
        case .session(let id, let change):
            if change == .expired { add(.decision, "session \(id) expires") }
        // What a client hears stands on its arrow.
        case .answered, .notified: break
        case .send, .connect, .disconnect, .startTimer, .cancelTimer, .flush, .propose, .serve,
            .retire:
            break
        }
    }

    /// An epoch that was promised, or, once it has begun here, the current one.
    private static func epochs(_ accepted: Epoch, _ current: Epoch) -> String {
        accepted > current ? "promise \(accepted)" : "epoch \(current)"
    }

    private func reason(_ why: String, unless plain: Reason) -> String {
        why == plain.rawValue ? "" : ": " + Words.words(why)
    }

    /// Two phrases at most, long ones broken before their reason; the rest is left to the tooltip.
    var label: String {
        var lines: [String] = []
        for phrase in phrases {
            let joined = lines.last.map { $0 + " · " + phrase }
            if let joined, joined.utf8.count <= 20 {
                lines[lines.count - 1] = joined
            } else if lines.count < 2, phrase.utf8.count > 24,
                // Not the one in a zxid.
                let colon = phrase.firstRange(of: ": ")
            {
                lines.append(phrase[..<colon.lowerBound] + ":")
                lines.append(String(phrase[colon.upperBound...]))
            } else if lines.count < 2 || (lines.count == 2 && lines[0].last == ":") {
                lines.append(phrase)
            } else {
                break
            }
        }
        return lines.joined(separator: "\n")
    }
}
