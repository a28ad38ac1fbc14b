extension Peer {
    /// What a peer is doing; each case owns all that only it knows.
    public enum Role: Hashable, Sendable {
        case looking(Election)
        /// Following or observing.
        case learning(Learner)
        case leading(Leader)
    }
}

/// Where a role ends and the next begins.
enum Transition {
    /// Look for a leader again.
    case look(Reason)
    /// The election is won by this server.
    case lead
    /// The election is won by another.
    case learn(from: ServerID)
}
