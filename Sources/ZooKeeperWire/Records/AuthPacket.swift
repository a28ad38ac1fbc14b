public import Jute

/// Proves who the client is (AuthPacket: int type; ustring scheme; buffer auth).
public struct AuthPacket: JuteRecord, Hashable, Sendable {
    /// Always 0, and ignored.
    public var type: Int32
    /// `digest`, say.
    public var scheme: String?
    /// What the scheme wants: `user:password` for digest.
    public var credentials: [UInt8]?

    public init(type: Int32 = 0, scheme: String?, credentials: [UInt8]?) {
        self.type = type
        self.scheme = scheme
        self.credentials = credentials
    }

    public init(from reader: inout JuteReader) throws(JuteError) {
        type = try reader.int()
        scheme = try reader.string()
        credentials = try reader.buffer()
    }

    public func write(to writer: inout JuteWriter) {
        writer.int(type)
        writer.string(scheme)
        writer.buffer(credentials)
    }
}
