import HashTreeCollections

/// The children of a node, by their whole paths. Copies share structure.
///
/// A node with a million children is not rare, and each create under it looks for one place among them: so
/// the set is hashed, and sorted when somebody reads it.
public struct ChildSet: Hashable, Sendable {
    private var paths: TreeSet<ZnodePath> = []

    public init() {}

    public var count: Int { paths.count }
    public var isEmpty: Bool { paths.isEmpty }
    /// In the order of their names.
    public var sorted: [ZnodePath] { paths.sorted() }

    public func contains(_ path: ZnodePath) -> Bool { paths.contains(path) }

    /// Whether the child is new.
    @discardableResult
    mutating func insert(_ path: ZnodePath) -> Bool { paths.insert(path).inserted }

    /// Whether the child was there.
    @discardableResult
    mutating func remove(_ path: ZnodePath) -> Bool { paths.remove(path) != nil }
}
