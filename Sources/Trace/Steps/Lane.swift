/// Where a step happens: a server (`s1`), a client (`c1`) or the world between them (`net`).
public struct Lane: Hashable, Comparable, Sendable, Codable, CustomStringConvertible,
    ExpressibleByStringLiteral
{
    public enum Kind: Int, Hashable, Sendable, Comparable {
        case client, server, network

        public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    public let name: String
    public let kind: Kind
    public let number: Int64

    public init(_ name: String) {
        self.name = name
        number = Int64(name.dropFirst()) ?? 0
        kind =
            switch name.first {
            case "s" where Int64(name.dropFirst()) != nil: .server
            case "c" where Int64(name.dropFirst()) != nil: .client
            default: .network
            }
    }

    public init(stringLiteral value: String) { self.init(value) }

    public static func server(_ number: Int64) -> Lane { Lane("s\(number)") }
    public static func client(_ number: Int64) -> Lane { Lane("c\(number)") }

    /// Links, faults and losses, which belong to no single server.
    public static let network = Lane("net")

    /// Clients first, then servers, each by number: the order of the columns.
    public static func < (left: Self, right: Self) -> Bool {
        (left.kind, left.number, left.name) < (right.kind, right.number, right.name)
    }

    public var description: String { name }

    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}
