public import Jute

/// The answer to a ConnectRequest.
///
/// | field | type |
/// |---|---|
/// | protocolVersion | int, 0 |
/// | timeOut | int, milliseconds; 0 when refused |
/// | sessionId | long, 0 when refused |
/// | passwd | buffer of 16 bytes |
/// | readOnly | boolean; only to clients that sent theirs |
public struct ConnectResponseRecord: Hashable, Sendable {
    public var protocolVersion: Int32
    /// As negotiated, in milliseconds.
    public var timeout: Int32
    public var session: Int64
    public var password: [UInt8]?
    /// Whether the server has no quorum behind it; nil to clients that sent no such byte.
    public var readOnly: Bool?

    public init(
        protocolVersion: Int32 = 0, timeout: Int32, session: Int64, password: [UInt8]?,
        readOnly: Bool? = false
    ) {
        self.protocolVersion = protocolVersion
        self.timeout = timeout
        self.session = session
        self.password = password
        self.readOnly = readOnly
    }

    /// The session is gone, or the password is not its own. The server closes behind it.
    public static func refused(readOnly: Bool?) -> Self {
        Self(
            timeout: 0, session: 0, password: [UInt8](repeating: 0, count: SessionPassword.size),
            readOnly: readOnly.map { _ in false })
    }

    public var isRefusal: Bool { timeout <= 0 }
}

extension ConnectResponseRecord: JuteRecord {
    public init(from reader: inout JuteReader) throws(JuteError) {
        protocolVersion = try reader.int()
        timeout = try reader.int()
        session = try reader.long()
        password = try reader.buffer()
        readOnly = reader.isAtEnd ? nil : try reader.bool()
    }

    public func write(to writer: inout JuteWriter) {
        writer.int(protocolVersion)
        writer.int(timeout)
        writer.long(session)
        writer.buffer(password)
        if let readOnly { writer.bool(readOnly) }
    }
}
