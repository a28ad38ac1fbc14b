import Synchronization
import Threads
public import Zab
public import Znodes

/// One server's disk: a log, snapshots, and the epoch record (`FileTxnSnapLog`,
/// `SyncRequestProcessor`).
///
/// Requests are carried out in order on a thread of its own; snapshots are written by another one while
/// the log goes on. Nothing is called durable before the disk has it. After an error of the disk nothing
/// is called durable ever again: the server must end (faults D10 and D11).
public final class DiskStorage: Sendable {
    private let disk: Mutex<Disk>
    private let release: Mutex<(@Sendable () -> Void)?>
    private let inbox = Inbox<Event>()
    private let jobs = Inbox<SnapshotJob?>()
    private let threads = Mutex<[OwnThread]>([])
    private let figures: Mutex<StorageStatistics>
    /// What is in the log, for whoever handed it over to let go of; see `LogRecords`.
    private let spent = Mutex<[LogRecords]>([])

    private enum Event: Sendable {
        case batch([DiskBatch.Part])
        case finished(SnapshotJob, SnapshotJob.Result)
        case close

        var isClose: Bool { if case .close = self { true } else { false } }
    }

    private init(disk: sending Disk, release: @escaping @Sendable () -> Void) {
        figures = Mutex(disk.statistics)
        self.disk = Mutex(disk)
        self.release = Mutex(release)
    }

    /// Opens the directories, or makes them; takes their locks; reads what is there.
    ///
    /// - Returns: The storage, and what `Replica.init` wants.
    public static func open(
        _ settings: StorageSettings, fileSystem: some FileSystem = HostFileSystem(),
        notice: @escaping @Sendable (StorageNotice) -> Void = { _ in }
    ) throws(StorageError) -> (storage: DiskStorage, recovered: Recovered, service: Service) {
        let release = try Locks.take(settings, fileSystem)
        do throws(StorageError) {
            let result = try Recovery(settings: settings, fileSystem: fileSystem, notice: notice)
                .run()
            let storage = DiskStorage(disk: result.disk, release: release)
            return (storage, result.recovered, result.service)
        } catch {
            release()
            throw error
        }
    }

    /// Starts the threads. `completed` is called on the disk's, in order, for every flush, record and
    /// save; `failed` at most once, and then nothing any more.
    public func start(
        completed: @escaping @Sendable (Durable) -> Void,
        failed: @escaping @Sendable (StorageError) -> Void
    ) {
        let writer = OwnThread { [self] in serve(completed: completed, failed: failed) }
        let saver = OwnThread { [self] in
            while true {
                for job in jobs.take() {
                    guard let job else { return }
                    inbox.put([.finished(job, job.run(isPaced: true))])
                }
            }
        }
        threads.withLock { $0 = [writer, saver] }
    }

    /// Hands over requests, and leaves the batch empty; never waits for the disk.
    public func perform(_ batch: inout DiskBatch) {
        letGo()
        inbox.put([.batch(batch.takeParts())])
    }

    /// The same, but without waking the disk's thread for it, which takes it up when it is done with what it does.
    /// `wake()` is to follow: the thread may be asleep.
    public func leave(_ batch: inout DiskBatch) {
        letGo()
        inbox.leave([.batch(batch.takeParts())])
    }

    /// Lets go of what was appended and is in the log by now: to be called by who handed it over, when something is told
    /// to be durable.
    public func letGo() {
        var past: [LogRecords] = []
        // Nobody waits for the lock while it is let go of.
        spent.withLock { swap(&$0, &past) }
    }

    /// Sees to it that what was left is carried out.
    public func wake() { inbox.ring() }

    public func perform(_ batch: DiskBatch) {
        var batch = batch
        perform(&batch)
    }

    /// Finishes what was handed over, ends the threads, releases the lock. A snapshot that is being
    /// written is given up: the log has everything.
    public func close() {
        let running = threads.withLock { threads in
            defer { threads = [] }
            return threads
        }
        if !running.isEmpty {
            inbox.put([.close])
            for thread in running { thread.join() }
        }
        release.withLock { release in
            release?()
            release = nil
        }
    }

    public var statistics: StorageStatistics { figures.withLock { $0 } }

    // MARK: - The disk's thread

    private func serve(
        completed: @Sendable (Durable) -> Void, failed: @Sendable (StorageError) -> Void
    ) {
        var isBroken = false
        func attempt(
            _ body: (inout Disk, inout [Durable]) throws(StorageError) -> Void
        ) -> (done: [Durable], failure: StorageError?) {
            if isBroken { return ([], nil) }
            var done: [Durable] = []
            let failure: StorageError? = disk.withLock { disk in
                defer {
                    if let job = disk.nextJob() { jobs.put([job]) }
                    figures.withLock { $0 = disk.statistics }
                }
                do throws(StorageError) { try body(&disk, &done) } catch { return error }
                return nil
            }
            return (done, failure)
        }
        /// What became durable before it failed is told all the same.
        func tell(_ outcome: (done: [Durable], failure: StorageError?)) {
            for durable in outcome.done { completed(durable) }
            guard let failure = outcome.failure else { return }
            isBroken = true
            failed(failure)
        }

        // What an earlier life left over is not kept until this one has written as much.
        tell(attempt { disk, _ throws(StorageError) in try disk.purgeIfDue() })
        while true {
            var events = inbox.take()
            let isLast = events.contains(where: \.isClose)
            let outcome = attempt { disk, done throws(StorageError) in
                try Self.carryOut(events, on: &disk, &done)
            }
            // Before it is told, for who hears that lets go of it, and is to be the last to do so.
            giveBack(&events)
            tell(outcome)
            // A snapshot's end may have come behind it.
            if isLast { return jobs.put([nil]) }
            tell(attempt { disk, _ throws(StorageError) in try disk.getReady() })
        }
    }

    /// Leaves the log's records to the other thread. A state that was to be saved is none of them: to let go of it may take
    /// a while, which that thread has not.
    private func giveBack(_ events: inout [Event]) {
        spent.withLock { spent in
            for case .batch(let parts) in events {
                for case .append(let records) in parts { spent.append(records) }
            }
        }
        events = []
    }

    /// What was handed over since the last time, in order; but a flush waits for what was appended behind it and is
    /// here already, which then needs no flush of its own.
    private static func carryOut(
        _ events: [Event], on disk: inout Disk, _ done: inout [Durable]
    ) throws(StorageError) {
        var isFlushOwed = false
        func settle() throws(StorageError) {
            if isFlushOwed, let durable = try disk.perform(.flush) { done.append(durable) }
            isFlushOwed = false
        }
        for event in events {
            switch event {
            case .batch(let parts):
                for part in parts {
                    switch part {
                    case .append(let records):
                        try disk.append(records)
                    case .request(let request):
                        try settle()
                        if case .flush = request {
                            isFlushOwed = true
                        } else if let durable = try disk.perform(request) {
                            done.append(durable)
                        }
                    }
                }
            case .finished(let job, let result):
                try settle()
                done += try disk.finish(job, result)
                try disk.purgeIfDue()
            case .close:
                try settle()
                return try disk.close()
            }
        }
        try settle()
    }
}
