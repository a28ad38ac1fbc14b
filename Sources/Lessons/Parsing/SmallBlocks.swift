import Scenario
import Trace

extension Note {
    /// `when: P`, then the text.
    init(_ text: BlockText) throws(ScenarioError) {
        guard let first = text.lines.first, let value = first.value(of: "when") else {
            throw ScenarioError(
                line: text.fenceLine + 1, column: 1, message: "a note begins with `when: PREDICATE`"
            )
        }
        let (predicate, next) = try text.predicate(from: value, at: 0)
        let words = BlockText.paragraph(text.lines[next...])
        if words.isEmpty {
            throw ScenarioError(line: text.fenceLine, column: 1, message: "the note says nothing")
        }
        self.init(when: predicate, text: words)
    }
}

extension Experiment {
    /// The task, then `goal: P`.
    init(_ text: BlockText, hints: [String], solution: [Command]?) throws(ScenarioError) {
        func fail(_ message: String) -> ScenarioError {
            ScenarioError(line: text.fenceLine, column: 1, message: message)
        }
        guard let index = text.lines.firstIndex(where: { $0.value(of: "goal") != nil }),
            let value = text.lines[index].value(of: "goal")
        else { throw fail("an experiment has a `goal: PREDICATE`") }
        let (goal, next) = try text.predicate(from: value, at: index)
        let task = BlockText.paragraph(text.lines[..<index])
        if task.isEmpty { throw fail("the experiment has no task") }
        if let line = text.lines[next...].first(where: { !$0.isBlank }) {
            throw ScenarioError(
                line: line.number, column: 1, message: "nothing stands behind the goal")
        }
        if hints.count > 3 { throw fail("an experiment has at most three hints") }
        guard let solution, !solution.isEmpty else {
            throw fail(
                "the experiment has no solution: below it stands a <details> titled "
                    + "Solution with a scenario block")
        }
        self.init(task: task, goal: goal, hints: hints, solution: solution)
    }
}

extension PictureBlock {
    static let keys = ["caption", "since", "until", "at", "only", "focus"]

    /// Behind the kind in the fence: a line for each key.
    init(_ text: BlockText, kind word: String?, number: Int) throws(ScenarioError) {
        func fail(_ message: String, line: Int? = nil) -> ScenarioError {
            ScenarioError(line: line ?? text.fenceLine, column: 1, message: message)
        }
        let kinds = Kind.allCases.map(\.rawValue)
        guard let kind = word.flatMap(Kind.init) else {
            throw ScenarioError(
                line: text.fenceLine, column: 1,
                message: "a picture is one of \(kinds.joined(separator: ", "))",
                suggestion: word.flatMap { nearest(to: $0, among: kinds) })
        }
        self.init(number: number, kind: kind, window: Window(), focus: nil, caption: "")
        var index = 0
        while index < text.lines.count {
            let line = text.lines[index]
            guard !line.isBlank else {
                index += 1
                continue
            }
            let name = line.trimmed.prefix { $0 != ":" }
            guard Self.keys.contains(String(name)), let value = line.value(of: String(name)) else {
                throw ScenarioError(
                    line: line.number, column: 1,
                    message: "a line of a picture is one of \(Self.keys.joined(separator: ", "))",
                    suggestion: nearest(to: String(name), among: Self.keys))
            }
            if name == "caption" {
                caption = String(value.text)
                index += 1
                continue
            }
            let (predicate, next) = try text.predicate(from: value, at: index)
            switch name {
            case "since": window.since = predicate
            case "until", "at": window.until = predicate
            case "only": window.only = predicate
            default: focus = predicate
            }
            index = next
        }
        if caption.isEmpty { throw fail("the picture has no caption") }
    }
}

extension TraceBlock {
    /// `trace s1 decisions since P until Q where R`
    init(_ text: BlockText, info: Substring) throws(ScenarioError) {
        var words: [String] = []
        var parts: [(key: String, text: String, column: Int)] = []
        let line = text.fenceLine
        var column = 4
        for word in info.split(separator: " ", omittingEmptySubsequences: false) {
            defer { column += word.count + 1 }
            if word.isEmpty { continue }
            if ["since", "until", "where"].contains(word) {
                parts.append((String(word), "", column + word.count + 1))
            } else if parts.isEmpty {
                words.append(String(word))
            } else {
                parts[parts.count - 1].text += (parts.last?.text == "" ? "" : " ") + word
            }
        }
        let filter: TraceFilter
        do {
            filter = try TraceFilter(words: Array(words.dropFirst()))
        } catch {
            let known = TraceFilter.words + ["since", "until", "where"]
            throw ScenarioError(
                line: line, column: 4,
                message: "\"\(error.word)\" is no filter of a trace "
                    + "(\(known.joined(separator: ", ")) or a server)",
                suggestion: nearest(to: error.word, among: known))
        }
        var window = Window()
        for part in parts {
            let predicate = try Predicate(parsing: part.text, line: line, column: part.column)
            switch part.key {
            case "since": window.since = predicate
            case "until": window.until = predicate
            default: window.only = predicate
            }
        }
        self.init(filter: filter, window: window, lines: text.lines.map { String($0.text) })
    }
}
