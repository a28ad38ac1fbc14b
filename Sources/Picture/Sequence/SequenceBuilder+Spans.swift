import Trace
import Zab

/// What lasts: roles, phases, partitions.
extension SequenceBuilder {
    mutating func openSpan(lane: Int, role: Role, phase: Phase, at row: Int?) {
        openSpans[lane] = model.spans.count
        model.spans.append(
            SequenceModel.Span(lane: lane, role: role, phase: phase, from: row, to: nil))
    }

    mutating func follow(_ step: Step, lane: Int, row: Int) {
        guard step.at.kind == .server else { return }
        if let state = step.state, state.role != nil || state.phase != nil {
            let open = openSpans.removeValue(forKey: lane)
            let old = open.map { model.spans[$0] }
            if let open { model.spans[open].to = row }
            let role = state.role ?? old?.role ?? .looking
            if role != .down {
                openSpan(lane: lane, role: role, phase: state.phase ?? old?.phase ?? .none, at: row)
            }
        }
        if case .crash = step.input, let open = openSpans.removeValue(forKey: lane) {
            model.spans[open].to = row
        }
        phases.apply(step)
        if phases.band != openBandValue { openBand(phases.band, at: row) }
    }

    mutating func openBand(_ band: Phases.Band?, at row: Int?) {
        openBandValue = band
        // In causal scale an earlier step may stand in a later row; bands never run backwards.
        let start = row.map { row in max(row, model.bands.last?.from ?? 0) }
        if let last = model.bands.indices.last, model.bands[last].to == nil {
            model.bands[last].to = start
        }
        guard let band else { return }
        model.bands.append(
            SequenceModel.Band(phase: band.phase, epoch: band.epoch, from: start, to: nil))
    }

    /// `partition s1 | s2 s3` separates lanes until `heal`.
    mutating func cut(_ text: String, at row: Int?) {
        let words = text.split(separator: " ")
        guard let verb = words.first else { return }
        if verb == "heal" || verb == "partition" {
            for index in model.cuts.indices where model.cuts[index].to == nil {
                model.cuts[index].to = row ?? -1
            }
            model.cuts.removeAll { $0.to == -1 }
        }
        guard verb == "partition" else { return }
        var sides: [Lane: Int] = [:]
        for (side, part) in text.dropFirst("partition".count).split(separator: "|").enumerated() {
            for name in part.split(separator: " ") { sides[Lane(String(name))] = side }
        }
        var gaps: [Int] = []
        for index in model.lanes.indices.dropLast() {
            guard let left = sides[model.lanes[index]], let right = sides[model.lanes[index + 1]]
            else { continue }
            if left != right { gaps.append(index) }
        }
        if !gaps.isEmpty {
            model.cuts.append(
                SequenceModel.Cut(leftLanes: gaps, text: text, from: row, to: nil))
        }
    }

    func tooltip(_ step: Step, _ words: StepWords) -> String {
        var text = "step \(step.n), \(step.at.name)"
        if let state = step.state?.role { text += ", \(state.rawValue)" }
        if step.effects.isEmpty { text += ": " + words.phrases.joined(separator: "; ") }
        var separator = ": "
        for effect in step.effects {
            switch effect {
            case .startTimer, .cancelTimer: continue
            default: break
            }
            text += separator
            text += effect.text
            separator = "; "
        }
        return text
    }
}
