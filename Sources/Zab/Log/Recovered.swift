/// What a server finds on its disk when it starts. Whatever was read has been flushed again before the
/// server starts, since a crash of the process alone leaves written, unflushed bytes readable.
public struct Recovered: Hashable, Sendable {
    public var epochs: Epochs
    /// The log behind the state that was read with it, whose zxid is its base.
    public var log: Log
    /// How many of the disk's transactions are in that state already: those between the newest snapshot and the
    /// log's base.
    public var replayed: Int
    /// How many nodes that snapshot has; of no interest when nothing was replayed.
    public var snapshotNodes: Int
    /// False when the disk cannot vouch for a history (ZOOKEEPER-2325): such a server must not vote.
    public var isComplete: Bool

    public init(
        epochs: Epochs = Epochs(), log: Log = Log(), replayed: Int = 0, snapshotNodes: Int = 0,
        isComplete: Bool = true
    ) {
        self.log = log
        self.replayed = replayed
        self.snapshotNodes = snapshotNodes
        self.isComplete = isComplete
        // A crash between history and epoch record leaves a log that is ahead of the epoch; it is a
        // prefix of that leader's history, so the epoch is raised to it.
        self.epochs = Epochs(
            accepted: max(epochs.accepted, log.last.epoch),
            current: max(epochs.current, log.last.epoch))
    }
}
