/// What is wrong, or only odd, with a configuration, and where.
public struct ConfigurationProblem: Error, Hashable, Sendable {
    public enum Severity: String, Hashable, Sendable {
        /// The server starts all the same.
        case warning
        /// The server does not start.
        case error
    }

    public var severity: Severity
    public var file: String
    /// From 1; nil for what concerns the file as a whole, as a missing key does.
    public var line: Int?
    public var message: String

    /// File and line: `zoo.cfg:3`.
    public var place: String { line.map { "\(file):\($0)" } ?? file }
}

/// As compilers write it: `zoo.cfg:3: error: …`.
extension ConfigurationProblem: CustomStringConvertible {
    public var description: String {
        "\(place): \(severity.rawValue): \(message)"
    }
}
