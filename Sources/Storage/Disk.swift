import Zab
import Znodes

/// One server's disk as its own thread sees it: carries out requests in order, one at a time.
///
/// It has no thread itself. A snapshot that need not be waited for is handed out as a job; whoever runs
/// it, at the same time as what follows or not, brings the result back.
struct Disk: Sendable {
    let settings: StorageSettings
    let fileSystem: any FileSystem
    let notice: @Sendable (StorageNotice) -> Void
    private(set) var log: LogWriter
    private(set) var epochs: EpochFile
    /// The snapshots that can be started from, oldest first.
    private(set) var snapshots: [Zxid]
    private(set) var statistics: StorageStatistics
    /// The snapshot that is being written.
    private var saving: SnapshotJob?
    /// The newest of those that were asked for meanwhile, and how many they are.
    private var waiting: [Service] = []
    private var isShort = false
    private var lastPurge: ContinuousClock.Instant?

    init(
        settings: StorageSettings, fileSystem: any FileSystem, log: LogWriter, epochs: EpochFile,
        snapshots: [Zxid], statistics: StorageStatistics,
        notice: @escaping @Sendable (StorageNotice) -> Void
    ) {
        self.settings = settings
        self.fileSystem = fileSystem
        self.log = log
        self.epochs = epochs
        self.snapshots = snapshots
        self.statistics = statistics
        self.notice = notice
    }

    // MARK: - Requests

    /// Carries out a request. What is durable by it, if it is one of those that are told.
    mutating func perform(_ request: DiskRequest) throws(StorageError) -> Durable? {
        switch request {
        case .append(let proposal):
            var records = LogRecords()
            records.append(proposal)
            try append(records)
            return nil
        case .truncate(let zxid):
            try truncate(to: zxid)
            return nil
        case .flush:
            try flush()
            return .log(log.durable)
        case .record(let newer):
            try record {
                $0.epochs = newer
                if newer.current > 0 { $0.isComplete = true }
            }
            return .epochs(newer)
        case .save(let service):
            return try save(service)
        }
    }

    mutating func append(_ records: LogRecords) throws(StorageError) {
        log.append(records)
        if log.isFull { try flush() }
    }

    private mutating func flush() throws(StorageError) {
        if log.isEmpty { return }
        var short: StorageError?
        if log.wantsFile { try beginFile(&short) }
        let clock = ContinuousClock()
        let start = clock.now
        let written = try storing { () throws(FileError) in try log.flush { short = $0 } }
        let time = (clock.now - start).nanoseconds
        if let written {
            statistics.lastFlush = time
            statistics.bytes += written
        }
        if let short, !isShort { notice(.spaceIsShort(short)) }
        isShort = short != nil
        if time > Int64(settings.slowFlush) * 1_000_000 {
            notice(.slowFlush(milliseconds: Int(time / 1_000_000)))
        }
    }

    /// What can be done before the next request comes, and need not be waited for: what was appended will have to be
    /// durable, and the flush that is asked for then finds it so.
    mutating func getReady() throws(StorageError) {
        try flush()
        try storing { () throws(FileError) in try log.zeroAhead() }
        log.evictBehind()
    }

    private mutating func beginFile(_ short: inout StorageError?) throws(StorageError) {
        let next = try storing { () throws(FileError) in try log.beginFile { short = $0 } }
        switch next {
        case .begun: try record { _ in }
        case .kept(let error): notice(.fileKept(error))
        }
    }

    private mutating func record(
        _ change: (inout EpochRecord) -> Void
    ) throws(StorageError) {
        var record = epochs.record
        record.durable = log.durable
        record.logFile = log.newest
        record.logPosition = UInt64(log.durablePosition)
        change(&record)
        try storing { () throws(FileError) in try epochs.write(record) }
    }

    // MARK: - Truncation

    /// A snapshot above the cut may not come back; the cut itself is a record of the log. A crash
    /// between the two leaves an older snapshot and the whole log.
    private mutating func truncate(to zxid: Zxid) throws(StorageError) {
        if let saving, saving.zxid > zxid {
            saving.cancel()
            try removeSnapshot(saving.zxid)
        }
        waiting.removeAll { $0.zxid > zxid }
        let doomed = snapshots.filter { $0 > zxid }
        if zxid < log.gap || doomed.count == snapshots.count && log.start > .zero {
            return try startOver()
        }
        for snapshot in doomed { try removeSnapshot(snapshot) }
        snapshots.removeLast(doomed.count)
        log.appendTruncation(to: zxid)
    }

    private func removeSnapshot(_ zxid: Zxid) throws(StorageError) {
        let path = SnapshotFile.path(of: zxid, in: settings.snapshots)
        try storing { () throws(FileError) in
            try remove(path)
            try fileSystem.synchronize(directory: settings.snapshots)
        }
    }

    /// What is gone already need not be removed.
    private func remove(_ path: String) throws(FileError) {
        do throws(FileError) { try fileSystem.remove(path) } catch {
            if !error.isMissing { throw error }
        }
    }

    /// Cut below all that it could start from: what is left cannot be vouched for.
    private mutating func startOver() throws(StorageError) {
        try flush()
        let files = log.files.map(\.path)
        saving?.cancel()
        waiting = []
        let names = snapshots + (saving.map { [$0.zxid] } ?? [])
        try storing { () throws(FileError) in try log.restart(at: .zero) }
        log.dropFiles(files.count)
        snapshots = []
        // From here on nothing that is found counts; see `Recovery.startOver`.
        try record { $0.isComplete = false }
        for zxid in names { try removeSnapshot(zxid) }
        try storing { () throws(FileError) in
            for path in files { try remove(path) }
            try fileSystem.synchronize(directory: settings.logs)
        }
    }

