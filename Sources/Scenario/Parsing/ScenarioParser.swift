import Trace
import Zab

/// Reads the text of a scenario into commands.
public struct ScenarioParser {
    var cursor: Cursor
    private let lines: [Substring]
    private let firstLine: Int
    private let firstColumn: Int

    /// `firstLine` and `firstColumn` say where the text stands in its file, so that errors and commands
    /// point there.
    public static func commands(
        in text: String, firstLine: Int = 1, firstColumn: Int = 1
    ) throws(ScenarioError) -> [Command] {
        var parser = try ScenarioParser(text, firstLine, firstColumn)
        let commands = try parser.commands(inside: nil)
        return commands
    }

    private init(_ text: String, _ firstLine: Int, _ firstColumn: Int) throws(ScenarioError) {
        cursor = Cursor(
            try Tokenizer.tokens(of: text, firstLine: firstLine, firstColumn: firstColumn))
        lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        self.firstLine = firstLine
        self.firstColumn = firstColumn
    }

    /// Commands up to the end, or to the brace that closes the world that `opening` opened.
    private mutating func commands(inside opening: Token?) throws(ScenarioError) -> [Command] {
        var commands: [Command] = []
        while true {
            if cursor.current.kind == .separator {
                cursor.advance()
            } else if cursor.atEnd {
                if let opening { throw cursor.error("this { is never closed", at: opening) }
                return commands
            } else if opening != nil && cursor.take(symbol: "}") {
                return commands
            } else {
                commands.append(try command(nested: opening != nil))
            }
        }
    }

    private mutating func command(nested: Bool) throws(ScenarioError) -> Command {
        let start = cursor.current
        let action: Action
        if cursor.client != nil {
            action = try clientAction()
        } else if let word = cursor.word, let verb = Verb(word: word) {
            if verb == .world && nested { throw cursor.error("a world cannot hold another one") }
            cursor.advance()
            action = try self.action(verb)
        } else {
            throw cursor.unknown("a command", known: Verb.words)
        }
        guard cursor.atEndOfCommand else {
            throw cursor.error("the command should end here, before \(cursor.current.name)")
        }
        return Command(
            action, line: start.line, column: start.column,
            text: text(from: start, to: cursor.current))
    }

    /// What was written from one token to the next, without comments; a world only by its first line.
    private func text(from start: Token, to end: Token) -> String {
        let line = lines[start.line - firstLine]
        let offset = start.line == firstLine ? firstColumn : 1
        var text = line.dropFirst(start.column - offset)
        if end.line == start.line && end.kind != .end {
            text = text.prefix(end.column - start.column)
        }
        var quoted = false
        let comment = text.firstIndex { character in
            if character == "\"" { quoted.toggle() }
            return character == "#" && !quoted
        }
        text = text[..<(comment ?? text.endIndex)]
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    mutating func world() throws(ScenarioError) -> Action {
        let token = cursor.current
        let name = try cursor.value("the name of the world") { $0 }
        if name == Predicate.mainWorld {
            throw cursor.error("\"main\" is the world of the page itself", at: token)
        }
        while cursor.current.kind == .separator { cursor.advance() }
        let opening = cursor.current
        try cursor.expect(symbol: "{")
        return .world(name, try commands(inside: opening))
    }
}
