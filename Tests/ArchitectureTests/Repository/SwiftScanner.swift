/// Tells code, comments and literal text of a Swift file apart, character by character. Not a parser: it
/// knows nested comments, raw and multi-line strings, interpolation and backticked names. A quotation mark
/// inside a regular expression ends at the end of its line.
struct SwiftScanner {
    private(set) var code: [Character] = []
    private(set) var comments: [Character] = []
    private let text: [Character]
    private var at = 0

    init(_ text: String) { self.text = Array(text) }

    mutating func run() { scanCode(insideInterpolation: false) }

    private mutating func scanCode(insideInterpolation: Bool) {
        var depth = 0
        while at < text.count {
            if starts(with: "//") {
                while at < text.count, text[at] != "\n" { take(asComment: true) }
            } else if starts(with: "/*") {
                scanBlockComment()
            } else if let hashes = stringOpening() {
                scanString(hashes: hashes)
            } else if text[at] == "`" {
                take()
                while at < text.count, text[at] != "`", text[at] != "\n" { blank() }
                if at < text.count, text[at] == "`" { take() }
            } else {
                if text[at] == "(" { depth += 1 }
                if text[at] == ")" { depth -= 1 }
                take()
                if insideInterpolation, depth == 0 { return }
            }
        }
    }

    private mutating func scanBlockComment() {
        var depth = 0
        repeat {
            if starts(with: "/*") {
                depth += 1
                take(asComment: true)
            } else if starts(with: "*/") {
                depth -= 1
                take(asComment: true)
            }
            take(asComment: true)
        } while depth > 0 && at < text.count
    }

    /// How many `#` stand before the quotation mark here; nil where no string begins.
    private func stringOpening() -> Int? {
        guard text[at] == "#" || text[at] == "\"" else { return nil }
        var next = at
        while next < text.count, text[next] == "#" { next += 1 }
        return next < text.count && text[next] == "\"" ? next - at : nil
    }

    private mutating func scanString(hashes: Int) {
        let pound = String(repeating: "#", count: hashes)
        for _ in 0..<hashes { blank() }
        let lines = starts(with: "\"\"\"")
        let mark = lines ? "\"\"\"" : "\""
        take(count: mark.count)
        while at < text.count {
            if starts(with: mark + pound) {
                take(count: mark.count)
                for _ in 0..<hashes { blank() }
                return
            } else if starts(with: "\\" + pound + "(") {
                for _ in 0...hashes { blank() }
                scanCode(insideInterpolation: true)
            } else if starts(with: "\\" + pound) {
                for _ in 0..<(hashes + 2) where at < text.count { blank() }
            } else if text[at] == "\n", !lines {
                return
            } else {
                blank()
            }
        }
    }

    private func starts(with word: String) -> Bool {
        text[at] == word.first && text[at...].starts(with: word)
    }

    private mutating func take(asComment: Bool = false) {
        guard at < text.count else { return }
        let character = text[at]
        let empty: Character = character == "\n" ? "\n" : " "
        code.append(asComment ? empty : character)
        comments.append(asComment ? character : empty)
        at += 1
    }

    private mutating func take(count: Int) {
        for _ in 0..<count { take() }
    }

    private mutating func blank() {
        let empty: Character = text[at] == "\n" ? "\n" : " "
        code.append(empty)
        comments.append(empty)
        at += 1
    }
}
