import Foundation
import Scenario

extension LessonPage {
    /// Reads a page from a file.
    public init(path: String) throws(LessonErrors) {
        var isDirectory: ObjCBool = false
        func fail(_ message: String) -> LessonErrors {
            LessonErrors([LessonError(file: path, line: 1, message: message)])
        }
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw fail("there is no such file")
        }
        if isDirectory.boolValue { throw fail("this is a directory, not a page") }
        let data: Data
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            data = try handle.read(upToCount: Self.mostBytes + 1) ?? Data()
        } catch {
            throw fail("the file cannot be read")
        }
        if data.count > Self.mostBytes {
            throw fail("no lesson is longer than \(Self.mostBytes >> 20) MiB")
        }
        guard !data.contains(0), let text = String(validating: data, as: UTF8.self) else {
            throw fail("this is no text in UTF-8, so no page")
        }
        try self.init(text: text, file: path)
    }

    private static let mostBytes = 4 << 20

    /// Reads a page from its text; `file` stands in error messages and gives the page its name.
    public init(text: String, file: String) throws(LessonErrors) {
        var parser = PageParser(text: text, file: file)
        parser.read()
        if !parser.errors.isEmpty {
            throw LessonErrors(parser.errors.sorted { $0.line < $1.line })
        }
        var name = file.split(separator: "/").last.map(String.init) ?? file
        if name.hasSuffix(".md") { name.removeLast(3) }
        self.init(
            name: name, file: file, front: parser.front, title: parser.title ?? "",
            blocks: parser.blocks, text: text)
    }
}

/// Splits a page into prose and blocks.
struct PageParser {
    static let kinds = ["scenario", "trace", "note", "predict", "try", "picture"]

    private let file: String
    private let lines: [Substring]
    private(set) var front = FrontMatter()
    private(set) var title: String?
    private(set) var blocks: [LessonPage.Block] = []
    private(set) var errors: [LessonError] = []

    private var nodes: [MarkdownNode] = []
    private var index = 0
    private var pictures = 0

    init(text: String, file: String) {
        self.file = file
        lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    }

    mutating func read() {
        if lines.allSatisfy(\.isEmpty) {
            fail("the page is empty", line: 1)
            return
        }
        guard let body = readFrontMatter() else { return }
        // Blank lines in place of the front matter keep the line numbers.
        let text = String(repeating: "\n", count: body) + lines[body...].joined(separator: "\n")
        nodes = MarkdownNode.blocks(of: text)
        while index < nodes.count {
            let node = nodes[index]
            index += 1
            do {
                try read(node)
            } catch {
                errors.append(LessonError(file: file, error))
            }
        }
        if title == nil { fail("the page has no title: a line `# …`", line: body + 1) }
    }

    /// The number of lines up to and including the closing mark.
    private mutating func readFrontMatter() -> Int? {
        guard lines.first == "---", let end = lines[1...].firstIndex(of: "---") else {
            fail("a page begins with front matter between two lines `---`", line: 1)
            return nil
        }
        var parser = FrontMatterParser(file: file)
        parser.read(Array(lines[1..<end]))
        front = parser.front
        errors += parser.errors
        return end + 1
    }

    private mutating func read(_ node: MarkdownNode) throws(ScenarioError) {
        switch node.kind {
        case .code: try readCode(node)
        case .heading(1):
            if title != nil { fail("a page has one title", line: node.firstLine) }
            title = node.text
            add(prose(.heading(1), node), node)
        case .heading(let level): add(prose(.heading(level), node), node)
        case .paragraph: add(prose(.paragraph, node), node)
        case .quote: add(prose(.quote, node), node)
        case .list: add(prose(.list, node), node)
        case .html: if !node.text.hasPrefix("<!--") { add(prose(.verbatim, node), node) }
        case .other: add(prose(.verbatim, node), node)
        }
    }

    private func prose(_ kind: Prose.Kind, _ node: MarkdownNode) -> LessonPage.Content {
        let last = min(max(node.lastLine, node.firstLine), lines.count)
        let source = lines[(node.firstLine - 1)..<last].joined(separator: "\n")
        return .prose(
            Prose(
                kind: kind, text: kind == .verbatim ? source : node.text, markdown: source))
    }

