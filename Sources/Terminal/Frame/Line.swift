/// One line of styled text. Control characters never get in.
public struct Line: Hashable, Sendable {
    public struct Piece: Hashable, Sendable {
        public var text: String
        public var style: Style
    }

    public private(set) var pieces: [Piece] = []
    /// Columns on screen.
    public private(set) var width = 0

    public init() {}

    public init(_ text: String, _ style: Style = .plain) { append(text, style) }

    public mutating func append(_ text: String, _ style: Style = .plain) {
        guard !text.isEmpty else { return }
        let text = Glyphs.printable(text)
        width += Glyphs.width(text)
        if let last = pieces.indices.last, pieces[last].style == style {
            pieces[last].text += text
        } else {
            pieces.append(Piece(text: text, style: style))
        }
    }

    public mutating func append(_ line: Line) {
        for piece in line.pieces { append(piece.text, piece.style) }
    }

    /// Spaces up to a column.
    mutating func pad(to column: Int) {
        if width < column { append(String(repeating: " ", count: column - width)) }
    }

    /// No longer than `columns`; what is cut ends in `…`.
    func cut(to columns: Int) -> Line {
        guard width > columns else { return self }
        var line = Line()
        for piece in pieces {
            for character in piece.text {
                if line.width + Glyphs.width(character) > columns - 1 {
                    line.append("…", piece.style)
                    return line
                }
                line.append(String(character), piece.style)
            }
        }
        return line
    }

    public var plain: String { pieces.map(\.text).joined() }

    var isEmpty: Bool { pieces.isEmpty }

    /// Broken between words into lines of at most `columns`; later lines are indented. A word that is
    /// longer than a line is broken where the line ends.
    func wrapped(to columns: Int, indent: Int = 0) -> [Line] {
        guard width > columns else { return [self] }
        let columns = max(columns, indent + 1)
        var lines: [Line] = []
        var line = Line()
        var start = 0
        func flush() {
            lines.append(line.trimmed)
            line = Line()
            line.pad(to: indent)
            start = line.width
        }
        for (word, style) in words {
            if word.allSatisfy({ $0 == " " }) {
                if line.width > start || lines.isEmpty {
                    line.append(String(word.prefix(max(0, columns - line.width))), style)
                }
                continue
            }
            if line.width + Glyphs.width(word) > columns && line.width > start { flush() }
            for character in word {
                if line.width + Glyphs.width(character) > columns { flush() }
                line.append(String(character), style)
            }
        }
        if line.width > start { lines.append(line.trimmed) }
        return lines
    }

    /// Words and the spaces between them, each in one style.
    private var words: [(String, Style)] {
        var words: [(String, Style)] = []
        for piece in pieces {
            var word = ""
            for character in piece.text {
                if let last = word.last, (last == " ") != (character == " ") {
                    words.append((word, piece.style))
                    word = ""
                }
                word.append(character)
            }
            if !word.isEmpty { words.append((word, piece.style)) }
        }
        return words
    }

    private var trimmed: Line {
        guard pieces.last?.text.last == " " else { return self }
        var line = Line()
        for (index, piece) in pieces.enumerated() {
            var text = Substring(piece.text)
            if index == pieces.count - 1 { while text.last == " " { text.removeLast() } }
            line.append(String(text), piece.style)
        }
        return line
    }
}
