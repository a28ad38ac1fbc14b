import Jute

/// Writes a service as the stream of bytes that follows SNAP, piece by piece.
///
/// The service is a value, so the snapshot is of one moment however long the writing takes. The cursor
/// is the last thing written: a piece costs what it holds. The same value makes the same
/// bytes; one that is equal and came about in another way may have its siblings in another order.
public struct SnapshotWriter: Hashable, Sendable {
    private let service: Service
    private let accessLists: NumberedLists
    private var cursor = SnapshotCursor()

    public init(_ service: Service) {
        self.service = service
        accessLists = NumberedLists(service.tree.accessLists)
    }

    /// Whether the last piece has been written.
    public var isAtEnd: Bool { cursor.isAtEnd }

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
