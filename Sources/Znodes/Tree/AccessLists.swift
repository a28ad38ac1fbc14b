import HashTreeCollections

/// The access control lists in use, each kept once and counted (`ReferenceCountedACLCache`).
///
/// Few lists serve many nodes. The one that nearly all have, everything for everyone, is not counted.
struct AccessLists: Hashable, Sendable {
    private var uses: TreeDictionary<AccessList, Int> = [:]

    /// The kept copy of `list`, with one use more.
    mutating func retain(_ list: AccessList) -> AccessList {
        if list.isOpen { return list }
        uses[list, default: 0] += 1
        return uses.index(forKey: list).map { uses[$0].key } ?? list
    }

    mutating func release(_ list: AccessList) {
        if list.isOpen { return }
        let left = uses[list, default: 0] - 1
        precondition(left >= 0, "an access control list is released as often as it was retained")
        uses[list] = left > 0 ? left : nil
    }

    /// All but the open one, in an order that depends on nothing else.
    var sorted: [AccessList] {
        uses.keys.sorted { $0.entries.lexicographicallyPrecedes($1.entries) }
    }
}
