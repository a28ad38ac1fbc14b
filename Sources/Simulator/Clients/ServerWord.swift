public import Replication
public import Znodes

/// What a server says to a client.
public enum ServerWord: Hashable, Sendable {
    /// Session 0 says that the session has expired.
    case accepted(session: Int64, timeout: Int32)
    case reply(Reply)
    case event(WatchEvent)
}

/// What a client waits for by itself.
enum ClientAlarm: String, Hashable, Sendable {
    /// Try the next server.
    case retry
    /// The server has not answered the handshake.
    case connectTimeout
    /// Ping, or notice that the server is silent.
    case heartbeat
}
