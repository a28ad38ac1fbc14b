/// Where a node stands: its name and its neighbours, by their numbers in the tree. Zero, the root's number,
/// stands for nobody: the root is nobody's child.
///
/// Of its path only the last component is kept. Names of up to fifteen bytes need no memory of their own then, and no
/// look elsewhere when a path is compared.
///
/// Siblings stand in the order in which they were created. They are chained, so that a child comes and goes at
/// the same small cost however many there are; `childCount` in the node says how many.
struct Place: Sendable {
    typealias Number = Slab<Place>.Number

    let name: String
    var node: Znode
    let parent: Number
    var firstChild: Number = 0
    var lastChild: Number = 0
    var nextSibling: Number = 0
    var previousSibling: Number = 0

    init(_ node: Znode, called name: String, below parent: Number) {
        var name = name
        name.makeContiguousUTF8()
        self.name = name
        self.node = node
        self.parent = parent
    }

    /// Where the slash is that stands with this name behind it before `end`; nil if others do.
    func slash(before end: Int, in path: UnsafeBufferPointer<UInt8>) -> Int? {
        name.utf8.withContiguousStorageIfAvailable { name -> Int? in
            let start = end - name.count
            guard start > 0, path[start - 1] == ZnodePath.slash else { return nil }
            let rest = UnsafeBufferPointer(rebasing: path[start..<end])
            return ZnodePath.commonPrefix(name, rest) == rest.count ? start - 1 : nil
        } ?? nil
    }

    /// What stands where a node was, until another one comes.
    static let vacant = Place(Znode(data: nil, stat: PersistedStat()), called: "", below: 0)
}
