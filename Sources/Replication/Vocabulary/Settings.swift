public import Zab
public import Znodes

/// The settings of a server above its peer's timing, under ZooKeeper's names.
public struct Settings: Hashable, Sendable {
    public var timing: Timing
    /// What requests may ask for.
    public var service = ServiceSettings()
    /// Bounds of the negotiated session timeout in ms; by default 2 and 20 ticks.
    public var minSessionTimeout: Int32
    public var maxSessionTimeout: Int32
    /// How often the leader looks for unused containers and nodes whose time to live is over
    /// (`znode.container.checkIntervalMs`).
    public var containerCheckInterval = Time.seconds(60)
    /// How many such nodes it removes in a minute (`znode.container.maxPerMinute`).
    public var containersPerMinute = 10_000
    /// A snapshot is taken after so many transactions.
    public var snapCount: Int
    /// How many nodes one piece of a streamed snapshot carries.
    public var snapshotPieceNodes = 64
    /// The wall clock, in ms since 1970, at `Time.zero`: what the leader writes into transactions, until
    /// `Input.clock` says that it was set.
    public var wallClock: Int64

    public init(timing: Timing = Timing(), snapCount: Int = 100_000, wallClock: Int64 = 0) {
        self.timing = timing
        self.snapCount = snapCount
        self.wallClock = wallClock
        minSessionTimeout = Int32(clamping: (timing.tick * 2).milliseconds)
        maxSessionTimeout = Int32(clamping: (timing.tick * 20).milliseconds)
    }
}
