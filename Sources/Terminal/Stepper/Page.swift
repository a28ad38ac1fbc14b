/// A text over the whole screen: help, the glossary, why a step happened.
struct Page: Sendable {
    var title: String
    var lines: [Line]
    var scroll = 0

    /// Paragraphs with space between them.
    static func lines(_ markdown: String) -> [Line] {
        Array(Inline.lines(markdown).map { [$0] }.joined(separator: [Line()]))
    }

    /// The lines as they are shown at a width.
    func shown(_ width: Int) -> [Line] {
        lines.flatMap { line in
            line.isEmpty
                ? [line] : line.wrapped(to: max(8, width - 2), indent: Self.indent(of: line))
        }
    }

    /// Later lines stand under the text after the first gap, as in a list of keys.
    private static func indent(of line: Line) -> Int {
        let text = line.plain
        let start = text.prefix { $0 == " " }.count
        guard let gap = text.dropFirst(start).firstRange(of: "  ") else { return start }
        let column = text.distance(from: text.startIndex, to: gap.lowerBound)
        let spaces = text[gap.lowerBound...].prefix { $0 == " " }.count
        return column + spaces < 28 ? column + spaces : start
    }
}

extension Stepper {
    mutating func handleInPage(_ key: Key) {
        guard var open = page else { return }
        let height = max(1, size.height - 2)
        let most = max(0, open.shown(size.width).count - height)
        var scroll = min(open.scroll, most)
        switch key {
        case .down, .character("j"): scroll += 1
        case .up, .character("k"): scroll -= 1
        case .pageDown: scroll += height - 1
        case .character(" ") where scroll < most: scroll += height - 1
        case .pageUp: scroll -= height - 1
        case .home, .character("g"): scroll = 0
        case .end, .character("G"): scroll = most
        case .character(":"):
            page = nil
            prompt = Prompt(kind: ":")
            return
        default:
            page = nil
            return
        }
        open.scroll = max(0, min(scroll, most))
        page = open
    }
}
