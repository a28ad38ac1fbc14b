import DequeModule

extension Deque {
    /// Takes the first element if it is as wanted. It is out while it is looked at: a look at one inside is a copy.
    mutating func popFirst(if isWanted: (borrowing Element) -> Bool) -> Element? {
        guard let first = popFirst() else { return nil }
        if isWanted(first) { return first }
        prepend(first)
        return nil
    }
}
