/// Adds up the changes that steps carry, one step after the other, to the state of all servers.
public struct StateFold: Hashable, Sendable {
    public private(set) var states: ClusterState
    /// How many steps went in.
    public private(set) var steps = 0

    public init(header: Header) { states = ClusterState(header: header) }

    public mutating func apply(_ step: Step) {
        // Only the first step of a cut-out recording needs its key frame; later ones repeat the sum.
        if steps == 0, let frame = step.all {
            for (name, state) in frame.sorted(by: { $0.key < $1.key }) {
                states.merge(state, at: Lane(name))
            }
        } else if let changes = step.state {
            states.merge(changes, at: step.at)
        }
        steps += 1
    }
}

extension Recording {
    /// The state of all servers after step `n`; before the first step for anything smaller. Costs as many
    /// steps as lie before it: for random access, keep a `StateIndex`.
    public func states(after n: Int) -> ClusterState {
        var fold = StateFold(header: header)
        for step in steps.prefix(while: { $0.n <= n }) { fold.apply(step) }
        return fold.states
    }
}