    // MARK: - Snapshots

    private mutating func save(_ service: Service) throws(StorageError) -> Durable? {
        // A snapshot must not outlive a log that it presumes.
        try flush()
        if service.zxid > log.durable {
            try take(over: service)
            return .snapshot(service.zxid)
        }
        // One at a time: under a load that asks for the next before this one is written, the disk would
        // do nothing else (`SyncRequestProcessor`).
        if saving != nil { return nil }
        log.roll()
        waiting.append(service)
        return nil
    }

    /// The leader's state: nothing goes on before it is on the disk.
    private mutating func take(over service: Service) throws(StorageError) {
        // A job of our own that was cut off may be about to remove what it has written.
        let job = SnapshotJob(
            service, in: settings.snapshots, of: fileSystem, suffix: ".leader" + Format.unfinished)
        switch job.run() {
        case .saved(let bytes, let time): keep(service.zxid, bytes: bytes, time: time)
        case .failed(let error): throw error
        case .cancelled: preconditionFailure("nobody knows of this job to cancel it")
        }
        try storing { () throws(FileError) in try log.restart(at: service.zxid) }
    }

    /// The next snapshot to write, when none is being written: the newest of those asked for.
    mutating func nextJob() -> SnapshotJob? {
        guard saving == nil, let newest = waiting.last else { return nil }
        let job = SnapshotJob(newest, in: settings.snapshots, of: fileSystem)
        saving = job
        return job
    }

    /// A job has ended. Older snapshots that were asked for are as good as saved with it.
    mutating func finish(
        _ job: SnapshotJob, _ result: SnapshotJob.Result
    ) throws(StorageError) -> [Durable] {
        saving = nil
        // Cut off meanwhile.
        if job.isCancelled { return [] }
        switch result {
        case .saved(let bytes, let time):
            let done = waiting.filter { $0.zxid <= job.zxid }
            waiting.removeFirst(done.count)
            keep(job.zxid, bytes: bytes, time: time)
            return done.map { .snapshot($0.zxid) }
        case .cancelled: return []
        case .failed(let error) where error.isPassing:
            waiting.removeAll { $0.zxid <= job.zxid }
            notice(.snapshotFailed(error))
            return []
        case .failed(let error): throw error
        }
    }

    private mutating func keep(_ zxid: Zxid, bytes: Int, time: Int64) {
        // A leader's, which is newer, may have overtaken it.
        snapshots = (snapshots.filter { $0 != zxid } + [zxid]).sorted()
        statistics.snapshots += 1
        statistics.snapshotTime = time
        statistics.lastSnapshot = SavedSnapshot(zxid: zxid, time: fileSystem.now)
        notice(.snapshotSaved(zxid, bytes: bytes))
    }

    // MARK: - Purging

    /// Purges, if that is due: at the start, and then when a snapshot has been added, because only
    /// that leaves something to remove (`DatadirCleanupManager`).
    mutating func purgeIfDue() throws(StorageError) {
        let now = ContinuousClock.now
        // Hours are never turned into something smaller: there may be too many.
        let interval = Duration.seconds(settings.purgeInterval)
        let isDue = lastPurge.map { (now - $0) / 3_600 >= interval } ?? true
        guard settings.purgeInterval > 0, isDue else { return }
        lastPurge = now
        try purge()
    }

    /// Removes the snapshots beyond those to be kept, and the log files before the oldest one that is
    /// left. No file needs to be removed: one that cannot be stays, with all that begins with it.
    mutating func purge() throws(StorageError) {
        let excess = snapshots.count - max(3, settings.retainedSnapshots)
        guard excess > 0 else { return }
        var removed = 0
        for zxid in snapshots.prefix(excess).reversed() {
            guard canPurge(SnapshotFile.path(of: zxid, in: settings.snapshots)) else { continue }
            snapshots.removeAll { $0 == zxid }
            removed += 1
        }
        guard removed > 0 else { return }
        try storing { () throws(FileError) in
            try fileSystem.synchronize(directory: settings.snapshots)
        }
        removed += try purgeLog(before: snapshots[0])
        notice(.purged(files: removed))
    }

    /// From the oldest on, each for good before the next, so that what is left has no gap even where the power is cut.
    /// How many files it removed.
    private mutating func purgeLog(before oldest: Zxid) throws(StorageError) -> Int {
        let needed = log.files.lastIndex { $0.header.base <= oldest } ?? 0
        var removed = 0
        for file in log.files.prefix(needed) {
            guard canPurge(file.path) else { break }
            log.dropFiles(1)
            removed += 1
            try storing { () throws(FileError) in
                try fileSystem.synchronize(directory: settings.logs)
            }
        }
        return removed
    }

    /// Removes a file if it can be removed, and says so if not.
    private func canPurge(_ path: String) -> Bool {
        do throws(FileError) {
            try remove(path)
            return true
        } catch {
            notice(.notPurged(StorageError(error)))
            return false
        }
    }

    // MARK: - The end

    /// Writes what was appended and not flushed, notes where the log ends, so that the next start misses what has gone
    /// since, and lets go of the files.
    mutating func close() throws(StorageError) {
        saving?.cancel()
        try flush()
        try storing { () throws(FileError) in try log.close() }
        try record { _ in }
        epochs.close()
    }
}

extension Duration {
    var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}
