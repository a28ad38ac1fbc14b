/// First in, first out.
///
/// It takes over what is appended and lets go of what is taken. A `Deque` copies the one and looks at a copy of the
/// other, so that whatever an element refers to is counted up and down again at each: with requests and transactions
/// that costs more than the rest of the queue.
public struct Queue<Element> {
    /// Empty before `head`.
    @usableFromInline var slots: [Element?] = []
    @usableFromInline var head = 0

    @inlinable public init() {}

    @inlinable public var count: Int { slots.count - head }
    @inlinable public var isEmpty: Bool { count == 0 }
    @inlinable public var first: Element? { isEmpty ? nil : slots[head] }

    /// Oldest first.
    @inlinable public var elements: [Element] { slots[head...].compactMap(\.self) }

    @inlinable public mutating func append(_ element: consuming Element) { slots.append(element) }

    @inlinable public mutating func popFirst() -> Element? { popFirst { _ in true } }

    /// Takes the first element if it is as wanted.
    @inlinable
    public mutating func popFirst(if isWanted: (borrowing Element) -> Bool) -> Element? {
        // Taken out to be looked at, and put back: where it stands, a copy of it would be looked at.
        guard !isEmpty, let first = slots[head].take() else { return nil }
        guard isWanted(first) else {
            slots[head] = consume first
            return nil
        }
        head += 1
        if isEmpty {
            slots.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 64, head > slots.count / 2 {
            slots.removeSubrange(..<head)
            head = 0
        }
        return first
    }

    @inlinable public mutating func popLast() -> Element? { isEmpty ? nil : slots.removeLast() }
}

extension Queue: Sendable where Element: Sendable {}

extension Queue: Equatable where Element: Equatable {
    @inlinable public static func == (left: Self, right: Self) -> Bool {
        left.slots[left.head...] == right.slots[right.head...]
    }
}

extension Queue: Hashable where Element: Hashable {
    @inlinable public func hash(into hasher: inout Hasher) { hasher.combine(slots[head...]) }
}
