import Trace
import Zab

/// Messages: where they set out, where they arrive, and which are not drawn one by one.
extension SequenceBuilder {
    mutating func depart(_ message: MessageRecord, step: Step, lane: Int, row: Int) {
        guard let to = places[message.to] else { return }
        onTheWay[message.id] = model.arrows.count
        known[message.id] = model.arrows.count
        model.arrows.append(
            SequenceModel.Arrow(
                message: message, label: Words.label(of: message), from: lane, to: to,
                fromRow: row, toRow: nil, sent: step.n, ended: nil, fate: .inFlight,
                weight: .normal))
    }

    mutating func arrive(
        _ message: MessageRecord, step: Step, lane: Int, row: Int, words: StepWords
    ) {
        guard let from = places[message.from] else { return }
        let index: Int
        if let sent = onTheWay.removeValue(forKey: message.id) {
            index = sent
        } else {
            // Sent before the window, or arriving a second time.
            let twin = known[message.id]
            index = model.arrows.count
            model.arrows.append(
                SequenceModel.Arrow(
                    message: message, label: Words.label(of: message), from: from, to: lane,
                    fromRow: twin.flatMap { model.arrows[$0].fromRow }, toRow: nil,
                    sent: twin == nil ? nil : step.cause, ended: nil, fate: .delivered,
                    weight: .normal))
        }
        model.arrows[index].toRow = row
        model.arrows[index].ended = step.n
        model.arrows[index].fate =
            if let why = words.ignored { .ignored(why) } else { .delivered }
        if message.kind == .ack, let zxid = message.zxid {
            if zxid <= committed {
                model.arrows[index].weight = .late
            } else {
                acks.append((index, zxid, message.from))
            }
        }
    }

    /// The acknowledgements that made a quorum are drawn thick.
    mutating func tally(_ step: Step) {
        for effect in step.effects {
            guard case .commit(let zxid, let quorum, _) = effect else { continue }
            for ack in acks where ack.zxid >= zxid && quorum.contains(ack.from) {
                model.arrows[ack.arrow].weight = .quorum
            }
            committed = zxid
            acks.removeAll { $0.zxid <= zxid }
        }
    }

    // MARK: Pings

    mutating func countPings(_ step: Step, lane: Int) {
        for effect in step.effects {
            if case .send(let message) = effect, message.kind == .ping {
                pings += 1
                model.folded += 1
                if pingLane == nil { pingLane = lane }
            }
        }
    }

    /// A run of pings of a whole round and more becomes one sign on the leader's lane.
    mutating func foldPings(at step: Step?) {
        defer {
            pings = 0
            pingLane = nil
        }
        guard let lane = pingLane, let step, pings >= 2 * max(1, voters - 1) else { return }
        // Nothing else has happened on the lane since the last sign: it grows.
        if let last = model.marks.lastIndex(where: { $0.lane == lane }),
            model.marks[last].shape == .fold, ranks.isLowest(model.marks[last].row, lane: lane)
        {
            let count = pings + (Int(model.marks[last].label.prefix { $0 != " " }) ?? 0)
            model.marks[last].label = "\(count) × PING"
            return
        }
        let row = ranks.add(lane: lane, time: step.t)
        model.marks.append(
            SequenceModel.Mark(
                shape: .fold, lane: lane, row: row, step: step.n, label: "\(pings) × PING",
                tooltip: "\(pings) pings and their answers, not drawn one by one"))
    }
}