    private mutating func readCode(_ node: MarkdownNode) throws(ScenarioError) {
        let words = (node.info ?? "").split(separator: " ").map(String.init)
        let text = BlockText(node)
        switch words.first {
        case "scenario": add(.scenario(try scenario(node, words)), node)
        case "trace": add(.trace(try TraceBlock(text, info: Substring(node.info ?? ""))), node)
        case "note": add(.note(try Note(text)), node)
        case "predict":
            let reasons = readReasons()
            add(
                .prediction(try PredictionParser.prediction(text, reasons: reasons)), node)
        case "try":
            let (hints, solution) = try readHelp()
            add(.experiment(try Experiment(text, hints: hints, solution: solution)), node)
        case "picture":
            pictures += 1
            let kind = words.dropFirst().first
            add(.picture(try PictureBlock(text, kind: kind, number: pictures)), node)
        default:
            if let word = words.first, let near = nearest(to: word, among: Self.kinds) {
                throw ScenarioError(
                    line: node.firstLine, column: 4, message: "\"\(word)\" is not a kind of block",
                    suggestion: near)
            }
            add(prose(.verbatim, node), node)
        }
    }

    private func scenario(
        _ node: MarkdownNode, _ words: [String]
    ) throws(ScenarioError) -> ScenarioBlock {
        if words.count > 1 && words != ["scenario", "quietly"] {
            throw ScenarioError(
                line: node.firstLine, column: 13,
                message: "only \"quietly\" stands behind \"scenario\"")
        }
        let commands = try ScenarioParser.commands(in: node.text, firstLine: node.firstLine + 1)
        return ScenarioBlock(commands: commands, isQuiet: words.count > 1)
    }

    // MARK: What stands below a prediction or an experiment

    /// The list in the `<details>` that follows: an item `**a** …` for each choice.
    private mutating func readReasons() -> [(letter: String, text: String)] {
        guard let content = readDetails()?.content else { return [] }
        return content.flatMap(\.items).compactMap { item in
            guard let letter = item.first, letter.isLetter,
                item.dropFirst().first?.isLetter == false
            else { return nil }
            let text = item.dropFirst().drop { !$0.isLetter && !$0.isNumber && $0 != "“" }
            return (String(letter), String(text))
        }
    }

    /// Hints and the solution, each in a `<details>` of its own.
    private mutating func readHelp() throws(ScenarioError) -> ([String], [Command]?) {
        var hints: [String] = []
        var solution: [Command]?
        while let (summary, content) = readDetails() {
            if summary.lowercased().contains("solution") {
                guard let block = content.first(where: { $0.info == "scenario" }) else { continue }
                solution = try ScenarioParser.commands(
                    in: block.text, firstLine: block.firstLine + 1)
            } else {
                hints.append(content.map(\.text).joined(separator: "\n\n"))
            }
        }
        return (hints, solution)
    }

    /// The `<details>` that follows directly, if one does.
    private mutating func readDetails() -> (summary: String, content: [MarkdownNode])? {
        guard index < nodes.count, nodes[index].kind == .html,
            nodes[index].text.hasPrefix("<details>")
        else { return nil }
        let opening = nodes[index]
        let summary = opening.text.components(separatedBy: "<summary>").last?
            .components(separatedBy: "</summary>").first
        var end = index + 1
        while end < nodes.count,
            !(nodes[end].kind == .html && nodes[end].text.contains("</details>"))
        {
            end += 1
        }
        if end == nodes.count {
            fail("this <details> is never closed", line: opening.firstLine)
            return nil
        }
        defer { index = end + 1 }
        return (summary ?? "", Array(nodes[(index + 1)..<end]))
    }

    private mutating func add(_ content: LessonPage.Content, _ node: MarkdownNode) {
        blocks.append(
            LessonPage.Block(line: node.firstLine, lastLine: node.lastLine, content: content))
    }

    private mutating func fail(_ message: String, line: Int) {
        errors.append(LessonError(file: file, line: line, message: message))
    }
}
