import HashTreeCollections

/// The znodes by path, with what must always agree with them: each node's children, the ephemeral
/// nodes of each session, the access control lists in use. Copies share structure.
struct Tree: Hashable, Sendable {
    private var nodes: TreeDictionary<ZnodePath, Shared<Znode>> = [:]
    private var ephemerals: TreeDictionary<Int64, SortedSet<ZnodePath>> = [:]
    private(set) var accessLists = AccessLists()

    /// The containers and the nodes with a time to live: those that the leader may reap.
    private(set) var reapable = SortedSet<ZnodePath>()
    /// The paths that have a quota; see `quotaPath(above:)`.
    var quotas: TreeSet<ZnodePath> = []

    /// A tree of nothing but its root.
    init(root: Znode) {
        var root = root
        dataSize = root.data?.count ?? 0
        root.acl = accessLists.retain(root.acl)
        nodes[.root] = Shared(root)
    }

    /// The tree that no transaction has touched yet.
    static let initial: Tree = {
        var tree = Tree(root: Znode(data: [], stat: PersistedStat()))
        for path in builtIn {
            var node = Znode(data: [], stat: PersistedStat())
            if path == "/zookeeper/config" {
                node.acl = ACL.readOnly
                node.stat.aversion = -1
            }
            let insertion = tree.insert(node, at: path, below: path.parent) { _ in }
            precondition(insertion == .inserted, "\(path) has a parent and is new")
        }
        return tree
    }()

    private static let builtIn: [ZnodePath] = [
        "/zookeeper", "/zookeeper/config", "/zookeeper/quota",
    ]

    /// Whether clients may not delete the node.
    static func isSpecial(_ path: ZnodePath) -> Bool { path.isRoot || builtIn.contains(path) }

    var count: Int { nodes.count }

    /// How many nodes go with a session.
    private(set) var ephemeralCount = 0

    /// Bytes of all paths and data (`DataTree.approximateDataSize`).
    private(set) var dataSize = 0

    subscript(path: ZnodePath) -> Znode? { nodes[path]?.value }

    func contains(_ path: ZnodePath) -> Bool { nodes[path] != nil }

    /// Sessions that own nodes, and those nodes, both sorted.
    var ephemeralsBySession: [(session: Int64, paths: [ZnodePath])] {
        ephemerals.keys.sorted().map { ($0, Array(ephemerals(of: $0))) }
    }

    func ephemerals(of session: Int64) -> SortedSet<ZnodePath> {
        ephemerals[session] ?? SortedSet()
    }

    enum Insertion: Hashable { case inserted, exists, noParent }

    /// Adds a node. The parent is changed first, even when the node exists already.
    mutating func insert(
        _ node: Znode, at path: ZnodePath, below parent: ZnodePath,
        parent change: (inout Znode) -> Void
    ) -> Insertion {
        guard nodes[parent] != nil, !path.isRoot else { return path.isRoot ? .exists : .noParent }
        let isNew = update(parent) { parent in
            change(&parent)
            return parent.children.insert(path)
        }
        if !isNew { return .exists }
        var node = node
        node.acl = accessLists.retain(node.acl)
        nodes[path] = Shared(node)
        dataSize += path.text.utf8.count + (node.data?.count ?? 0)
        if let session = node.stat.owner.session {
            ephemerals[session, default: SortedSet()].insert(path)
            ephemeralCount += 1
        }
        if node.stat.owner.isReaped { reapable.insert(path) }
        return .inserted
    }

    /// Removes a node, and returns its access control list; nil when it is not there. The parent is changed
    /// first in any case.
    ///
    /// Nodes below it, which only the replay over a fuzzy snapshot can find, go as well.
    mutating func remove(
        _ path: ZnodePath, parent change: (inout Znode) -> Void
    ) -> [ACL]? {
        let parent = path.parent
        guard nodes[parent] != nil, !path.isRoot else { return nil }
        update(parent) { parent in
            change(&parent)
            parent.children.remove(path)
        }
        guard let acl = nodes[path]?.value.acl else { return nil }
        var doomed = [path]
        while let path = doomed.popLast() {
            guard let node = nodes.removeValue(forKey: path)?.value else { continue }
            accessLists.release(node.acl)
            dataSize -= path.text.utf8.count + (node.data?.count ?? 0)
            if let session = node.stat.owner.session { forget(path, of: session) }
            if node.stat.owner.isReaped { reapable.remove(path) }
            doomed.append(contentsOf: node.children.sorted)
        }
        return acl
    }

    /// Changes a node that is there, in place.
    @discardableResult
    mutating func update<Result>(_ path: ZnodePath, _ change: (inout Znode) -> Result) -> Result {
        var growth = 0
        defer { dataSize += growth }
        func apply(to node: inout Znode) -> Result {
            growth = -(node.data?.count ?? 0)
            defer { growth += node.data?.count ?? 0 }
            return change(&node)
        }
        return apply(to: &nodes[path, default: Self.missing(path)].value)
    }

    /// Gives a node that is there another access control list.
    mutating func setACL(_ acl: [ACL], version: Int32, at path: ZnodePath) -> Stat {
        let kept = accessLists.retain(acl)
        let (former, stat) = update(path) { node in
            let former = node.acl
            node.acl = kept
            node.stat.aversion = version
            return (former, Stat(node))
        }
        accessLists.release(former)
        return stat
    }

    /// How many nodes there are below one that is there. Costs what it counts, but nothing for the root.
    func descendantCount(of path: ZnodePath) -> Int {
        if path.isRoot { return nodes.count - 1 }
        var count = 0
        var open = [path]
        while let path = open.popLast() {
            guard let children = nodes[path]?.value.children else { continue }
            count += children.count
            open.append(contentsOf: children.sorted)
        }
        return count
    }

    private static func missing(_ path: ZnodePath) -> Shared<Znode> {
        preconditionFailure("no node \(path) to update")
    }

    private mutating func forget(_ path: ZnodePath, of session: Int64) {
        guard ephemerals[session] != nil else { return }
        ephemerals[session, default: SortedSet()].remove(path)
        ephemeralCount -= 1
        if ephemerals(of: session).isEmpty { ephemerals[session] = nil }
    }
}
