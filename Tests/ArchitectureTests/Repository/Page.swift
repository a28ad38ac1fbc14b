/// A Markdown page without its fenced blocks and its front matter: lines of prose with their numbers.
struct Page {
    let path: String
    let prose: [(number: Int, text: Substring)]

    init(path: String, text: String) {
        self.path = path
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var first = 0
        if lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") {
            first = end + 1
        }
        var fence: Substring?
        var prose: [(number: Int, text: Substring)] = []
        for index in lines.indices.dropFirst(first) {
            let start = lines[index].drop(while: \.isWhitespace)
            let marks = start.prefix { $0 == start.first }
            let isFence = marks.count >= 3 && "`~".contains(marks.first!)
            if let open = fence {
                if isFence, marks.hasPrefix(open) { fence = nil }
            } else if isFence {
                fence = marks
            } else {
                prose.append((index + 1, lines[index]))
            }
        }
        self.prose = prose
    }

    /// The headings, with how many `#` each has.
    var headings: [(level: Int, title: String, line: Int)] {
        prose.compactMap { number, text in
            guard let match = text.wholeMatch(of: /(?<marks>#{1,6})\s+(?<title>.*?)\s*#*\s*/) else {
                return nil
            }
            return (match.marks.count, String(match.title), number)
        }
    }

    /// The names by which a link can reach its headings, as GitHub makes them.
    var anchors: [String] {
        headings.map { heading in
            String(
                heading.title.lowercased().compactMap { character -> Character? in
                    if character == " " { return "-" }
                    return character.isLetter || character.isNumber || "-_".contains(character)
                        ? character : nil
                })
        }
    }

    /// Where its links and images point, with the line of each; code spans are no links.
    var links: [(target: String, line: Int)] {
        prose.flatMap { number, text in
            let line = text.replacing(/`[^`]*`/, with: "")
            let inline = line.matches(of: /\]\(<?(?<target>[^)>\s]+)>?[^)]*\)/).map(\.target)
            let reference = line.matches(of: /^\s*\[[^\]]+\]:\s*<?(?<target>[^>\s]+)/)
                .map(\.target)
            let html = line.matches(of: /(?:src|href)="(?<target>[^"]+)"/).map(\.target)
            return (inline + reference + html).map { (String($0), number) }
        }
    }
}
