/// Something that a check dislikes: where, what, and what to do instead.
struct Finding: Hashable, CustomStringConvertible {
    var file: String
    /// Counted from 1; nil where the whole file is meant.
    var line: Int?
    var advice: String

    init(_ file: String, line: Int? = nil, _ advice: String) {
        self.file = file
        self.line = line
        self.advice = advice
    }

    var description: String { "\(file)\(line.map { ":\($0)" } ?? ""): \(advice)" }
}
