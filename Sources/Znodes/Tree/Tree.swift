import HashTreeCollections

/// The znodes by path, with what must always agree with them: who is whose child, the ephemeral
/// nodes of each session, the access control lists in use. Copies share structure.
struct Tree: Sendable {
    private var places: PlaceTable
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
        places = PlaceTable(root: Place(root, called: "", below: 0))
    }

    /// The tree that no transaction has touched yet.
    static let initial: Tree = {
        var tree = Tree(root: Znode(data: [], stat: PersistedStat()))
        for path in builtIn {
            var node = Znode(data: [], stat: PersistedStat())
            if path == "/zookeeper/config" {
                node.acl = AccessList(ACL.readOnly)
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

    var count: Int { places.count }

    /// How many nodes go with a session.
    private(set) var ephemeralCount = 0

    /// Bytes of all paths and data (`DataTree.approximateDataSize`).
    private(set) var dataSize = 0

    subscript(path: ZnodePath) -> Znode? { places.number(of: path).map { places[$0].node } }

    func contains(_ path: ZnodePath) -> Bool { places.number(of: path) != nil }

    /// Lends a node; nil when it is not there.
    func look<Result>(at path: ZnodePath, _ body: (borrowing Znode) -> Result) -> Result? {
        places.number(of: path).map { places.look(at: $0) { body($0.pointee.node) } }
    }

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
        if path.isRoot { return .exists }
        // The root is also called the parent of what has no place in a tree: `a`, or `//a`.
        guard let parent = places.number(of: parent), parent != 0 || path.depth == 1 else {
            return .noParent
        }
        change(&places[parent].node)
        guard let number = places.add(node, at: path, below: parent) else { return .exists }
        places[number].node.acl = accessLists.retain(node.acl)
        link(number)
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
    ) -> AccessList? {
        guard let parent = places.number(of: path.parent), !path.isRoot else { return nil }
        change(&places[parent].node)
        guard let number = places.number(of: path) else { return nil }
        let acl = places[number].node.acl
        if places[number].firstChild != 0 {
            for number in Array(below(number)).reversed() {
                removeLeaf(number, at: places.path(of: number))
            }
        }
        removeLeaf(number, at: path)
        return acl
    }

    private mutating func removeLeaf(_ number: Place.Number, at path: ZnodePath) {
        let node = places[number].node
        unlink(number)
        places.remove(number, at: path)
        accessLists.release(node.acl)
        dataSize -= path.text.utf8.count + (node.data?.count ?? 0)
        if let session = node.stat.owner.session { forget(path, of: session) }
        if node.stat.owner.isReaped { reapable.remove(path) }
    }

    /// Changes a node in place; nil when it is not there.
    @discardableResult
    mutating func update<Result>(_ path: ZnodePath, _ change: (inout Znode) -> Result) -> Result? {
        guard let number = places.number(of: path) else { return nil }
        var growth = 0
        defer { dataSize += growth }
        func apply(to node: inout Znode) -> Result {
            growth = -(node.data?.count ?? 0)
            defer { growth += node.data?.count ?? 0 }
            return change(&node)
        }
        return apply(to: &places[number].node)
    }

    /// Gives a node another access control list; nil when it is not there.
    mutating func setACL(_ acl: AccessList, version: Int32, at path: ZnodePath) -> Stat? {
        guard let former = self[path]?.acl else { return nil }
        let kept = accessLists.retain(acl)
        accessLists.release(former)
        return update(path) { node in
            node.acl = kept
            node.stat.aversion = version
            return Stat(node)
        }
    }

    private mutating func forget(_ path: ZnodePath, of session: Int64) {
        guard ephemerals[session] != nil else { return }
        ephemerals[session, default: SortedSet()].remove(path)
        ephemeralCount -= 1
        if ephemerals(of: session).isEmpty { ephemerals[session] = nil }
    }
}

/// Neighbours.
extension Tree {
    /// The paths of a node's children in the order of their names.
    func children(of path: ZnodePath) -> [ZnodePath] {
        guard let parent = places.number(of: path) else { return [] }
        var paths: [ZnodePath] = []
        paths.reserveCapacity(Int(places[parent].node.childCount))
        var child = places[parent].firstChild
        while child != 0 {
            paths.append(path.appending(places[child].name))
            child = places[child].nextSibling
        }
        return paths.sorted()
    }

    /// How many nodes there are below one that is there. Costs what it counts, but nothing for the root.
    func descendantCount(of path: ZnodePath) -> Int {
        if path.isRoot { return count - 1 }
        return places.number(of: path).map { below($0).reduce(0) { count, _ in count + 1 } } ?? 0
    }

    /// A node that may be there, and all below it: each before those below it, siblings as they were created.
    func subtree(at path: ZnodePath) -> some Sequence<(path: ZnodePath, node: Znode)> {
        let numbers = places.number(of: path).map { [$0] + below($0) } ?? []
        return numbers.lazy.map { (places.path(of: $0), places[$0].node) }
    }

    /// The number of the node that comes behind another one, depth first: the first of all behind nil.
    func next(after number: Place.Number?) -> Place.Number? {
        guard let number else { return 0 }
        return next(after: number, below: 0)
    }

    /// Lends what stands there: a copy would be counted, and on a thread that writes a snapshot waited for.
    func look<Result>(at number: Place.Number, _ body: (UnsafePointer<Place>) -> Result) -> Result {
        places.look(at: number, body)
    }

    func path(of number: Place.Number) -> ZnodePath { places.path(of: number) }

    private func below(_ top: Place.Number) -> some Sequence<Place.Number> {
        sequence(state: top) { here in
            guard let next = next(after: here, below: top) else { return nil }
            here = next
            return next
        }
    }

    private func next(after number: Place.Number, below top: Place.Number) -> Place.Number? {
        let child = places[number].firstChild
        if child != 0 { return child }
        var number = number
        while number != top {
            let sibling = places[number].nextSibling
            if sibling != 0 { return sibling }
            number = places[number].parent
        }
        return nil
    }

    /// Puts a node behind its last sibling.
    private mutating func link(_ number: Place.Number) {
        let parent = places[number].parent
        let last = places[parent].lastChild
        places[number].previousSibling = last
        if last == 0 {
            places[parent].firstChild = number
        } else {
            places[last].nextSibling = number
        }
        places[parent].lastChild = number
        places[parent].node.childCount += 1
    }

    /// Takes a node from between its siblings.
    private mutating func unlink(_ number: Place.Number) {
        let place = places[number]
        if place.previousSibling == 0 {
            places[place.parent].firstChild = place.nextSibling
        } else {
            places[place.previousSibling].nextSibling = place.nextSibling
        }
        if place.nextSibling == 0 {
            places[place.parent].lastChild = place.previousSibling
        } else {
            places[place.nextSibling].previousSibling = place.previousSibling
        }
        places[place.parent].node.childCount -= 1
    }
}

/// Trees are the same when their nodes are, wherever these stand.
extension Tree: Hashable {
    static func == (left: Self, right: Self) -> Bool {
        left.count == right.count && left.quotas == right.quotas
            && left.subtree(at: .root).allSatisfy { $0.node == right[$0.path] }
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        hasher.combine(dataSize)
        hasher.combine(ephemerals)
        hasher.combine(accessLists)
    }
}
