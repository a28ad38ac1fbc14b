import Trace

/// A sequence in words.
enum SequenceAlt {
    static func text(_ model: SequenceModel) -> String {
        var text = "Steps \(model.window.lowerBound) to \(model.window.upperBound)"
        text += " of \(model.total); lanes "
        text += Wording.list(model.lanes) + "."
        // What decides the story, in the order of the record; the arrows themselves are many.
        var told = 0
        let events = model.marks.filter { mark in
            switch mark.shape {
            case .commit, .crash, .restart, .decision: true
            default: false
            }
        }
        let commands = model.commands.map { ($0.step, $0.text) }
        var all = events.map { ($0.step, model.lanes[$0.lane].name + " " + flat($0.label)) }
        all += commands
        all.sort { $0.0 < $1.0 }
        for (step, event) in all {
            if told == 16 {
                text += " And \(all.count - told) more."
                break
            }
            text += " Step \(step): \(event)."
            told += 1
        }
        var lost = 0
        for arrow in model.arrows { if case .lost = arrow.fate { lost += 1 } }
        text += " \(model.arrows.count) messages"
        text += lost > 0 ? ", \(lost) of them lost." : "."
        if model.folded > 0 { text += " \(model.folded) pings are not drawn." }
        return text
    }

    private static func flat(_ label: String) -> String {
        label.split(separator: "\n").joined(separator: ", ")
    }
}
