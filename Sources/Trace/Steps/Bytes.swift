import Foundation

/// Raw bytes in a trace, written as base64.
public struct Bytes: Hashable, Sendable, Codable {
    public var raw: [UInt8]

    public init(_ raw: [UInt8]) { self.raw = raw }

    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let data = Data(base64Encoded: text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not base64"))
        }
        raw = [UInt8](data)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Data(raw).base64EncodedString())
    }
}
