import Scenario

/// The lines of a fenced block, with their numbers in the page.
struct BlockText {
    struct Line {
        var number: Int
        var text: Substring

        var trimmed: Substring { text.trimmingSpaces }
        var isBlank: Bool { trimmed.isEmpty }
        var isIndented: Bool { text.first?.isWhitespace == true }

        /// What follows `key:` at the beginning of the line, with its column; nil for other lines.
        func value(of key: String) -> (text: Substring, column: Int)? {
            let trimmed = trimmed
            guard trimmed.hasPrefix(key + ":") else { return nil }
            let value = trimmed.dropFirst(key.count + 1).trimmingSpaces
            return (value, text.distance(from: text.startIndex, to: value.startIndex) + 1)
        }
    }

    /// The line of the opening fence.
    let fenceLine: Int
    let lines: [Line]

    init(_ node: MarkdownNode) {
        fenceLine = node.firstLine
        var lines = node.text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        self.lines = lines.enumerated().map {
            Line(number: node.firstLine + 1 + $0.offset, text: $0.element)
        }
    }

    /// A predicate that begins behind `key:` on this line and goes on over the indented lines below.
    func predicate(
        from value: (text: Substring, column: Int), at index: Int
    ) throws(ScenarioError) -> (predicate: Predicate, next: Int) {
        var text = String(value.text)
        var next = index + 1
        while next < lines.count, lines[next].isIndented, !lines[next].isBlank,
            !lines[next].trimmed.hasPrefix("when:")
        {
            text += "\n" + lines[next].text
            next += 1
        }
        let predicate = try Predicate(
            parsing: text, line: lines[index].number, column: value.column)
        return (predicate, next)
    }

    /// Lines joined to one paragraph; blank lines separate paragraphs.
    static func paragraph(_ lines: some Sequence<Line>) -> String {
        var text = ""
        for line in lines {
            if line.isBlank {
                if !text.isEmpty && !text.hasSuffix("\n\n") { text += "\n\n" }
            } else {
                if !text.isEmpty && !text.hasSuffix("\n\n") { text += " " }
                text += line.trimmed
            }
        }
        while text.last?.isNewline == true { text.removeLast() }
        return text
    }
}

extension Substring {
    var trimmingSpaces: Substring {
        var text = self
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
