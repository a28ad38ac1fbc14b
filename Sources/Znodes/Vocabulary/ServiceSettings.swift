import Jute

/// The settings that decide which requests are refused, under ZooKeeper's names. Every server of an
/// ensemble should have the same.
public struct ServiceSettings: Hashable, Sendable {
    /// Access control lists are kept and never asked (`zookeeper.skipACL`).
    public var skipACL = false
    /// Nodes with a time to live may be created (`zookeeper.extendedTypesEnabled`).
    public var extendedTypesEnabled = false
    /// Hard limits of quotas bind (`enforceQuota`).
    public var enforceQuota = false
    /// After how many milliseconds a container goes that never had a child; 0 keeps it
    /// (`znode.container.maxNeverUsedIntervalMs`).
    public var containerMaxNeverUsed: Int64 = 0
    /// The longest transaction that may be proposed, in bytes. A longer one would be refused by Java's servers
    /// that must read it (`jute.maxbuffer` with its allowance), again and again, so it is never made.
    public var maxTransactionBytes = JuteReader.defaultLimit

    public init() {}
}
