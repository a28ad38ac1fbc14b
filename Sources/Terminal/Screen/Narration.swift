import Picture
import Properties
import Scenario
import Trace

/// What is said about the current step: the lesson's note, the step as a sentence, an open question or
/// its answer, an experiment.
struct Narration {
    let stepper: Stepper

    /// Longer lines are hard to read on.
    private static let readableWidth = 96

    func lines(width: Int) -> [Line] {
        stepper.inspects ? inspection(width) : told(min(width, Self.readableWidth))
    }

    private var run: Run { stepper.run }

    private func told(_ width: Int) -> [Line] {
        var blocks: [[Line]] = []
        let n = stepper.current
        if !stepper.isBranch {
            // What asks for an answer comes first, and what is read at leisure last.
            blocks += questions(width)
            for note in stepper.material.notes where note.step == n && !note.isAside {
                blocks.append(Inline.lines(note.text))
            }
        }
        if let step = run.recording.step(n) {
            let role = run.states(before: n)[step.at]?.role
            let style: Style = blocks.isEmpty ? .plain : .dim
            blocks.append([Line(step.sentence(role: role), style)])
        }
        for violation in stepper.violations where violation.step == n {
            var line = Line("Broken: \(violation.property.title). ", Style(.red, bold: true))
            line.append(violation.reason, Style(.red))
            blocks.append([line])
        }
        // While a question is open nothing can be tried.
        if stepper.askedQuestion == nil && stepper.read == nil { blocks += experiment() }
        if !stepper.isBranch {
            for note in stepper.material.notes where note.step == n && note.isAside {
                blocks.append(Inline.lines(note.text))
            }
        }
        if !stepper.isBranch, stepper.isFinished, n == run.last || run.rows.stop(after: n) == nil {
            blocks.append([Line(ending, Style(.green))])
        }
        return blocks.flatMap { $0.flatMap { $0.wrapped(to: width, indent: Self.indent($0)) } }
    }

    /// Choices hang under their text.
    private static func indent(_ line: Line) -> Int {
        line.plain.hasPrefix("  ") ? 4 : 0
    }

    private var ending: String {
        let questions = stepper.material.questions
        let right = questions.indices.count { index in
            stepper.answers[index].map { questions[index].choices[$0].isRight } ?? false
        }
        var text = "The end."
        if !questions.isEmpty { text += " \(right) of \(questions.count) predicted right." }
        if stepper.material.closing != nil { text += " Enter: what to take home." }
        return text
    }

    // MARK: Questions

    private func questions(_ width: Int) -> [[Line]] {
        guard !stepper.isBranch else { return [] }
        var blocks: [[Line]] = []
        var asked: [[Line]] = []
        for (index, question) in stepper.material.questions.enumerated() {
            guard min(question.after, run.last) == stepper.current else { continue }
            if let answer = stepper.answers[index] {
                // Only the last answer, as long as the next question waits behind it.
                if stepper.read == nil || stepper.read == index {
                    blocks.insert(answered(question, answer), at: 0)
                }
            } else if index == stepper.askedQuestion {
                if let lead = question.lead { asked.append(Inline.lines(lead)) }
                asked.append(open(question, width))
            }
        }
        if stepper.read != nil {
            blocks.append([Line("There is another question: n shows it.", Style(.yellow))])
        }
        // The latest answer first; an open question stands alone.
        return asked.isEmpty ? blocks : asked
    }

    private func open(_ question: Material.Question, _ width: Int) -> [Line] {
        var head = Line("Predict: ", Style(.yellow, bold: true))
        head.append(Inline.line(question.text))
        return [head]
            + Self.inTwoColumns(
                question.choices.enumerated().map { index, choice in
                    var line = Line("  \(Self.letter(index)) ", Style(.yellow, bold: true))
                    line.append(Inline.line(choice.text))
                    return line
                }, width)
    }

