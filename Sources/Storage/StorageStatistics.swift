/// What the disk has done since the start, for `mntr` and the metrics.
public struct StorageStatistics: Hashable, Sendable {
    /// Flushes of the log.
    public internal(set) var flushes = 0
    /// Their times, in ns: the sum, the longest, the last.
    public internal(set) var flushTime: Int64 = 0
    public internal(set) var longestFlush: Int64 = 0
    public internal(set) var lastFlush: Int64 = 0
    /// Log entries written, and all bytes written for them.
    public internal(set) var entries = 0
    public internal(set) var bytes = 0
    public internal(set) var snapshots = 0
    /// The time that the last snapshot took, in ns.
    public internal(set) var snapshotTime: Int64 = 0
    /// Sizes on the disk, in bytes: all log files, all snapshots.
    public internal(set) var logSize = 0
    public internal(set) var snapshotSize = 0

    public init() {}

    mutating func flushed(bytes: Int, entries: Int, time: Int64) {
        flushes += 1
        flushTime += time
        longestFlush = max(longestFlush, time)
        lastFlush = time
        self.entries += entries
        self.bytes += bytes
    }
}
