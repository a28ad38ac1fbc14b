public import Zab

/// What the disk has done since the start, for `mntr` and the metrics.
public struct StorageStatistics: Hashable, Sendable {
    /// The time that the last flush of the log took, in ns.
    public internal(set) var lastFlush: Int64 = 0
    /// Written to the log, in bytes.
    public internal(set) var bytes = 0
    /// Snapshots saved.
    public internal(set) var snapshots = 0
    /// The time that the last snapshot took, in ns.
    public internal(set) var snapshotTime: Int64 = 0
    /// The newest snapshot, of this life or an earlier one.
    public internal(set) var lastSnapshot: SavedSnapshot?
    /// What the start took: reading the snapshot and reading the log, in ns, and how many log entries
    /// were read behind the snapshot.
    public internal(set) var snapshotLoadTime: Int64 = 0
    public internal(set) var logLoadTime: Int64 = 0
    public internal(set) var entriesLoaded = 0

    public init() {}
}

/// A snapshot on the disk.
public struct SavedSnapshot: Hashable, Sendable {
    public var zxid: Zxid
    /// When it was made, in ns since 1970.
    public var time: Int64
}
