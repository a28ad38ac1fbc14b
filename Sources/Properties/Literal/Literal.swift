import Zab

/// The sentences of the paper (DSN 2011, section III), word for word over whole histories.
///
/// They cost more than the chain hash and say more: which two transactions break which sentence.
enum Literal {
    /// A transaction as the sentences see it: nothing but its identity.
    struct Identity: Hashable {
        let zxid: Zxid
        let digest: UInt64

        init(_ entry: Entry) {
            zxid = entry.zxid
            digest = entry.digest
        }
    }

    private static func positions(_ history: [Entry]) -> [Identity: Int] {
        var positions: [Identity: Int] = [:]
        for (place, entry) in history.enumerated() { positions[Identity(entry)] = place }
        return positions
    }

    /// Total order: a before b in D_i and b ∈ D_j ⇒ a ∈ D_j and a before b there; and the same with
    /// i and j exchanged. Returns a pair that breaks it.
    static func totalOrder(
        _ first: [Entry], _ second: [Entry]
    ) -> (before: Entry, after: Entry)? {
        disorder(of: first, in: second) ?? disorder(of: second, in: first)
    }

    private static func disorder(
        of history: [Entry], in other: [Entry]
    ) -> (before: Entry, after: Entry)? {
        let positions = positions(other)
        // The later of the entries before b, by their place in the other history, decides for all
        // of them.
        var latest: (entry: Entry, place: Int)?
        var absent: Entry?
        for entry in history {
            let place = positions[Identity(entry)]
            if let place {
                if let absent { return (absent, entry) }
                if let latest, latest.place > place { return (latest.entry, entry) }
                if latest.map({ $0.place < place }) ?? true { latest = (entry, place) }
            } else if absent == nil {
                absent = entry
            }
        }
        return nil
    }

    /// Agreement: for a ∈ D_i and b ∈ D_j, b ∈ D_i or a ∈ D_j. Returns a pair that breaks it.
    static func agreement(
        _ first: [Entry], _ second: [Entry]
    ) -> (mine: Entry, other: Entry)? {
        let mine = positions(first)
        let others = positions(second)
        guard let only = first.first(where: { others[Identity($0)] == nil }),
            let missing = second.first(where: { mine[Identity($0)] == nil })
        else { return nil }
        return (only, missing)
    }

    /// Local primary order, for all pairs: proposed(a) before proposed(b) and b ∈ D ⇒ a ∈ D, before
    /// b. Returns a pair that breaks it.
    static func localPrimaryOrder(
        proposed: [Entry], delivered: [Entry]
    ) -> (before: Entry, after: Entry)? {
        let positions = positions(delivered)
        for (place, after) in proposed.enumerated() {
            guard let delivery = positions[Identity(after)] else { continue }
            for before in proposed[..<place] where (positions[Identity(before)] ?? .max) > delivery
            {
                return (before, after)
            }
        }
        return nil
    }
}
