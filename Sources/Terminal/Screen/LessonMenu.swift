/// The list of lessons, to choose one from.
public struct LessonMenu: Interactive, Sendable {
    public struct Entry: Hashable, Sendable {
        public var name: String
        public var title: String
        public var insight: String
        public var minutes: Int
        public var isDone: Bool

        public init(name: String, title: String, insight: String, minutes: Int, isDone: Bool) {
            self.name = name
            self.title = title
            self.insight = insight
            self.minutes = minutes
            self.isDone = isDone
        }
    }

    private let entries: [Entry]
    private var chosen: Int
    private var size = (width: 80, height: 24)
    /// The lesson that was chosen; nil until then, or when none was.
    public private(set) var choice: Entry?
    public private(set) var isOver = false

    /// Begins at the first lesson that is not done.
    public init(_ entries: [Entry]) {
        self.entries = entries
        chosen = entries.firstIndex { !$0.isDone } ?? 0
    }

    public mutating func resize(width: Int, height: Int) { size = (width, height) }

    public mutating func handle(_ key: Key) {
        switch key {
        case .down, .tab, .character("j"), .character("n"):
            chosen = min(entries.count - 1, chosen + 1)
        case .up, .backTab, .character("k"), .character("p"): chosen = max(0, chosen - 1)
        case .home, .pageUp, .character("g"): chosen = 0
        case .end, .pageDown, .character("G"): chosen = max(0, entries.count - 1)
        case .enter, .right, .character(" "):
            if entries.indices.contains(chosen) { choice = entries[chosen] }
            isOver = true
        case .interrupt, .escape, .character("q"): isOver = true
        default: break
        }
    }

    public func frame(width: Int, height: Int, look: Look) -> Frame {
        var lines = [Line(" Lessons", .bold), Line()]
        var selected = 0
        for (index, entry) in entries.enumerated() {
            let isChosen = index == chosen
            var line = Line(isChosen ? "▸" : " ", Style(.cyan, bold: true))
            line.append(entry.isDone ? "✓ " : "  ", Style(.green, bold: true))
            line.append(entry.title, isChosen ? .bold : .plain)
            let minutes = "\(entry.minutes) min"
            line = line.cut(to: max(8, width - minutes.count - 2))
            line.pad(to: min(width, 60) - minutes.count - 1)
            if line.width + minutes.count + 1 <= width { line.append(" " + minutes, .dim) }
            if isChosen { selected = lines.count }
            lines.append(line)
        }
        if entries.indices.contains(chosen) {
            lines.append(Line())
            var insight = Line("   ")
            insight.append(entries[chosen].insight)
            lines += insight.wrapped(to: max(10, width - 2), indent: 3)
        }
        let room = max(1, height - 1)
        let top = max(0, min(selected - room / 2, lines.count - room))
        lines = Array(lines[top...].prefix(room))
        while lines.count < room { lines.append(Line()) }
        lines.append(Line(" ↑ ↓ choose ▏Enter begin ▏q quit", .dim))
        let frame = Frame(
            lines, width: width, height: height,
            cursor: Frame.Place(column: 0, row: selected - top))
        return look.ascii ? frame.ascii() : frame
    }
}
