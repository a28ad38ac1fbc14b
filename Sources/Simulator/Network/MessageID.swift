public import Zab

/// Which message this is: the connection it was written to (both ends in their lives, and the number of
/// the connection) and its place on it.
public struct MessageID: Hashable, Sendable, CustomStringConvertible {
    public var from: Party
    public var fromLife: Int
    public var to: Party
    public var toLife: Int
    public var connection: Int
    public var position: Int

    /// `s1.1-s3.2#4/7`
    public var description: String {
        "\(from).\(fromLife)-\(to).\(toLife)#\(connection)/\(position)"
    }
}

/// Someone with a network address.
public enum Party: Hashable, Sendable, CustomStringConvertible {
    case server(ServerID)
    case client(Int)

    public var description: String {
        switch self {
        case .server(let id): id.description
        case .client(let number): "c\(number)"
        }
    }
}
