import HashTreeCollections
import Jute

/// How far a snapshot has been written.
///
/// The state is lent to it: its own thread must not count who holds the parts of a state that the server goes on with.
struct SnapshotCursor: Hashable {
    private enum Place: Hashable {
        case start
        case session(Int64)
        case accessList(Int)
        case node(PlaceTable.Number)
        case end
    }

    private var place = Place.start
    /// The parent of the last node written.
    private var directory: Directory?

    private struct Directory: Hashable {
        let number: PlaceTable.Number
        let prefix: String
    }

    var isAtEnd: Bool { place == .end }

    /// Writes so many items, or fewer where they have `bytes` bytes before.
    mutating func write(
        _ nodes: Int, bytes: Int, of service: borrowing Service,
        _ lists: borrowing NumberedLists, to writer: inout JuteWriter
    ) {
        let start = writer.bytes.count
        var count = 0
        while !isAtEnd, count < nodes, writer.bytes.count - start < bytes {
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
struct NumberedLists: Hashable {
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
