/// A Swift file, split by line into what is code and what is comment. Literal text is in neither, so that a
/// check never trips over a sentence.
struct SwiftSource {
    /// From the root: `Sources/Zab/Peer.swift`.
    let path: String
    /// One line of code for each line of the file; comments, literal text and backticked names are blanks,
    /// and no line is indented.
    let code: [Substring]
    /// One line of comment for each line of the file.
    let comments: [Substring]

    /// The target that it belongs to: the folder below `Sources` or `Tests`.
    var target: String {
        let parts = path.split(separator: "/")
        return parts.count > 2 ? String(parts[1]) : ""
    }

    var isTest: Bool { path.hasPrefix("Tests/") }

    init(path: String, text: String) {
        self.path = path
        var scanner = SwiftScanner(text)
        scanner.run()
        code = Self.lines(scanner.code)
        comments = Self.lines(scanner.comments)
    }

    /// Lines without the blanks before them: most lines of comment are then empty, and quickly read.
    private static func lines(_ text: [Character]) -> [Substring] {
        String(text).split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.drop { $0 == " " } }
    }

    /// The lines of code with their numbers.
    var numberedCode: [(number: Int, text: Substring)] {
        code.enumerated().map { ($0.offset + 1, $0.element) }
    }

    /// The modules that it imports, with the line of each.
    var imports: [(module: String, line: Int)] {
        let importLine = Self.importLine
        return numberedCode.compactMap { number, text in
            guard text.contains("import"), let match = text.firstMatch(of: importLine) else {
                return nil
            }
            return (String(match.module), number)
        }
    }

    private static var importLine: Regex<(Substring, module: Substring)> {
        /^\s*(?:(?:@\w+(?:\([^)]*\))?|public|package|internal|fileprivate|private)\s+)*import\s+(?:(?:struct|class|enum|protocol|typealias|func|let|var)\s+)?(?<module>\w+)/
    }
}
