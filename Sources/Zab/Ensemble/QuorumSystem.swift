/// Which sets of voters may decide for all. Any two quorums share a member; that is what keeps two
/// halves of a cut ensemble from deciding apart (rule `quorumsIntersect`).
public enum QuorumSystem: Hashable, Sendable {
    /// More than half of the voters (`QuorumMaj`).
    case majority(ServerSet)
    /// More than half of the groups that have weight, each with more than half of its weight
    /// (`QuorumHierarchical`).
    case hierarchical([Group])

    /// Servers with one vote's weight each unless said otherwise; a group without weight does not count.
    public struct Group: Hashable, Sendable {
        public var weights: ServerMap<Int>

        public init(_ weights: [(ServerID, Int)]) {
            self.weights = ServerMap()
            for (id, weight) in weights { self.weights[id] = weight }
        }

        var total: Int { weights.entries.reduce(0) { $0 + $1.value } }

        func decides(_ set: ServerSet) -> Bool {
            weights.entries.reduce(0) { set.contains($1.key) ? $0 + $1.value : $0 } > total / 2
        }
    }

    public func isQuorum(_ set: ServerSet) -> Bool {
        switch self {
        case .majority(let voters):
            return voters.common(with: set) > voters.count / 2
        case .hierarchical(let groups):
            let counted = groups.filter { $0.total > 0 }
            return counted.count(where: { $0.decides(set) }) > counted.count / 2
        }
    }

    /// The weight of one server's vote; a server without weight is never elected.
    public func weight(of id: ServerID) -> Int {
        switch self {
        case .majority(let voters): return voters.contains(id) ? 1 : 0
        case .hierarchical(let groups):
            return groups.lazy.compactMap { $0.weights[id] }.first ?? 0
        }
    }

    /// How many voters the smallest quorum has, for display ("needs 2").
    public var smallestQuorum: Int {
        switch self {
        case .majority(let voters): return voters.count / 2 + 1
        case .hierarchical(let groups):
            let sizes = groups.filter { $0.total > 0 }.map { group in
                var weight = 0
                let heaviest = group.weights.entries.map(\.value).sorted(by: >)
                return heaviest.prefix { next in
                    defer { weight += next }
                    return weight <= group.total / 2
                }.count
            }
            return sizes.sorted().prefix(sizes.count / 2 + 1).reduce(0, +)
        }
    }
}
