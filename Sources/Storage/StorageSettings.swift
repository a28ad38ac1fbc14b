/// Where and how a server keeps its data, under ZooKeeper's names.
public struct StorageSettings: Hashable, Sendable {
    /// Snapshots and the epoch record (`dataDir`).
    public var dataDirectory: String
    /// The log (`dataLogDir`); the data directory when nil.
    public var logDirectory: String?
    /// How many bytes a log file is made longer at a time, before they are needed (`preAllocSize`, there
    /// in KiB); 0 for never.
    public var preallocation = 64 << 20
    /// How many snapshots a purge leaves, with the log behind the oldest of them
    /// (`autopurge.snapRetainCount`); 3 at least.
    public var retainedSnapshots = 3
    /// How many hours pass between purges, the first at the start (`autopurge.purgeInterval`); 0 for no
    /// purge at all, ZooKeeper's default.
    public var purgeInterval = 0
    /// False to call flushed what only the operating system has (`forceSync=no`): faster, and a power
    /// failure loses what was acknowledged.
    public var synchronizes = true
    /// A flush that takes longer is told, in ms (`fsync.warningthresholdms`).
    public var slowFlush = 1_000
    /// Whether a server that finds no data begins with none (`db.autocreate`). Otherwise that takes a
    /// file `initialize` in the log's directory, which is used up by it: a wiped or replaced disk is
    /// then not taken for a new server (fault D19).
    public var beginsEmpty = true
    /// The only server there is: its whole log is history, and all but the last `window` entries are
    /// applied while they are read. In an ensemble the end of a log may yet be cut off.
    public var isStandalone = false
    /// See `isStandalone`.
    public var window = 500

    public init(dataDirectory: String, logDirectory: String? = nil) {
        self.dataDirectory = dataDirectory
        self.logDirectory = logDirectory
    }

    /// Where the files of snapshots and epochs are.
    public var snapshots: String { "\(dataDirectory)/\(Format.directory)" }
    /// Where the files of the log are.
    public var logs: String { "\(logDirectory ?? dataDirectory)/\(Format.directory)" }
}
