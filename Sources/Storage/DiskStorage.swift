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

    private enum Event: Sendable {
        case request(DiskRequest)
        case finished(SnapshotJob, SnapshotJob.Result)
        case close
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
                    inbox.put([.finished(job, job.run())])
                }
            }
        }
        threads.withLock { $0 = [writer, saver] }
    }

    /// Hands over requests; never waits for the disk.
    public func perform(_ requests: [DiskRequest]) {
        inbox.put(requests.map { .request($0) })
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
        do throws(StorageError) {
            // What an earlier life left over is not kept until this one has written as much.
            try disk.withLock { disk throws(StorageError) in try disk.purgeIfDue() }
        } catch {
            isBroken = true
            failed(error)
        }
        while true {
            for event in inbox.take() {
                if case .close = event {
                    if !isBroken { end(failed: failed) }
                    return jobs.put([nil])
                }
                if isBroken { continue }
                do throws(StorageError) {
                    for durable in try handle(event) { completed(durable) }
                } catch {
                    isBroken = true
                    failed(error)
                }
            }
        }
    }

    private func end(failed: @Sendable (StorageError) -> Void) {
        do throws(StorageError) {
            try disk.withLock { disk throws(StorageError) in try disk.close() }
        } catch {
            failed(error)
        }
    }

    private func handle(_ event: Event) throws(StorageError) -> [Durable] {
        try disk.withLock { disk throws(StorageError) in
            defer {
                if let job = disk.nextJob() { jobs.put([job]) }
                figures.withLock { $0 = disk.statistics }
            }
            switch event {
            case .request(let request):
                return try disk.perform(request).map { [$0] } ?? []
            case .finished(let job, let result):
                let done = try disk.finish(job, result)
                try disk.purgeIfDue()
                return done
            case .close: return []
            }
        }
    }
}
