import Zab

/// What clients may ask of the server's memory and patience.
struct ClientLimits: Hashable, Sendable {
    /// Connections from one address, and in all; 0 means any number (`maxClientCnxns`, `maxCnxns`).
    var connectionsPerAddress = 60
    var connections = 0
    /// Connections in all, so that files can be opened when every client has one (`ulimit -n`).
    var descriptors = Int.max
    /// The longest frame, in bytes (`jute.maxbuffer`).
    var frame = 0xfffff
    /// The longest frame before there is a session: a ConnectRequest and a long password.
    var firstFrame = 1_024
    /// Requests in work beyond which busy connections are not read (`globalOutstandingLimit`).
    var outstanding = 1_000
    /// Bytes of unfinished frames, of all connections together.
    var gathering = 100 << 20
    /// Bytes of answers and events that a client leaves unread before it is let go.
    var unread = 64 << 20
    /// How long a connection may do without a session (`zookeeper.nio.sessionlessCnxnTimeout`), and how
    /// long a frame may take to arrive.
    var handshake = Time.seconds(10)
    var frameTime = Time.seconds(30)
    /// How long a connection that is closed may take for what was answered before.
    var closing = Time.seconds(10)
    /// How many identities a connection may show.
    var identities = 100

    init() {}
}
