/// Inline Markdown as styled text: strong and emphasized words bold, code in cyan, links by their text.
enum Inline {
    /// One line a paragraph.
    static func lines(_ markdown: String) -> [Line] {
        var lines: [Line] = []
        var paragraph: [Substring] = []
        func flush() {
            if !paragraph.isEmpty { lines.append(line(paragraph.joined(separator: " "))) }
            paragraph = []
        }
        for raw in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
            let text = raw.drop { $0 == " " }
            if text.isEmpty {
                flush()
            } else {
                if text.hasPrefix("- ") || text.hasPrefix("* ") { flush() }
                paragraph.append(text)
            }
        }
        flush()
        return lines
    }

    static func line(_ markdown: String) -> Line {
        var line = Line()
        var rest = Substring(markdown)
        var bold = false
        var text = ""
        func flush() {
            line.append(text, bold ? .bold : .plain)
            text = ""
        }
        while let character = rest.first {
            if character == "`", let end = rest.dropFirst().firstIndex(of: "`") {
                flush()
                line.append(String(rest[rest.index(after: rest.startIndex)..<end]), Style(.cyan))
                rest = rest[rest.index(after: end)...]
            } else if character == "*" || (character == "_" && isEdge(text, rest)) {
                flush()
                bold.toggle()
                rest = rest.hasPrefix("**") ? rest.dropFirst(2) : rest.dropFirst()
            } else if character == "[", let link = link(rest) {
                text += link.text
                rest = link.rest
            } else {
                text.append(character)
                rest = rest.dropFirst()
            }
        }
        flush()
        return line
    }

    /// An underscore inside a word is a letter.
    private static func isEdge(_ before: String, _ rest: Substring) -> Bool {
        let after = rest.dropFirst().first
        return !(before.last?.isLetter ?? false) || !(after?.isLetter ?? false)
    }

    private static func link(_ rest: Substring) -> (text: String, rest: Substring)? {
        guard let close = rest.firstIndex(of: "]"),
            rest[rest.index(after: close)...].first == "(",
            let end = rest[close...].firstIndex(of: ")")
        else { return nil }
        return (
            String(rest[rest.index(after: rest.startIndex)..<close]),
            rest[rest.index(after: end)...]
        )
    }
}
