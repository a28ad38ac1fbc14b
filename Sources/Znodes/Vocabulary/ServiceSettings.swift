import Jute

/// The settings that decide which requests are refused, under ZooKeeper's names. Every server of an
/// ensemble should have the same.
public struct ServiceSettings: Hashable, Sendable {
    /// Access control lists are kept and never asked (`zookeeper.skipACL`).
    public var skipACL = false
    /// Nodes with a time to live may be created (`zookeeper.extendedTypesEnabled`).
    public var extendedTypesEnabled = false
    /// Access control lists may name SASL users: where nobody can log in as one, nobody is meant
    /// (`authProvider.*`).
    public var acceptsSASL = false
    /// Access control lists may name the subjects of clients' certificates (`authProvider.x509`).
    public var acceptsX509 = false
    /// Hard limits of quotas bind (`enforceQuota`).
    public var enforceQuota = false
    /// Whether the members of the ensemble may be changed; a server that stands alone cannot do it, and
    /// says so in other words then (`reconfigEnabled`).
    public var reconfigEnabled = false
    /// After how many milliseconds a container goes that never had a child; 0 keeps it
    /// (`znode.container.maxNeverUsedIntervalMs`).
    public var containerMaxNeverUsed: Int64 = 0
    /// The longest transaction that may be proposed, in bytes. A longer one would be refused by Java's servers
    /// that must read it (`jute.maxbuffer` with its allowance), again and again, so it is never made.
    public var maxTransactionBytes = JuteReader.defaultLimit

    public init() {}
}
