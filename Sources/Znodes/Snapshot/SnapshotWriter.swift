import HashTreeCollections
import Jute

/// Writes a service as the stream of bytes that follows SNAP, piece by piece.
///
/// The service is a value, so the snapshot is of one moment however long the writing takes. The cursor
/// is the last thing written: a piece costs what it holds. The same service makes the same bytes.
public struct SnapshotWriter: Hashable, Sendable {
    private let service: Service
    private let accessLists: [[ACL]]
    private let keys: TreeDictionary<[ACL], Int64>
    private var cursor = Cursor.start
    /// What is still to come of the tree: the children of every node from the root to the last one
    /// written, and how far they are written.
    private var ahead: [Siblings] = []

    private struct Siblings: Hashable {
        let paths: [ZnodePath]
        var next = 0
    }

    private enum Cursor: Hashable {
        case start
        case session(Int64)
        case accessList(Int)
        case tree
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
        case .tree:
            if let next = nextPath() {
                write(next, to: &writer)
            } else {
                writer.string(SnapshotFormat.endOfTree)
                writer.string(SnapshotFormat.signature)
                cursor = .end
            }
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
        guard index < accessLists.count else { return write(.root, to: &writer) }
        writer.long(key(of: accessLists[index]))
        writer.vector(accessLists[index])
        cursor = .accessList(index)
    }

    private mutating func write(_ path: ZnodePath, to writer: inout JuteWriter) {
        guard let node = service.tree[path] else {
            preconditionFailure("\(path) is listed as a child")
        }
        writer.string(path.isRoot ? SnapshotFormat.root : path.text)
        writer.buffer(node.data)
        writer.long(key(of: node.acl))
        writer.record(node.stat)
        // Depth first, siblings by name.
        if !node.children.isEmpty { ahead.append(Siblings(paths: node.children.sorted)) }
        cursor = .tree
    }

    private func key(of list: [ACL]) -> Int64 {
        if list == ACL.open { return SnapshotFormat.openKey }
        guard let key = keys[list] else { preconditionFailure("every list in use is counted") }
        return key
    }

    private mutating func nextPath() -> ZnodePath? {
        while let last = ahead.indices.last {
            let place = ahead[last].next
            if place < ahead[last].paths.count {
                ahead[last].next += 1
                return ahead[last].paths[place]
            }
            ahead.removeLast()
        }
        return nil
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
