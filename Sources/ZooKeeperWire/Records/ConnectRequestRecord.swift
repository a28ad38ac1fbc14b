public import Jute

/// A client's first message: opens a session, or takes up one that it has.
///
/// | field | type |
/// |---|---|
/// | protocolVersion | int, 0; ignored |
/// | lastZxidSeen | long |
/// | timeOut | int, milliseconds |
/// | sessionId | long, 0 for a new session |
/// | passwd | buffer |
/// | readOnly | boolean; missing from clients older than 3.4 |
public struct ConnectRequestRecord: Hashable, Sendable {
    public var protocolVersion: Int32
    /// The highest zxid that the client knows of.
    public var lastZxid: Int64
    /// What the client asks for, in milliseconds.
    public var timeout: Int32
    /// 0 for a new session.
    public var session: Int64
    public var password: [UInt8]?
    /// Whether a server without a quorum will do; nil from a client that does not know the question,
    /// and must not be sent the answer.
    public var readOnly: Bool?

    public init(
        protocolVersion: Int32 = 0, lastZxid: Int64 = 0, timeout: Int32, session: Int64 = 0,
        password: [UInt8]? = [UInt8](repeating: 0, count: SessionPassword.size),
        readOnly: Bool? = false
    ) {
        self.protocolVersion = protocolVersion
        self.lastZxid = lastZxid
        self.timeout = timeout
        self.session = session
        self.password = password
        self.readOnly = readOnly
    }
}

extension ConnectRequestRecord: JuteRecord {
    public init(from reader: inout JuteReader) throws(JuteError) {
        protocolVersion = try reader.int()
        lastZxid = try reader.long()
        timeout = try reader.int()
        session = try reader.long()
        password = try reader.buffer()
        readOnly = reader.isAtEnd ? nil : try reader.bool()
    }

    public func write(to writer: inout JuteWriter) {
        writer.int(protocolVersion)
        writer.long(lastZxid)
        writer.int(timeout)
        writer.long(session)
        writer.buffer(password)
        if let readOnly { writer.bool(readOnly) }
    }
}
