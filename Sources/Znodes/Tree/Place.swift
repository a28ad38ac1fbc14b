/// Where a node stands: its path and its neighbours, by their numbers in the tree. Zero, the root's number,
/// stands for nobody: the root is nobody's child.
///
/// Siblings stand in the order in which they were created. They are chained, so that a child comes and goes at
/// the same small cost however many there are; `childCount` in the node says how many.
struct Place: Sendable {
    typealias Number = Slab<Place>.Number

    let path: ZnodePath
    var node: Znode
    let parent: Number
    var firstChild: Number = 0
    var lastChild: Number = 0
    var nextSibling: Number = 0
    var previousSibling: Number = 0

    init(_ node: Znode, at path: ZnodePath, below parent: Number) {
        self.path = path
        self.node = node
        self.parent = parent
    }

    /// What stands where a node was, until another one comes.
    static let vacant = Place(Znode(data: nil, stat: PersistedStat()), at: .root, below: 0)
}
