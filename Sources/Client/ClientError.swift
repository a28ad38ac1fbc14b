public import Jute
public import Znodes
public import ZooKeeperWire

/// Why the client did not get what it asked for.
public enum ClientError: Error, Hashable, Sendable {
    /// The server's word.
    case refused(ErrorCode)
    /// The connection ended before the answer came: nobody knows whether the request was carried out.
    case connectionLoss
    /// The session is over, and with it everything that hung on it.
    case sessionExpired
    /// The server did not believe the client; the session is over.
    case authFailed
    /// The client was closed.
    case closed
    /// No server was reached within the session's timeout.
    case timedOut
    case badConnectString(String)
    /// The server sent something that no ZooKeeper server sends.
    case unreadable(JuteError)
    case badFrame(FrameError)

    /// What ZooKeeper's own client would call it.
    public var code: ErrorCode? {
        switch self {
        case .refused(let code): code
        case .connectionLoss, .closed, .timedOut: .connectionLoss
        case .sessionExpired: .sessionExpired
        case .authFailed: .authFailed
        case .badConnectString: nil
        case .unreadable, .badFrame: .marshallingError
        }
    }
}

extension ClientError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .refused(let code): code.name
        case .connectionLoss: "the connection was lost"
        case .sessionExpired: "the session has expired"
        case .authFailed: "authentication failed"
        case .closed: "the client is closed"
        case .timedOut: "no server could be reached in time"
        case .badConnectString(let reason): reason
        case .unreadable(let error): "the server's answer cannot be read: \(error)"
        case .badFrame(let error): "the server's answer cannot be read: \(error)"
        }
    }
}
