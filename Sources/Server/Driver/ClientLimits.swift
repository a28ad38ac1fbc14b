import Zab

/// What clients may ask of the server's memory and patience.
public struct ClientLimits: Hashable, Sendable {
    /// Connections from one address, and in all; 0 means any number (`maxClientCnxns`, `maxCnxns`).
    public var connectionsPerAddress = 60
    public var connections = 0
    /// The longest frame, in bytes (`jute.maxbuffer`).
    public var frame = 0xfffff
    /// The longest frame before there is a session: a ConnectRequest and a long password.
    public var firstFrame = 1_024
    /// Requests in work beyond which busy connections are not read (`globalOutstandingLimit`).
    public var outstanding = 1_000
    /// How long a connection may do without a session (`zookeeper.nio.sessionlessCnxnTimeout`), and how
    /// long a frame may take to arrive.
    public var handshake = Time.seconds(10)
    public var frameTime = Time.seconds(30)

    public init() {}
}
