import Flight
import Logging
import NIOCore
import NIOPosix
import Replication
import Storage
import Zab
import Znodes
import ZooKeeperWire

/// Runs one replica on one event loop: what happens becomes an input, and the effects are carried out in
/// order. The real counterpart of the simulator's `World`.
///
/// Everything here happens on `loop`; only the disk and the recorder have threads of their own. (Sendable
/// unchecked: what leaves the loop are values.)
final class ReplicaDriver: @unchecked Sendable {
    let loop: any EventLoop
    let log: Logger
    private(set) var replica: Replica
    let storage: DiskStorage
    let configuration: Configuration
    /// Nil once nothing is recorded any more.
    private var recorder: FlightRecorder?
    /// What happened in this batch, for the recorder.
    @exclusivity(unchecked) private var notes = FlightNotes()
    private let origin: NIODeadline
    /// Told once, when this server must not go on.
    private let failed: @Sendable (ServerError) -> Void

    let settings: DriverSettings
    /// Those that the replica knows of.
    var clients: [Connection: ClientChannel] = [:]
    /// Of those, the one that was looked for last.
    var latestClient: ClientChannel?
    var doorman: Doorman
    var timers: [DriverTimer: Scheduled<Void>] = [:]
    /// Room for the effects of an input; empty between inputs.
    private var room: [Replication.Effect] = []
    /// Handed to the disk together, so that a flush serves all of it.
    @exclusivity(unchecked) var forDisk = DiskBatch()
    private var isWakeUpDue = false
    /// Have answers that were not sent yet.
    private var answered: [ClientChannel] = []
    /// May go on once the batch is over.
    private var woken: [ClientChannel] = []
    private var isWaking = false
    /// Wait until fewer requests are in work.
    private var throttled: [ClientChannel] = []
    var lastNumber: Connection = 0
    /// The time of the present batch: one look at the clock serves every request read at once.
    private(set) var now = Time.zero
    private var isHandling = false
    private(set) var hasFailed = false
    var servingSince = Time.zero
    /// Bytes of unfinished frames.
    var gathering = 0
    private var rounds: RepeatedTask?
    private var lastRound = Time.zero
    /// Requests taken and not answered yet.
    var outstanding = 0
    var traceMask: Int64 = 306
    private var snapshotsBySize: SnapshotsBySize
    @exclusivity(unchecked) var logQueue = LogQueue()
    var watchFirings = WatchFirings()
    /// Floods of one kind hide nothing of another.
    var linesOfClients: [Logger.Level: LogLimit] = [:]
    var whenServing: [EventLoopPromise<Void>] = []
    @exclusivity(unchecked) var metrics = ServerMetrics()

    init(
        replica: Replica, settings: DriverSettings, configuration: Configuration,
        storage: DiskStorage, recorder: FlightRecorder?, loop: any EventLoop, log: Logger,
        failed: @escaping @Sendable (ServerError) -> Void
    ) {
        self.settings = settings
        self.configuration = configuration
        doorman = Doorman(limits: settings.limits)
        snapshotsBySize = SnapshotsBySize(limit: configuration.snapSizeLimitInKb)
        self.replica = replica
        self.storage = storage
        self.recorder = recorder
        self.loop = loop
        self.log = log
        self.failed = failed
        origin = .now()
        metrics.noteStart(storage.statistics)
    }

    // MARK: - A batch

    /// What happens inside `body` happens at one time; afterwards the disk gets its requests and the
    /// clients their answers.
    func batch<Result>(_ body: () -> Result) -> Result {
        loop.assertInEventLoop()
        now = clock
        let result = body()
        if recorder?.take(&notes) == false { recorder = nil }
        if !forDisk.isEmpty { handOverInTime() }
        if !answered.isEmpty {
            for client in answered { client.flush() }
            answered.removeAll(keepingCapacity: true)
        }
        if !throttled.isEmpty, !isOverloaded {
            woken.append(contentsOf: throttled)
            throttled.removeAll(keepingCapacity: true)
        }
        wake()
        return result
    }

    /// What the disk waits for, at once. What is only appended is there for it when it is done with the flush that is under
    /// way; if it sleeps by then, it is woken when all has been read that the sockets had.
    private func handOverInTime() {
        if forDisk.isAwaited { return handOver() }
        storage.leave(&forDisk)
        if isWakeUpDue { return }
        isWakeUpDue = true
        loop.execute {
            self.isWakeUpDue = false
            self.storage.wake()
        }
    }

    private func handOver() {
        if !forDisk.isEmpty { storage.perform(&forDisk) }
    }

    /// Each goes on in a batch of its own, one after another and not one within another: thousands may wait.
    private func wake() {
        if isWaking { return }
        isWaking = true
        while !woken.isEmpty {
            let round = woken
            woken.removeAll(keepingCapacity: true)
            for client in round { client.resume() }
        }
        isWaking = false
    }

