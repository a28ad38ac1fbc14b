/// The settings that decide which requests are refused, under ZooKeeper's names. Every server of an
/// ensemble should have the same.
public struct ServiceSettings: Hashable, Sendable {
    /// Access control lists are kept and never asked (`zookeeper.skipACL`).
    public var skipACL = false
    /// Nodes with a time to live may be created (`zookeeper.extendedTypesEnabled`).
    public var extendedTypesEnabled = false
    /// Hard limits of quotas bind (`enforceQuota`).
    public var enforceQuota = false

    public init() {}
}
