import HashTreeCollections
public import Jute

/// Builds a service from the stream that a `SnapshotWriter`, or Java, writes, cut into pieces anywhere.
public struct SnapshotReader: Hashable, Sendable {
    /// What has arrived and not been understood yet.
    private var pending: [UInt8] = []
    /// So many bytes of it are needed to understand more, at least: a large node arrives in many pieces,
    /// and to try with each of them would take time quadratic in its size.
    private var needed = 0
    private var stage = Stage.sessionCount
    private var sessions = SortedMap<Int64, Int32>()
    private var accessLists: TreeDictionary<Int64, AccessList> = [SnapshotFormat.openKey: .open]
    private var tree: Tree?

    private enum Stage: Hashable {
        case sessionCount
        case sessions(left: Int32)
        case accessListCount
        case accessLists(left: Int32)
        case nodes
        case signature
        case end
    }

    public init() {}

    /// Takes the next bytes. After an error the reader is of no more use.
    public mutating func feed(_ bytes: [UInt8]) throws(JuteError) {
        pending.append(contentsOf: bytes)
        if pending.count < needed { return }
        needed = 0
        var reader = JuteReader(pending, limit: JuteReader.noLimit)
        pending = []
        defer { pending = reader.rest }
        while true {
            let item = reader
            do throws(JuteError) {
                guard try readOne(from: &reader) else { return }
            } catch .endOfData(let missing, let left) {
                // The item goes on in the next piece.
                needed = item.remaining - left + missing
                reader = item
                return
            } catch .unreasonableCount(let count) {
                // No element is shorter than a byte.
                needed = item.remaining - reader.remaining + Int(count)
                reader = item
                return
            } catch {
                throw error
            }
        }
    }

    /// The service as of `zxid`; throws when the stream was incomplete.
    public consuming func finish(zxid: Int64) throws(JuteError) -> Service {
        guard stage == .end, var tree else { throw .malformed("the snapshot is incomplete") }
        tree.recountQuotas()
        return Service(tree: tree, sessions: sessions, lastZxid: zxid)
    }

    /// Reads one item, or false when there is none to come.
    private mutating func readOne(from reader: inout JuteReader) throws(JuteError) -> Bool {
        switch stage {
        case .sessionCount:
            stage = Self.counting(try reader.int()) { .sessions(left: $0) } ?? .accessListCount
        case .sessions(let left):
            let id = try reader.long()
            sessions[id] = try reader.int()
            stage = Self.counting(left - 1) { .sessions(left: $0) } ?? .accessListCount
        case .accessListCount:
            stage = Self.counting(try reader.int()) { .accessLists(left: $0) } ?? .nodes
        case .accessLists(let left):
            let key = try reader.long()
            accessLists[key] = AccessList(try reader.vector() ?? [])
            stage = Self.counting(left - 1) { .accessLists(left: $0) } ?? .nodes
        case .nodes:
            try readNode(from: &reader)
        case .signature:
            guard try reader.string() == SnapshotFormat.signature else {
                throw .malformed("the snapshot does not end with its signature")
            }
            stage = .end
        case .end:
            if !reader.isAtEnd { throw .trailingBytes(reader.remaining) }
            return false
        }
        return true
    }

    private static func counting(_ left: Int32, _ stage: (Int32) -> Stage) -> Stage? {
        left > 0 ? stage(left) : nil
    }

    private mutating func readNode(from reader: inout JuteReader) throws(JuteError) {
        let text = try reader.string() ?? ""
        if text == SnapshotFormat.endOfTree {
            if tree == nil { throw .malformed("the snapshot has no root") }
            stage = .signature
            return
        }
        let data = try reader.buffer()
        let key = try reader.long()
        let stat = try reader.record(PersistedStat.self)
        guard let acl = accessLists[key] else {
            throw .malformed("the snapshot lacks the access control list \(key) of \(text)")
        }
        try place(Znode(data: data, acl: acl, stat: stat), at: text)
    }

    private mutating func place(_ node: Znode, at text: String) throws(JuteError) {
        if text == SnapshotFormat.root {
            guard tree == nil else { throw .malformed("the snapshot has two roots") }
            tree = Tree(root: node)
            return
        }
        let path = ZnodePath(text)
        guard path.validate() == nil else { throw .malformed("no node can be called \(text)") }
        switch tree?.insert(node, at: path, below: path.parent, parent: { _ in }) {
        case .inserted: return
        case .exists: throw .malformed("the snapshot has \(text) twice")
        case .noParent, nil: throw .malformed("the snapshot has \(text) before its parent")
        }
    }
}
