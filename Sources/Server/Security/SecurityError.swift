/// Why a key, a certificate, a list of users or a secret cannot be used: which file, where in it, and what
/// to do about it.
public struct SecurityError: Error, Hashable, Sendable, CustomStringConvertible {
    public var file: String
    /// From 1; nil where the file as a whole is meant.
    public var line: Int?
    public var reason: String

    public init(file: String, line: Int? = nil, reason: String) {
        self.file = file
        self.line = line
        self.reason = reason
    }

    /// `jaas.conf:3: …`
    public var description: String {
        line.map { "\(file):\($0): \(reason)" } ?? "\(file): \(reason)"
    }
}
