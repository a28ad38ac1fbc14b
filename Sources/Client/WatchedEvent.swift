public import Znodes

/// What a client is told unasked: its connection's state changed, or a watch fired (`WatchedEvent`).
public struct WatchedEvent: Hashable, Sendable {
    /// `Watcher.Event.KeeperState`.
    public enum State: Hashable, Sendable {
        case disconnected, syncConnected, authFailed, connectedReadOnly, expired, closed
    }

    /// `Watcher.Event.EventType`.
    public enum Kind: Hashable, Sendable {
        /// About the connection, not a node.
        case none
        case nodeCreated, nodeDeleted, nodeDataChanged, nodeChildrenChanged
        /// Said by the client itself, when the server has removed what it asked to have removed.
        case dataWatchRemoved, childWatchRemoved, persistentWatchRemoved
    }

    public var state: State
    public var kind: Kind
    /// The node as the client calls it; nil where the event is about the connection.
    public var path: ZnodePath?

    public init(_ kind: Kind, _ path: ZnodePath?, state: State = .syncConnected) {
        self.kind = kind
        self.path = path
        self.state = state
    }

    /// The connection's state changed.
    public init(state: State) { self.init(.none, nil, state: state) }
}

extension WatchedEvent: CustomStringConvertible {
    /// As ZooKeeper's client prints it.
    public var description: String {
        "WatchedEvent state:\(Self.capitalized("\(state)"))"
            + " type:\(Self.capitalized("\(kind)")) path:\(path?.text ?? "null")"
    }

    private static func capitalized(_ word: String) -> String {
        word.prefix(1).uppercased() + word.dropFirst()
    }
}
