public import Scenario

/// What is wrong with a page, and where; line and column count from 1.
public struct LessonError: Error, Hashable, Sendable, CustomStringConvertible {
    public var file: String
    public var line: Int
    public var column: Int?
    public var message: String

    public init(file: String, line: Int, column: Int? = nil, message: String) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
    }

    public init(file: String, _ error: ScenarioError) {
        self.init(
            file: file, line: error.line, column: error.column, message: error.explanation)
    }

    /// `01-one-write.md:12:5: "crush" is not a command; did you mean "crash"?`
    public var description: String {
        "\(file):\(line):" + (column.map { "\($0):" } ?? "") + " \(message)"
    }
}

/// Several errors at once: a page is read to its end before it is refused.
public struct LessonErrors: Error, Hashable, Sendable, CustomStringConvertible {
    public var errors: [LessonError]

    public init(_ errors: [LessonError]) { self.errors = errors }

    public var description: String { errors.map(\.description).joined(separator: "\n") }
}
