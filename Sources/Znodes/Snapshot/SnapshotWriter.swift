import HashTreeCollections
import Jute

/// Writes a service as the stream of bytes that follows SNAP, piece by piece.
///
/// The service is a value, so the snapshot is of one moment however long the writing takes. The cursor
/// is the last thing written: a piece costs what it holds. The same value makes the same
/// bytes; one that is equal and came about in another way may have its siblings in another order.
public struct SnapshotWriter: Hashable, Sendable {
    private let service: Service
    private let accessLists: NumberedLists
    private var cursor = Cursor.start

    public init(_ service: Service) {
        self.service = service
        accessLists = NumberedLists(service.tree.accessLists)
    }

    /// Whether the last piece has been written.
    public var isAtEnd: Bool { cursor.place == .end }

    /// The next piece; nil behind the last. It ends with the item (a session, an access control list or
    /// a node) with which it has `nodes` of them or at least `bytes` bytes, whichever comes first.
    public mutating func next(nodes: Int, bytes: Int = Self.pieceBytes) -> [UInt8]? {
        var piece: [UInt8] = []
        return append(nodes: nodes, bytes: bytes, to: &piece) ? piece : nil
    }

    /// The same behind what is there already, so that it need not be copied there; false behind the last.
    public mutating func append(
        nodes: Int, bytes: Int = Self.pieceBytes, to target: inout [UInt8]
    ) -> Bool {
        precondition(nodes > 0 && bytes > 0, "a piece holds something")
        if isAtEnd { return false }
        JuteWriter.append(to: &target) { writer in
            cursor.write(nodes, bytes: bytes, of: service, accessLists, to: &writer)
        }
        return true
    }

    /// How many bytes fill a piece, unless a single item has more: what is read, sent or written at a
    /// time is bounded, however large the nodes are.
    public static let pieceBytes = 256 << 10
}

/// How far a snapshot has been written.
///
/// The state is lent to it: its own thread must not count who holds the parts of a state that the server goes on with.
private struct Cursor: Hashable {
    enum Place: Hashable {
        case start
        case session(Int64)
        case accessList(Int)
        case node(PlaceTable.Number)
        case end
    }

    private(set) var place = Place.start
    /// The parent of the last node written.
    private var directory: Directory?

    static let start = Cursor()

    private struct Directory: Hashable {
        let number: PlaceTable.Number
        let prefix: String
    }

    mutating func write(
        _ nodes: Int, bytes: Int, of service: borrowing Service,
        _ lists: borrowing NumberedLists, to writer: inout JuteWriter
    ) {
        let start = writer.bytes.count
        var count = 0
        while place != .end, count < nodes, writer.bytes.count - start < bytes {
            writeNext(of: service, lists, to: &writer)
            count += 1
        }
    }

    private mutating func writeNext(
        of service: borrowing Service, _ lists: borrowing NumberedLists,
        to writer: inout JuteWriter
    ) {
        switch place {
        case .start:
            writer.int(Int32(service.sessions.count))
            write(service.sessions.first, lists, of: service, to: &writer)
        case .session(let id):
            write(service.sessions.next(after: id), lists, of: service, to: &writer)
        case .accessList(let index):
            writeAccessList(index + 1, lists, of: service, to: &writer)
        case .node(let number):
            writeNode(after: number, of: service.tree, lists, to: &writer)
        case .end:
            break
        }
    }

    private mutating func write(
        _ session: (key: Int64, value: Int32)?, _ lists: borrowing NumberedLists,
        of service: borrowing Service, to writer: inout JuteWriter
    ) {
        guard let session else {
            writer.int(Int32(lists.sorted.count))
            return writeAccessList(0, lists, of: service, to: &writer)
        }
        writer.long(session.key)
        writer.int(session.value)
        place = .session(session.key)
    }

    private mutating func writeAccessList(
        _ index: Int, _ lists: borrowing NumberedLists, of service: borrowing Service,
        to writer: inout JuteWriter
    ) {
        guard index < lists.sorted.count else {
            return writeNode(after: nil, of: service.tree, lists, to: &writer)
        }
        writer.long(lists.key(of: lists.sorted[index]))
        writer.vector(lists.sorted[index].entries)
        place = .accessList(index)
    }

    /// Depth first, siblings as they were created: a reader finds each parent before its children, and
    /// gets them in the same order.
    private mutating func writeNode(
        after former: PlaceTable.Number?, of tree: borrowing Tree,
        _ lists: borrowing NumberedLists, to writer: inout JuteWriter
    ) {
        guard let number = tree.next(after: former) else {
            writer.string(SnapshotFormat.endOfTree)
            writer.string(SnapshotFormat.signature)
            place = .end
            return
        }
        let parent = tree.look(at: number) { $0.pointee.parent }
        let prefix = number == 0 ? SnapshotFormat.root : prefix(below: parent, in: tree)
        tree.look(at: number) { place in
            writer.string(prefix, followedBy: place.pointee.name)
            writer.buffer(place.pointee.node.data)
            writer.long(lists.key(of: place.pointee.node.acl))
            writer.record(place.pointee.node.stat)
        }
        place = .node(number)
    }

    /// How the paths of a node's children begin. Siblings mostly follow each other.
    private mutating func prefix(
        below parent: PlaceTable.Number, in tree: borrowing Tree
    ) -> String {
        if let directory, directory.number == parent { return directory.prefix }
        let path = tree.path(of: parent)
        let prefix = path.isRoot ? "/" : path.text + "/"
        directory = Directory(number: parent, prefix: prefix)
        return prefix
    }
}

/// The access control lists in use, each with its key in the stream.
private struct NumberedLists: Hashable {
    let sorted: [AccessList]
    private let keys: TreeDictionary<AccessList, Int64>

    init(_ lists: AccessLists) {
        sorted = lists.sorted
        keys = TreeDictionary(
            uniqueKeysWithValues: zip(sorted, SnapshotFormat.firstKey...).map { ($0, $1) })
    }

    func key(of list: AccessList) -> Int64 {
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
