/// A grid of characters to draw lanes and arrows on. What falls outside is not drawn.
struct Canvas {
    private struct Cell: Hashable {
        var character: Character = " "
        var style = Style.plain
    }

    let width: Int
    private var rows: [[Cell]] = []

    init(width: Int) { self.width = max(0, width) }

    var height: Int { rows.count }

    mutating func addRow() { rows.append(Array(repeating: Cell(), count: width)) }

    mutating func put(_ character: Character, at column: Int, row: Int, _ style: Style = .plain) {
        guard rows.indices.contains(row), column >= 0, column < width else { return }
        rows[row][column] = Cell(character: character, style: style)
    }

    /// Characters that take two columns leave an empty cell behind them.
    mutating func put(_ text: String, at column: Int, row: Int, _ style: Style = .plain) {
        var column = column
        for character in Glyphs.printable(text) {
            let size = Glyphs.width(character)
            guard size > 0, column + size <= width else { continue }
            put(character, at: column, row: row, style)
            if size == 2 { put("\u{0}", at: column + 1, row: row, style) }
            column += size
        }
    }

    func isFree(_ columns: Range<Int>, row: Int) -> Bool {
        guard rows.indices.contains(row) else { return false }
        return columns.allSatisfy { $0 >= width || $0 < 0 || rows[row][$0].character == " " }
    }

    var lines: [Line] {
        rows.map { row in
            var line = Line()
            var text = ""
            var style = Style.plain
            for cell in row where cell.character != "\u{0}" {
                // A space looks the same in every style but a reversed one.
                if cell.style != style && !(cell.character == " " && !style.isReversed) {
                    line.append(text, style)
                    text = ""
                    style = cell.style
                }
                text.append(cell.character)
            }
            while text.last == " " { text.removeLast() }
            line.append(text, style)
            return line
        }
    }
}
