/// What the screen shows at one moment: exactly `height` lines, none wider than `width`. A value, so
/// that a test can compare it and the painter can send only what changed.
public struct Frame: Hashable, Sendable {
    public struct Place: Hashable, Sendable {
        public var column: Int
        public var row: Int
    }

    public let width: Int
    public let height: Int
    public private(set) var lines: [Line]
    /// Where the hardware cursor stands, for screen readers: at the selection, or where one types.
    public let cursor: Place
    public let showsCursor: Bool

    init(
        _ lines: [Line], width: Int, height: Int, cursor: Place = Place(column: 0, row: 0),
        showsCursor: Bool = false
    ) {
        self.width = width
        self.height = height
        var lines = lines.prefix(height).map { $0.cut(to: width) }
        while lines.count < height { lines.append(Line()) }
        self.lines = lines
        self.cursor = Place(
            column: min(cursor.column, max(0, width - 1)), row: min(cursor.row, max(0, height - 1)))
        self.showsCursor = showsCursor
    }

    /// The text alone, without spaces at the ends of lines.
    public var plain: String {
        lines.map { line in
            var text = Substring(line.plain)
            while text.last == " " { text.removeLast() }
            return String(text)
        }.joined(separator: "\n")
    }

    /// Replaces box drawing and signs by ASCII.
    func ascii() -> Frame {
        var frame = self
        frame.lines = lines.map { line in
            var plain = Line()
            for piece in line.pieces { plain.append(Glyphs.ascii(piece.text), piece.style) }
            return plain
        }
        return frame
    }
}
