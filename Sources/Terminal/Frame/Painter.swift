/// Turns frames into bytes for a terminal, sending only the lines that changed.
struct Painter {
    private var shown: Frame?
    private let color: Bool

    init(color: Bool) { self.color = color }

    /// Forgets what is on screen, after a resize or a return from the shell.
    mutating func forget() { shown = nil }

    mutating func paint(_ frame: Frame) -> String {
        var text = "\u{1b}[?25l"
        let whole = shown == nil || shown?.width != frame.width || shown?.height != frame.height
        if whole { text += "\u{1b}[0m\u{1b}[2J" }
        for (row, line) in frame.lines.enumerated() {
            if !whole, shown?.lines[row] == line { continue }
            text += "\u{1b}[\(row + 1);1H" + Self.ansi(line, color: color)
            // A full line leaves the cursor behind its end, where erasing would eat the last column.
            if line.width < frame.width { text += "\u{1b}[K" }
        }
        text += "\u{1b}[\(frame.cursor.row + 1);\(frame.cursor.column + 1)H"
        if frame.showsCursor { text += "\u{1b}[?25h" }
        shown = frame
        return text
    }

    static func ansi(_ line: Line, color: Bool) -> String {
        var text = ""
        for piece in line.pieces {
            var style = piece.style
            if !color { style.color = nil }
            text += style == .plain ? piece.text : style.escape + piece.text + "\u{1b}[0m"
        }
        return text
    }
}
