/// What came of a transaction on a server.
public struct Applied: Hashable, Sendable {
    /// For the client, if it is connected here.
    public var outcome: Outcome
    /// In the order in which watches must fire.
    public var changes: [TreeChange]

    public init(outcome: Outcome, changes: [TreeChange]) {
        self.outcome = outcome
        self.changes = changes
    }
}
