/// A piece of a scenario with its place.
struct Token: Hashable {
    enum Kind: Hashable {
        case word(String)
        /// In quotes.
        case text(String)
        /// `( ) { } | = != < <= > >=`
        case symbol(String)
        /// A new line or a semicolon.
        case separator
        case end
    }

    var kind: Kind
    var line: Int
    var column: Int

    /// How an error message names it.
    var name: String {
        switch kind {
        case .word(let word), .symbol(let word): "\"\(word)\""
        case .text(let text): "the text \"\(text)\""
        case .separator: "the end of the command"
        case .end: "the end"
        }
    }
}

/// Splits a scenario into tokens. Comments run from `#` to the end of the line.
struct Tokenizer {
    private let text: [Character]
    private var index = 0
    private var line: Int
    private var column: Int
    private var tokens: [Token] = []

    static func tokens(
        of text: String, firstLine: Int, firstColumn: Int = 1
    ) throws(ScenarioError) -> [Token] {
        var tokenizer = Tokenizer(text: text, firstLine: firstLine, firstColumn: firstColumn)
        while try tokenizer.next() {}
        tokenizer.add(.end, width: 0)
        return tokenizer.tokens
    }

    private init(text: String, firstLine: Int, firstColumn: Int) {
        self.text = text.map { $0 == "\r\n" ? "\n" : $0 }
        line = firstLine
        column = firstColumn
    }

    private mutating func next() throws(ScenarioError) -> Bool {
        guard index < text.count else { return false }
        switch text[index] {
        case "\n":
            add(.separator, width: 1)
            line += 1
            column = 1
        case ";": add(.separator, width: 1)
        case "#":
            let end = text[index...].firstIndex(of: "\n") ?? text.count
            column += end - index
            index = end
        case "\"", "“": try quoted()
        case let character where character.isWhitespace: skip(1)
        case let character where Self.symbols.contains(character): symbol()
        default: word()
        }
        return true
    }

    private static let symbols: [Character] = [
        "(", ")", "{", "}", "|", "=", "!", "<", ">", "≠", "≤", "≥", ",",
    ]

    private mutating func skip(_ count: Int) {
        index += count
        column += count
    }

    private mutating func add(_ kind: Token.Kind, width: Int) {
        tokens.append(Token(kind: kind, line: line, column: column))
        skip(width)
    }

    private mutating func symbol() {
        let two = String(text[index..<min(index + 2, text.count)])
        switch text[index] {
        case "≠": add(.symbol("!="), width: 1)
        case "≤": add(.symbol("<="), width: 1)
        case "≥": add(.symbol(">="), width: 1)
        case _ where ["!=", "<=", ">=", "=="].contains(two):
            add(.symbol(two == "==" ? "=" : two), width: 2)
        default: add(.symbol(String(text[index])), width: 1)
        }
    }

    private mutating func word() {
        let end = text[index...].firstIndex { character in
            character.isWhitespace || Self.symbols.contains(character)
                || ["\"", "“", ";", "#"].contains(character)
        }
        let word = String(text[index..<(end ?? text.count)])
        add(.word(word), width: word.count)
    }

    /// A text in quotes on one line; `\"`, `\\` and `\n` stand for themselves.
    private mutating func quoted() throws(ScenarioError) {
        let start = index
        var value = ""
        var end = index + 1
        while end < text.count, text[end] != "\"", text[end] != "”" {
            if text[end] == "\n" { break }
            if text[end] == "\\" && end + 1 < text.count {
                end += 1
                value.append(text[end] == "n" ? "\n" : text[end])
            } else {
                value.append(text[end])
            }
            end += 1
        }
        guard end < text.count, text[end] != "\n" else {
            throw ScenarioError(
                line: line, column: column, message: "the text has no closing quote")
        }
        add(.text(value), width: end + 1 - start)
    }
}
