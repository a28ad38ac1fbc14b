/// The times that the protocol runs by, under ZooKeeper's names.
public struct Timing: Hashable, Sendable {
    /// The unit of the two limits below (`tickTime`, 2 s by default in ZooKeeper).
    public var tick: Time = .milliseconds(2_000)
    /// Ticks that a learner has to connect and synchronize.
    public var initLimit: Int64 = 10
    /// Ticks that leader and learner may be silent to each other.
    public var syncLimit: Int64 = 5
    /// The quiet period before an election is decided (`finalizeWait`).
    public var finalizeWait: Time = .milliseconds(200)
    /// First and last interval between two sendings of the same notification. ZooKeeper goes up to
    /// 60 s, which makes a healed ensemble wait for a minute; we stop at 3.2 s.
    public var notificationFirst: Time = .milliseconds(200)
    public var notificationLast: Time = .milliseconds(3_200)
    /// How often, and how far apart, a learner knocks at its leader's door
    /// (`leaderConnectDelayDuringRetryMs`).
    public var connectAttempts = 5
    public var connectDelay: Time = .milliseconds(100)
    /// How many committed transactions are kept in memory for DIFF (`commitLogCount`).
    public var window = 500
    /// The last counter of an epoch; reaching it forces a new one (ZOOKEEPER-1277).
    public var lastCounter: UInt32 = .max

    public init() {}

    var initTime: Time { tick * initLimit }
    var syncTime: Time { tick * syncLimit }
}
