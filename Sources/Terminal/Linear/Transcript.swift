import Picture
import Trace
import Zab

/// The same material as plain text: a sentence a step, the narration, questions with numbered choices.
/// Nothing in it depends on a terminal, and a screen reader reads it from top to bottom.
public struct Transcript {
    private let material: Material
    private let showsAnswers: Bool

    public init(_ material: Material, showsAnswers: Bool = false) {
        self.material = material
        self.showsAnswers = showsAnswers
    }

    public struct Part: Hashable, Sendable {
        public var lines: [String]
        /// The question that these lines ask, by its place in the material.
        public var question: Int?
    }

    /// All of it, in order; a part ends where a question may be answered.
    public var parts: [Part] {
        var parts: [Part] = []
        var lines = heading
        let rows = Rows(material.recording)
        let states = StateIndex(material.recording)
        let first = material.start ?? material.recording.steps.first?.n ?? 0
        var asked = 0
        func ask(upTo n: Int) {
            while asked < material.questions.count, material.questions[asked].after <= n {
                lines += question(asked)
                parts.append(Part(lines: lines, question: asked))
                lines = showsAnswers ? answer(asked) + [""] : []
                asked += 1
            }
        }
        for row in rows.all {
            let n = row.steps.lowerBound
            ask(upTo: n - 1)
            guard n >= first else { continue }
            if let pings = row.pings {
                lines.append("Then \(pings) heartbeats.")
            } else if let step = material.recording.step(n) {
                lines.append(step.sentence(role: states.states(after: n - 1)[step.at]?.role))
            }
            for n in row.steps { lines += told(at: n) }
        }
        ask(upTo: Int.max)
        if let closing = material.closing {
            lines += [""] + Self.paragraphs(closing)
        }
        parts.append(Part(lines: lines, question: nil))
        return parts
    }

    public var text: String {
        parts.flatMap(\.lines).map { $0 + "\n" }.joined()
    }

    private var heading: [String] {
        let header = material.recording.header
        let title = material.title.isEmpty ? header.title ?? "A recording" : material.title
        let servers = header.servers.map { $0.lane.name + ($0.votes ? "" : " (observer)") }
        var lines = [title, ""]
        lines.append(
            "Servers: \(servers.joined(separator: ", ")). Steps: \(material.recording.steps.count)."
        )
        if !header.off.isEmpty {
            lines.append(
                "Rules switched off: \(header.off.map(\.rawValue).joined(separator: ", ")).")
        }
        if let opening = material.opening {
            lines += [""] + Self.paragraphs(opening)
        }
        if let start = material.start, let first = material.recording.steps.first?.n,
            start > first
        {
            lines += ["", "Steps \(first) to \(start - 1) set the scene and are left out here."]
        }
        return lines + [""]
    }

    private static func paragraphs(_ markdown: String) -> [String] {
        Inline.lines(markdown).map { [$0.plain] }.joined(separator: [""]).map { $0 }
    }

    /// What the lesson says at step `n`.
    private func told(at n: Int) -> [String] {
        var lines: [String] = []
        for note in material.notes where note.step == n {
            lines += [""] + Inline.lines(note.text).map(\.plain) + [""]
        }
        for experiment in material.experiments where experiment.step == n {
            lines += [""] + Inline.lines(experiment.text).map { "Try: " + $0.plain }
            lines.append("")
        }
        return lines
    }

    private func question(_ index: Int) -> [String] {
        let question = material.questions[index]
        var lines = [""]
        if let lead = question.lead { lines += Inline.lines(lead).map(\.plain) + [""] }
        lines.append("Question \(index + 1). \(Inline.line(question.text).plain)")
        for (number, choice) in question.choices.enumerated() {
            lines.append("  \(number + 1). \(Inline.line(choice.text).plain)")
        }
        return lines + [""]
    }

    /// The right choice and the reason of each.
    public func answer(_ index: Int) -> [String] {
        let question = material.questions[index]
        let right = question.choices.indices.filter { question.choices[$0].isRight }
        var lines = [
            "Answer to question \(index + 1): "
                + right.map { "\($0 + 1)" }.joined(separator: " or ") + "."
        ]
        for (number, choice) in question.choices.enumerated() where !choice.reason.isEmpty {
            let verdict = choice.isRight ? "right" : "wrong"
            lines.append("  \(number + 1) is \(verdict): \(Inline.line(choice.reason).plain)")
        }
        return lines
    }

    /// What to say to an answer, a number from 1; the answers alone when it is none.
    public func verdict(on index: Int, _ answer: Int?) -> [String] {
        let choices = material.questions[index].choices
        guard let answer, choices.indices.contains(answer - 1) else {
            return self.answer(index) + [""]
        }
        return [choices[answer - 1].isRight ? "Right." : "Not so."] + self.answer(index) + [""]
    }

    /// Signs beyond ASCII replaced.
    public static func ascii(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { Glyphs.ascii(String($0)) }.joined(separator: "\n")
    }
}