    /// The time since this life began, by a clock that never goes back.
    var clock: Time { .nanoseconds((NIODeadline.now() - origin).nanoseconds) }

    /// Tells the replica what happened, and does what it wants; only inside a batch.
    func handle(_ input: Replication.Input) {
        precondition(!isHandling, "effects are carried out before the next input comes")
        if hasFailed { return }
        isHandling = true
        if recorder != nil { notes.note(input, now: now) }
        // Transactions are applied when they are durable; a client's own input fires nothing.
        if case .peer = input { watchFirings.begin() }
        // Taken out while it is in use: each look at a property of a class is checked for others at the same time.
        var effects = room
        room = []
        replica.handle(input, now: now, into: &effects)
        effects.drain { carryOut($0) }
        room = effects
        if watchFirings.isOpen { watchFirings.end(&metrics) }
        isHandling = false
    }

    /// Its answers are sent at the end of the batch.
    func flushAfterBatch(_ client: ClientChannel) { answered.append(client) }

    /// It has waited for something that has come.
    func wakeAfterBatch(_ client: ClientChannel) { woken.append(client) }

    /// Whether so many requests are in work that busy connections must wait. Who hung up no longer waits for an answer,
    /// and what it asked for still waits for the disk.
    var isOverloaded: Bool { max(outstanding, logQueue.count) >= settings.limits.outstanding }

    func throttle(_ client: ClientChannel) { throttled.append(client) }

    // MARK: - Life

    /// Starts the disk and the replica; the future is fulfilled when clients are served.
    func start() -> EventLoopFuture<Void> {
        loop.assertInEventLoop()
        let promise = loop.makePromise(of: Void.self)
        whenServing.append(promise)
        storage.start(
            completed: { [weak self] durable in
                guard let self else { return }
                let statistics = storage.statistics
                loop.execute { self.settle(durable, statistics) }
            },
            failed: { [weak self] error in
                guard let self else { return }
                loop.execute { self.fail(ServerError("\(error)", .dataDirectory)) }
            })
        rounds = loop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) {
            [weak self] _ in self?.goRound()
        }
        batch { handle(.peer(.start)) }
        return promise.futureResult
    }

    /// - Parameter statistics: as of the moment when that became durable.
    private func settle(_ durable: Durable, _ statistics: StorageStatistics) {
        if case .log(let end) = durable, logQueue.flushed(upTo: end, at: clock, &metrics) {
            let time = Int(statistics.lastFlush / 1_000_000)
            metrics.fsyncTime.add(time)
            if time > configuration.fsyncWarningThreshold { metrics.fsyncThresholdExceeded += 1 }
            if snapshotsBySize.isDue(statistics, at: replica.lastZxid) {
                storage.perform([.save(replica.service)])
            }
        } else if case .snapshot = durable {
            metrics.snapshotTime.add(Int(statistics.snapshotTime / 1_000_000))
            if snapshotsBySize.take(durable) { return }
        }
        let before = replica.lastZxid
        batch { handle(.peer(.durable(durable))) }
        storage.letGo()
        metrics.noteCommits(from: before, to: replica.lastZxid)
    }

    /// Every second: who keeps the server waiting, and is the clock what it was?
    private func goRound() {
        batch {
            for (client, why) in doorman.dawdlers(at: now) { client.abandon(why) }
        }
        if now - lastRound > .seconds(10), lastRound > .zero {
            log.warning("this process did not run for \((now - lastRound).milliseconds) ms")
        }
        lastRound = now
        let shown = settings.wallClock()
        let jump = shown - replica.wallClock(now)
        if abs(jump) > 1_000, !hasFailed {
            batch { handle(.clock(shown)) }
            log.warning(
                """
                the system's clock jumped by \(jump) ms; sessions are not affected, and changes are \
                dated by the new time from now on
                """)
        }
    }

    /// Closes every connection; the sessions stay, their clients come back elsewhere or later.
    func stop() {
        loop.assertInEventLoop()
        hasFailed = true
        handOver()
        rounds?.cancel()
        for timer in timers.values { timer.cancel() }
        timers = [:]
        for client in doorman.everyone { client.abort() }
        clients = [:]
        latestClient = nil
    }

    /// Clients are served from now on.
    func begin() {
        servingSince = now
        for promise in whenServing { promise.succeed() }
        whenServing = []
    }

    /// This server must not go on: whatever it said from here on could be untrue.
    func fail(_ error: ServerError) {
        loop.assertInEventLoop()
        if hasFailed { return }
        hasFailed = true
        log.critical("\(error)")
        for promise in whenServing { promise.fail(error) }
        whenServing = []
        for client in doorman.everyone { client.abort() }
        clients = [:]
        latestClient = nil
        failed(error)
    }
}
