import Scenario

/// Reads a `predict` block:
///
/// ```
/// Who answers c1?
/// a) The leader
///    when: s3 sends REPLY
/// b) The server that it asked
///    when: s1 sends REPLY
/// elsewhere:
///   connect c1 to s3
/// ```
struct PredictionParser {
    private let text: BlockText
    private var question: [BlockText.Line] = []
    private var choices: [Draft] = []
    private var elsewhere: Prediction.Elsewhere?

    private struct Draft {
        var letter: String
        var line: Int
        var lines: [BlockText.Line]
        var when: Predicate?
    }

    init(_ text: BlockText) { self.text = text }

    /// `reasons` are the items of the list below, by letter.
    static func prediction(
        _ text: BlockText, reasons: [(letter: String, text: String)]
    ) throws(ScenarioError) -> Prediction {
        var parser = PredictionParser(text)
        try parser.read()
        return try parser.prediction(reasons)
    }

    private mutating func read() throws(ScenarioError) {
        var index = 0
        while index < text.lines.count {
            let line = text.lines[index]
            if let value = line.value(of: "elsewhere"), !line.isIndented {
                try readElsewhere(value, at: index)
                return
            }
            if let value = line.value(of: "when"), !choices.isEmpty {
                let (predicate, next) = try text.predicate(from: value, at: index)
                choices[choices.count - 1].when = predicate
                index = next
                continue
            }
            if let draft = Self.choice(line) {
                choices.append(draft)
            } else if choices.isEmpty {
                question.append(line)
            } else {
                choices[choices.count - 1].lines.append(line)
            }
            index += 1
        }
    }

    /// `a) The leader`
    private static func choice(_ line: BlockText.Line) -> Draft? {
        guard let letter = line.text.first, ("a"..."h").contains(letter),
            line.text.dropFirst().first == ")"
        else { return nil }
        let rest = BlockText.Line(number: line.number, text: line.text.dropFirst(2))
        return Draft(letter: String(letter), line: line.number, lines: [rest])
    }

    private mutating func readElsewhere(
        _ value: (text: Substring, column: Int), at index: Int
    ) throws(ScenarioError) {
        let line = text.lines[index].number
        let words = value.text.split(separator: " ")
        if words.first == "in", words.count == 2 {
            elsewhere = .world(String(words[1]))
            return
        }
        guard words.isEmpty else {
            throw ScenarioError(
                line: line, column: value.column,
                message: "\"in WORLD\" or a new line and commands are expected here")
        }
        let rest = text.lines[(index + 1)...].map { String($0.text) }.joined(separator: "\n")
        let commands = try ScenarioParser.commands(in: rest, firstLine: line + 1)
        if commands.isEmpty {
            throw ScenarioError(line: line, column: 1, message: "the other run has no commands")
        }
        elsewhere = .commands(commands)
    }

    private func prediction(
        _ reasons: [(letter: String, text: String)]
    ) throws(ScenarioError) -> Prediction {
        func fail(_ message: String, line: Int? = nil) -> ScenarioError {
            ScenarioError(line: line ?? text.fenceLine, column: 1, message: message)
        }
        let question = BlockText.paragraph(question)
        if question.isEmpty { throw fail("the prediction asks no question") }
        if choices.count < 2 { throw fail("a prediction has two choices or more: a) … b) …") }
        var complete: [Prediction.Choice] = []
        for (index, draft) in choices.enumerated() {
            let expected = String("abcdefgh"["abcdefgh".index("a".startIndex, offsetBy: index)])
            if draft.letter != expected {
                throw fail("choice \(expected)) is expected here", line: draft.line)
            }
            guard let when = draft.when else {
                throw fail("choice \(draft.letter)) has no `when:`", line: draft.line)
            }
            guard let reason = reasons.first(where: { $0.letter == draft.letter })?.text else {
                throw fail(
                    "choice \(draft.letter)) has no reason: below the block stands a <details> "
                        + "with a list, an item `**\(draft.letter)** …` for each choice",
                    line: draft.line)
            }
            complete.append(
                Prediction.Choice(
                    letter: draft.letter, text: BlockText.paragraph(draft.lines), when: when,
                    reason: reason))
        }
        if let stray = reasons.first(where: { reason in
            !choices.contains { $0.letter == reason.letter }
        }) {
            throw fail("the reason \(stray.letter) belongs to no choice")
        }
        return Prediction(question: question, choices: complete, elsewhere: elsewhere)
    }
}
