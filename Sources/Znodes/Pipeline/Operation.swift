import Jute

/// A write as its client asks for it.
protocol WriteRequest: JuteRecord {
    /// Decides what every server will do, or refuses. All that a transaction says is absolute (final
    /// path, new version), so that doing it twice does it once.
    ///
    /// The checks stand in ZooKeeper's order, and nothing is foreseen before the last has passed.
    func prepare(
        _ foreseen: inout Preparation, on service: Service, at occasion: Occasion,
        for caller: Caller
    ) throws(ErrorCode) -> Transaction.Body
}

/// What every server does, in the order of zxids.
protocol TransactionRecord: JuteRecord {
    func apply(
        to service: inout Service, at occasion: Occasion, changes: inout [TreeChange]
    ) -> Outcome
}

/// A question that any server answers from its own tree.
protocol ReadRequest: JuteRecord {
    func read(from service: Service, for caller: Caller) -> Outcome

    /// The watch to set, given what the client was told.
    func watch(after outcome: Outcome) -> Watch?
}

extension ReadRequest {
    func watch(after outcome: Outcome) -> Watch? { nil }
}
