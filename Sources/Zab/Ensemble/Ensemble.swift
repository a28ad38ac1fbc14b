/// The members of the service: who votes, who only watches, and which voters make a quorum.
public struct Ensemble: Hashable, Sendable {
    public let voters: ServerSet
    /// Observers receive every committed transaction and serve reads, but never vote or acknowledge.
    public let observers: ServerSet
    public let quorums: QuorumSystem

    public init(voters: ServerSet, observers: ServerSet = [], quorums: QuorumSystem? = nil) {
        precondition(!voters.isEmpty, "an ensemble has a voter")
        precondition(!voters.intersects(observers), "a server votes or observes, not both")
        self.voters = voters
        self.observers = observers
        self.quorums = quorums ?? .majority(voters)
    }

    public var members: ServerSet { ServerSet(voters.members + observers.members) }

    public func isQuorum(_ set: ServerSet) -> Bool { quorums.isQuorum(set) }
}
