/// What is wrong with a line of a scenario, and where; both count from 1.
public struct ScenarioError: Error, Hashable, Sendable, CustomStringConvertible {
    public var line: Int
    public var column: Int
    public var message: String
    /// The known word nearest to the unknown one.
    public var suggestion: String?

    public init(line: Int, column: Int, message: String, suggestion: String? = nil) {
        self.line = line
        self.column = column
        self.message = message
        self.suggestion = suggestion
    }

    /// `message; did you mean "crash"?`
    public var explanation: String {
        suggestion.map { "\(message); did you mean \"\($0)\"?" } ?? message
    }

    public var description: String { "line \(line), column \(column): \(explanation)" }
}
