import HashTreeCollections
import Jute

/// Writes a service as the stream of bytes that follows SNAP, piece by piece.
///
/// The service is a value, so the snapshot is of one moment however long the writing takes. The cursor
/// is the last thing written: a piece costs what it holds. The same value makes the same
/// bytes; one that is equal and came about in another way may have its siblings in another order.
public struct SnapshotWriter: Hashable, Sendable {
    private let service: Service
    private let accessLists: [AccessList]
    private let keys: TreeDictionary<AccessList, Int64>
    private var cursor = Cursor.start
    /// The parent of the last node written.
    private var directory: Directory?

    private struct Directory: Hashable {
        let number: Place.Number
        let prefix: String
    }

    private enum Cursor: Hashable {
        case start
        case session(Int64)
        case accessList(Int)
        case node(Place.Number)
        case end
    }

    public init(_ service: Service) {
        self.service = service
        accessLists = service.tree.accessLists.sorted
        let numbered = zip(accessLists, SnapshotFormat.firstKey...)
        keys = TreeDictionary(uniqueKeysWithValues: numbered.map { ($0, $1) })
    }

    /// Whether the last piece has been written.
    public var isAtEnd: Bool { cursor == .end }

    /// The next piece; nil behind the last. It ends with the item (a session, an access control list or
    /// a node) with which it has `nodes` of them or at least `bytes` bytes, whichever comes first.
    public mutating func next(nodes: Int, bytes: Int = Self.pieceBytes) -> [UInt8]? {
        precondition(nodes > 0 && bytes > 0, "a piece holds something")
        if cursor == .end { return nil }
        var writer = JuteWriter()
        var count = 0
        while cursor != .end, count < nodes, writer.bytes.count < bytes {
            writeOne(to: &writer)
            count += 1
        }
        return writer.bytes
    }

    /// How many bytes fill a piece, unless a single item has more: what is read, sent or written at a
    /// time is bounded, however large the nodes are.
    public static let pieceBytes = 256 << 10

    private mutating func writeOne(to writer: inout JuteWriter) {
        switch cursor {
        case .start:
            writer.int(Int32(service.sessions.count))
            write(service.sessions.first, to: &writer)
        case .session(let id):
            write(service.sessions.next(after: id), to: &writer)
        case .accessList(let index):
            writeAccessList(index + 1, to: &writer)
        case .node(let number):
            writeNode(after: number, to: &writer)
        case .end:
            break
        }
    }

    private mutating func write(
        _ session: (key: Int64, value: Int32)?, to writer: inout JuteWriter
    ) {
        guard let session else {
            writer.int(Int32(accessLists.count))
            return writeAccessList(0, to: &writer)
        }
        writer.long(session.key)
        writer.int(session.value)
        cursor = .session(session.key)
    }

    private mutating func writeAccessList(_ index: Int, to writer: inout JuteWriter) {
        guard index < accessLists.count else { return writeNode(after: nil, to: &writer) }
        writer.long(key(of: accessLists[index]))
        writer.vector(accessLists[index].entries)
        cursor = .accessList(index)
    }

    /// Depth first, siblings as they were created: a reader finds each parent before its children, and
    /// gets them in the same order.
    private mutating func writeNode(after former: Place.Number?, to writer: inout JuteWriter) {
        guard let number = service.tree.next(after: former) else {
            writer.string(SnapshotFormat.endOfTree)
            writer.string(SnapshotFormat.signature)
            cursor = .end
            return
        }
        let parent = service.tree.look(at: number) { $0.parent }
        let prefix = number == 0 ? SnapshotFormat.root : prefix(below: parent)
        service.tree.look(at: number) { place in
            writer.string(prefix, followedBy: place.name)
            writer.buffer(place.node.data)
            writer.long(key(of: place.node.acl))
            writer.record(place.node.stat)
        }
        cursor = .node(number)
    }

    /// How the paths of a node's children begin. Siblings mostly follow each other.
    private mutating func prefix(below parent: Place.Number) -> String {
        if let directory, directory.number == parent { return directory.prefix }
        let path = service.tree.path(of: parent)
        let prefix = path.isRoot ? "/" : path.text + "/"
        directory = Directory(number: parent, prefix: prefix)
        return prefix
    }

    private func key(of list: AccessList) -> Int64 {
        if list.isOpen { return SnapshotFormat.openKey }
        guard let key = keys[list] else { preconditionFailure("every list in use is counted") }
        return key
    }
}

/// The words of the stream that are not data.
enum SnapshotFormat {
    /// The root's path.
    static let root = ""
    /// In the place of a path: no more nodes.
    static let endOfTree = "/"
    /// Follows the tree (`LearnerHandler`); a learner that misses it starts over.
    static let signature = "BenWasHere"
    /// The key of the list that is never written: everything for everyone.
    static let openKey: Int64 = -1
    static let firstKey: Int64 = 1
}
