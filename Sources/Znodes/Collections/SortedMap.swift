/// A map in the order of its keys whose copies share structure: a change costs O(log n), and so does
/// keeping the map as it was.
///
/// It is a treap whose priorities come from the keys themselves (Seidel and Aragon 1996): the shape
/// depends on the contents alone, not on how they came about, so equal maps are equal node by node.
public struct SortedMap<Key: SortedKey, Value: Sendable>: Sendable {
    private var root: Node?

    public init() {}

    public var count: Int { root?.count ?? 0 }
    public var isEmpty: Bool { root == nil }
    public var first: (key: Key, value: Value)? { root?.leftmost.entry }
    public var last: (key: Key, value: Value)? { root?.rightmost.entry }

    public subscript(key: Key) -> Value? {
        get { root?.value(of: key) }
        set {
            if let newValue {
                root = Node.inserting(Node(key, newValue), into: root)
            } else if let root, self[key] != nil {
                self.root = root.removing(key)
            }
        }
    }

    /// The entry with the smallest key above `key`.
    public func next(after key: Key) -> (key: Key, value: Value)? {
        var node = root
        var best: Node?
        while let here = node {
            if key < here.key {
                best = here
                node = here.left
            } else {
                node = here.right
            }
        }
        return best?.entry
    }

    /// The entry with the smallest key above `key`, or the first one when there is no `key`.
    public func next(after key: Key?) -> (key: Key, value: Value)? {
        guard let key else { return first }
        return next(after: key)
    }
}

extension SortedMap {
    fileprivate final class Node: Sendable {
        let key: Key
        let value: Value
        let priority: UInt64
        let count: Int
        let left: Node?
        let right: Node?

        init(_ key: Key, _ value: Value) {
            self.key = key
            self.value = value
            priority = key.spread
            count = 1
            left = nil
            right = nil
        }

        /// `other`, with other children.
        init(_ other: Node, left: Node?, right: Node?) {
            key = other.key
            value = other.value
            priority = other.priority
            count = 1 + (left?.count ?? 0) + (right?.count ?? 0)
            self.left = left
            self.right = right
        }

        var entry: (key: Key, value: Value) { (key, value) }

        var leftmost: Node {
            var node = self
            while let left = node.left { node = left }
            return node
        }

        var rightmost: Node {
            var node = self
            while let right = node.right { node = right }
            return node
        }

        /// By recursion, which need not count who holds the nodes on the way.
        func value(of key: Key) -> Value? {
            if key < self.key { return left?.value(of: key) }
            if self.key < key { return right?.value(of: key) }
            return value
        }

        /// Who stands nearer the root. Keys break ties, so that the shape is never left to chance.
        func outranks(_ other: Node) -> Bool {
            priority == other.priority ? key < other.key : priority > other.priority
        }

        static func inserting(_ new: Node, into tree: Node?) -> Node {
            guard let tree else { return new }
            if new.key < tree.key {
                let left = inserting(new, into: tree.left)
                if !left.outranks(tree) { return Node(tree, left: left, right: tree.right) }
                let below = Node(tree, left: left.right, right: tree.right)
                return Node(left, left: left.left, right: below)
            }
            if tree.key < new.key {
                let right = inserting(new, into: tree.right)
                if !right.outranks(tree) { return Node(tree, left: tree.left, right: right) }
                let below = Node(tree, left: tree.left, right: right.left)
                return Node(right, left: below, right: right.right)
            }
            return Node(new, left: tree.left, right: tree.right)
        }

        func removing(_ key: Key) -> Node? {
            if key < self.key { return Node(self, left: left?.removing(key), right: right) }
            if self.key < key { return Node(self, left: left, right: right?.removing(key)) }
            return Node.joined(left, right)
        }

        /// Two trees as one, where all keys of the first lie below those of the second.
        private static func joined(_ left: Node?, _ right: Node?) -> Node? {
            guard let left else { return right }
            guard let right else { return left }
            return left.outranks(right)
                ? Node(left, left: left.left, right: joined(left.right, right))
                : Node(right, left: joined(left, right.left), right: right.right)
        }
    }
}

extension SortedMap: Sequence {
    public struct Iterator: IteratorProtocol {
        private var path: [Node] = []

        fileprivate init(_ root: Node?) { descend(from: root) }

        public mutating func next() -> (key: Key, value: Value)? {
            guard let node = path.popLast() else { return nil }
            descend(from: node.right)
            return node.entry
        }

        private mutating func descend(from node: Node?) {
            var node = node
            while let here = node {
                path.append(here)
                node = here.left
            }
        }
    }

    public func makeIterator() -> Iterator { Iterator(root) }
    public var underestimatedCount: Int { count }
}

extension SortedMap: Equatable where Value: Equatable {
    public static func == (left: Self, right: Self) -> Bool { same(left.root, right.root) }

    private static func same(_ left: Node?, _ right: Node?) -> Bool {
        if left === right { return true }
        guard let left, let right else { return false }
        return left.count == right.count && left.key == right.key && left.value == right.value
            && same(left.left, right.left) && same(left.right, right.right)
    }
}

extension SortedMap: Hashable where Value: Hashable {
    public func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        for (key, value) in self {
            hasher.combine(key)
            hasher.combine(value)
        }
    }
}