    /// Short choices stand side by side.
    private static func inTwoColumns(_ choices: [Line], _ width: Int) -> [Line] {
        let half = width / 2
        guard choices.count > 2, choices.allSatisfy({ $0.width < half - 1 }) else { return choices }
        return stride(from: 0, to: choices.count, by: 2).map { index in
            var line = choices[index]
            guard index + 1 < choices.count else { return line }
            line.pad(to: half)
            line.append(choices[index + 1])
            return line
        }
    }

    private func answered(_ question: Material.Question, _ answer: Int) -> [Line] {
        let isRight = question.choices[answer].isRight
        var head = Line(
            isRight ? "Right. " : "Not so. ", Style(isRight ? .green : .red, bold: true))
        head.append(Inline.line(question.text))
        return [head]
            + question.choices.enumerated().map { index, choice in
                let style = Style(choice.isRight ? .green : nil, bold: index == answer)
                var line = Line("  \(choice.isRight ? "✓" : "✗")\(Self.letter(index)) ", style)
                line.append(Inline.line(choice.text))
                if index == answer { line.append(" (your choice)", .bold) }
                if !choice.reason.isEmpty {
                    line.append(": ")
                    line.append(Inline.line(choice.reason))
                }
                return line
            }
    }

    static func letter(_ index: Int) -> String {
        String(Character(Unicode.Scalar(UInt8(ascii: "a") + UInt8(min(index, 25)))))
    }

    // MARK: Experiments

    private func experiment() -> [[Line]] {
        guard let index = stepper.currentExperiment else { return [] }
        let experiment = stepper.material.experiments[index]
        guard stepper.isBranch || experiment.step == stepper.current else { return [] }
        var head = Line("Try: ", Style(.magenta, bold: true))
        let text = Inline.lines(experiment.text)
        if let first = text.first { head.append(first) }
        var lines = [head] + text.dropFirst()
        if stepper.reached.contains(index) {
            lines.append(
                Line("Goal reached.", Style(.green, bold: true)))
        } else {
            lines.append(Line("Type commands at : on a copy of the world. Stuck? :hint", .dim))
        }
        for hint in experiment.hints.prefix(stepper.hintsShown[index] ?? 0) {
            var line = Line("Hint: ", .bold)
            line.append(Inline.line(hint))
            lines.append(line)
        }
        return [lines]
    }

    // MARK: Inspection

    /// The effects of the step by letter, and every field of the chosen server.
    private func inspection(_ width: Int) -> [Line] {
        let n = stepper.current
        var lines: [Line] = []
        if let step = run.recording.step(n) {
            let time = Wording.time(step.t)
            var head = Line("\(n)  \(step.at)  \(step.input.text)", .bold)
            head.append("  at \(time)" + (step.cause.map { ", caused by step \($0)" } ?? ""), .dim)
            lines += head.wrapped(to: width, indent: 4)
            for (index, effect) in step.effects.enumerated() {
                var line = Line("\(n)\(Self.letter(index))  ", .dim)
                let indent = line.width
                line.append(effect.text, effect.isRoutine ? .dim : .plain)
                lines += line.wrapped(to: width, indent: indent)
            }
            if step.effects.isEmpty { lines.append(Line("It did nothing about it.", .dim)) }
        }
        lines.append(Line())
        guard let lane = stepper.inspected, let state = run.states.states(after: n)[lane] else {
            return lines
        }
        let old = run.states(before: n)[lane] ?? .down
        lines.append(Line("State of \(lane) (Tab: the next server)", .bold))
        let former = old.fields
        var fields: [Line] = []
        for field in state.fields {
            var line = Line("  " + field.name, .dim)
            line.pad(to: 14)
            let was = former.first { $0.name == field.name }?.value
            if was != field.value {
                line.append(field.value + "*", .bold)
                if let was { line.append(" was \(was)", .dim) }
            } else {
                line.append(field.value)
            }
            fields.append(line)
        }
        lines += Self.inTwoColumns(fields, width)
        return lines
    }
}
