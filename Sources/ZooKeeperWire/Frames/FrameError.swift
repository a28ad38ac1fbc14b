/// A frame announces a length that no frame may have; the connection cannot go on, for nobody knows
/// where the next frame begins.
public struct FrameError: Error, Hashable, Sendable {
    /// What the four bytes before the frame say.
    public let length: Int32
    /// How many bytes a frame may have at this point.
    public let limit: Int

    public init(length: Int32, limit: Int) {
        self.length = length
        self.limit = limit
    }

    /// What the four bytes look like when they are not taken for a length.
    public var guess: Guess? {
        let bytes = (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) }
        // A TLS record: type 22 (handshake), version 3.x.
        if bytes[0] == 0x16, bytes[1] == 0x03 { return .tls }
        guard bytes.allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        return Self.httpMethods.contains { $0.hasPrefix(text) } ? .http : .text(text)
    }

    public enum Guess: Hashable, Sendable {
        case http, tls
        /// Four printable characters that are no word the server knows.
        case text(String)
    }

    private static let httpMethods = [
        "GET ", "HEAD", "POST", "PUT ", "DELETE", "OPTIONS", "CONNECT", "PATCH", "TRACE",
        "PRI * HTTP",
    ]
}

extension FrameError: CustomStringConvertible {
    public var description: String {
        let fact =
            length < 0
            ? "a frame of negative length \(length)"
            : "a frame of \(length) bytes, where \(limit) are the limit"
        return switch guess {
        case .http: fact + "; it looks like HTTP: this port speaks ZooKeeper's protocol"
        case .tls: fact + "; it looks like TLS: this port is not the secure one"
        case .text(let text): fact + "; it looks like text: \"\(text)\" is no four-letter word"
        case nil: fact
        }
    }
}
