import Scenario
import Yams

/// Reads the YAML between the two `---` lines at the head of a page.
struct FrontMatterParser {
    let file: String
    private(set) var front = FrontMatter()
    private(set) var errors: [LessonError] = []

    init(file: String) { self.file = file }

    /// `lines` are those between the marks; the first of them is line 2 of the page.
    mutating func read(_ lines: [Substring]) {
        let node: Node?
        do {
            node = try Yams.compose(yaml: lines.joined(separator: "\n"))
        } catch {
            fail(error)
            return
        }
        guard let mapping = node?.mapping else {
            fail("the front matter is a list of `key: value` lines", line: 2)
            return
        }
        for (key, value) in mapping { read(key, value) }
        for key in FrontMatter.keys.prefix(3) where mapping[key] == nil {
            fail("the front matter has no `\(key)`", line: 1)
        }
    }

    private mutating func read(_ key: Node, _ value: Node) {
        let line = (key.mark?.line ?? 1) + 1
        switch key.string ?? "" {
        case "insight": front.insight = text(value, line)
        case "misconception": front.misconception = text(value, line)
        case "minutes":
            if let minutes = value.int, (1...60).contains(minutes) {
                front.minutes = minutes
            } else {
                fail("`minutes` is a number from 1 to 60", line: line)
            }
        case "needs": front.needs = texts(value, line)
        case "tracks": front.tracks = texts(value, line)
        case "sources": front.sources = texts(value, line)
        case let name:
            let suggestion = nearest(to: name, among: FrontMatter.keys)
                .map { "; did you mean \"\($0)\"?" }
            fail(
                "\"\(name)\" is not a key of the front matter "
                    + "(\(FrontMatter.keys.joined(separator: ", ")))\(suggestion ?? "")", line: line
            )
        }
    }

    private mutating func text(_ node: Node, _ line: Int) -> String {
        guard let text = node.string, !text.isEmpty else {
            fail("a text is expected here", line: line)
            return ""
        }
        return text
    }

    private mutating func texts(_ node: Node, _ line: Int) -> [String] {
        guard let sequence = node.sequence else {
            fail("a list is expected here: [one, two]", line: line)
            return []
        }
        return sequence.map { text($0, line) }
    }

    private mutating func fail(_ error: any Error) {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            fail("the front matter is no YAML: \(problem)", line: mark.line + 1, mark.column)
        default: fail("the front matter is no YAML", line: 2)
        }
    }

    private mutating func fail(_ message: String, line: Int, _ column: Int? = nil) {
        errors.append(LessonError(file: file, line: line, column: column, message: message))
    }
}
