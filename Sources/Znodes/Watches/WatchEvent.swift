public import Jute

/// What a watcher is told: that something happened to a node, not what it is like now.
public struct WatchEvent: Hashable, Sendable {
    /// The numbers are those of `Watcher.Event.EventType`.
    public enum Kind: Int32, Hashable, Sendable, CaseIterable {
        case nodeCreated = 1
        case nodeDeleted = 2
        case nodeDataChanged = 3
        case nodeChildrenChanged = 4
    }

    public var kind: Kind
    public var path: ZnodePath

    public init(_ kind: Kind, _ path: ZnodePath) {
        self.kind = kind
        self.path = path
    }
}

extension WatchEvent: JuteRecord {
    /// SyncConnected: the only state that a server reports.
    private static let connected: Int32 = 3

    /// WatcherEvent: int type; int state; ustring path.
    public init(from reader: inout JuteReader) throws(JuteError) {
        let type = try reader.int()
        guard let kind = Kind(rawValue: type) else { throw .unknownType(type) }
        _ = try reader.int()
        self.init(kind, ZnodePath(try reader.string() ?? ""))
    }

    public func write(to writer: inout JuteWriter) {
        writer.int(kind.rawValue)
        writer.int(Self.connected)
        writer.string(path.text)
    }
}

extension WatchEvent: CustomStringConvertible {
    public var description: String {
        switch kind {
        case .nodeCreated: "NodeCreated \(path)"
        case .nodeDeleted: "NodeDeleted \(path)"
        case .nodeDataChanged: "NodeDataChanged \(path)"
        case .nodeChildrenChanged: "NodeChildrenChanged \(path)"
        }
    }
}
