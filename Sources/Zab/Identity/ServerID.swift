/// The identity of one server of the ensemble: `myid` in ZooKeeper, `sid` on its wire.
///
/// Ids are compared as the last resort of the vote order, so they are part of the protocol, not just a
/// label. Printed as `s3`.
public struct ServerID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    public let rawValue: Int64

    public init(_ rawValue: Int64) { self.rawValue = rawValue }

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    public var description: String { "s\(rawValue)" }

    /// Reads `s3`; nil for anything else.
    public init?(_ text: some StringProtocol) {
        guard text.first == "s", let value = Int64(text.dropFirst()), value >= 0 else { return nil }
        self.init(value)
    }

    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let id = ServerID(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "no server id: \(text)"))
        }
        self = id
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
