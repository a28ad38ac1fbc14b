/// Why the server cannot start or go on, with what to do about it.
public struct ServerError: Error, Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// The data cannot be read or written, or another server has it.
        case dataDirectory
        /// Anything else: a port that is taken, a key that fits no certificate.
        case other
    }

    public var kind: Kind
    public var message: String

    public init(_ message: String, _ kind: Kind = .other) {
        self.kind = kind
        self.message = message
    }
}

extension ServerError: CustomStringConvertible {
    public var description: String { message }
}
