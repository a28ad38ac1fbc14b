/// A set in the order of its elements whose copies share structure; see `SortedMap`.
public struct SortedSet<Element: SortedKey>: Hashable, Sendable {
    fileprivate struct Nothing: Hashable, Sendable {}

    private var map = SortedMap<Element, Nothing>()

    public init() {}

    public init(_ elements: some Sequence<Element>) {
        for element in elements { insert(element) }
    }

    public var count: Int { map.count }
    public var isEmpty: Bool { map.isEmpty }
    public var first: Element? { map.first?.key }

    public func contains(_ element: Element) -> Bool { map[element] != nil }

    /// The smallest element above `element`.
    public func next(after element: Element) -> Element? { map.next(after: element)?.key }

    /// Whether the element is new.
    @discardableResult
    public mutating func insert(_ element: Element) -> Bool {
        if contains(element) { return false }
        map[element] = Nothing()
        return true
    }

    /// Whether the element was there.
    @discardableResult
    public mutating func remove(_ element: Element) -> Bool {
        if !contains(element) { return false }
        map[element] = nil
        return true
    }
}

extension SortedSet: Sequence {
    public struct Iterator: IteratorProtocol {
        private var entries: SortedMap<Element, Nothing>.Iterator

        fileprivate init(_ entries: SortedMap<Element, Nothing>.Iterator) { self.entries = entries }

        public mutating func next() -> Element? { entries.next()?.key }
    }

    public func makeIterator() -> Iterator { Iterator(map.makeIterator()) }
    public var underestimatedCount: Int { count }
}
