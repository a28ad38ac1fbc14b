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
    private let recorder: FlightRecorder?
    private let origin: NIODeadline
    /// Told once, when this server must not go on.
    private let failed: @Sendable (ServerError) -> Void

    let settings: DriverSettings
    /// Those that the replica knows of.
    private(set) var clients: [Connection: ClientChannel] = [:]
    private(set) var doorman: Doorman
    private var timers: [DriverTimer: Scheduled<Void>] = [:]
    /// Used again for every input.
    private var effects: [Replication.Effect] = []
    /// Handed to the disk together at the end of a batch, so that a flush serves all of it.
    private var forDisk: [DiskRequest] = []
    /// Have answers that were not sent yet.
    private var answered: [ClientChannel] = []
    /// May go on once the batch is over.
    private var woken: [ClientChannel] = []
    private var isWaking = false
    /// Wait until fewer requests are in work.
    private var throttled: [ClientChannel] = []
    private var lastNumber: Connection = 0
    /// The time of the present batch: one look at the clock serves every request read at once.
    private(set) var now = Time.zero
    private var isHandling = false
    private(set) var hasFailed = false
    private(set) var servingSince = Time.zero
    /// Bytes of unfinished frames.
    var gathering = 0
    private var rounds: RepeatedTask?
    private var lastRound = Time.zero
    /// Requests taken and not answered yet.
    var outstanding = 0
    var traceMask: Int64 = 306
    private var snapshotsBySize: SnapshotsBySize
    private var logQueue = LogQueue()
    private var watchFirings = WatchFirings()
    private var linesOfClients = LogLimit()
    private var whenServing: [EventLoopPromise<Void>] = []
    var metrics = ServerMetrics()

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
        if !forDisk.isEmpty {
            storage.perform(forDisk)
            forDisk.removeAll(keepingCapacity: true)
        }
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
        recorder?.note(input, now: now)
        // Transactions are applied when they are durable; a client's own input fires nothing.
        if case .peer = input { watchFirings.begin() }
        replica.handle(input, now: now, into: &effects)
        // Taken from the end of the reversed list, each is moved; in a loop over it each would be copied.
        effects.reverse()
        while let effect = effects.popLast() { carryOut(effect) }
        if watchFirings.isOpen { watchFirings.end(&metrics) }
        isHandling = false
    }

    /// Its answers are sent at the end of the batch.
    func flushAfterBatch(_ client: ClientChannel) { answered.append(client) }

    /// It has waited for something that has come.
    func wakeAfterBatch(_ client: ClientChannel) { woken.append(client) }

    /// Whether so many requests are in work that busy connections must wait.
    var isOverloaded: Bool { outstanding >= settings.limits.outstanding }

    func throttle(_ client: ClientChannel) { throttled.append(client) }

    // MARK: - Effects

    private func carryOut(_ effect: Replication.Effect) {
        switch effect {
        case .reply(let connection, let reply):
            clients[connection]?.send(reply)
        case .peer(let effect):
            carryOut(effect)
        case .notify(let connection, let event):
            watchFirings.note(event, to: connection, &metrics)
            clients[connection]?.send(event)
        case .saveSnapshot(let service):
            forDisk.append(.save(service))
        case .start(let timer, let after):
            start(.replica(timer), after: after)
        case .cancel(let timer):
            cancel(.replica(timer))
        case .accept(let connection, let session, let timeout):
            clients[connection]?.accept(session: session, timeout: timeout)
        case .close(let connection, let reason):
            clients.removeValue(forKey: connection)?.close(reason)
        case .refused(let reason):
            log.debug("refused", metadata: ["reason": "\(reason.explanation)"])
        case .session(let session, let event):
            if event == .expired { metrics.staleSessionsExpired += 1 }
            log.debug("session \(event.rawValue)", metadata: ["session": .hexadecimal(session)])
        case .proposed, .applied, .installed: break
        }
    }

    private func carryOut(_ effect: Zab.Effect) {
        switch effect {
        case .append(let proposal):
            metrics.proposals += 1
            forDisk.append(.append(proposal))
            logQueue.append()
        case .flush:
            forDisk.append(.flush)
            logQueue.flush(at: now, &metrics)
        case .truncate(let zxid, _): forDisk.append(.truncate(to: zxid))
        case .record(let epochs): forDisk.append(.record(epochs))
        case .start(let timer, let after): start(.peer(timer), after: after)
        case .cancel(let timer): cancel(.peer(timer))
        case .serve: begin()
        case .retire(let reason): log.notice("stops serving: \(reason.explanation)")
        case .restart(let reason):
            fail(ServerError("this life cannot go on: \(reason.explanation)"))
        case .decided, .ignored: break
        case .send, .connect, .disconnect:
            preconditionFailure("a server that is its own quorum has nobody to talk to")
        case .deliver, .saveSnapshot, .sendSnapshot, .receiveSnapshot, .received:
            preconditionFailure("the replica answers these itself")
        }
    }

    private func begin() {
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
        failed(error)
    }

    // MARK: - Timers

    private func start(_ timer: DriverTimer, after: Time) {
        timers[timer]?.cancel()
        timers[timer] = loop.scheduleTask(in: .nanoseconds(after.nanoseconds)) { [weak self] in
            self?.fire(timer)
        }
    }

    private func cancel(_ timer: DriverTimer) { timers.removeValue(forKey: timer)?.cancel() }

    private func fire(_ timer: DriverTimer) {
        timers[timer] = nil
        batch {
            switch timer {
            case .peer(let timer): handle(.peer(.timer(timer)))
            case .replica(let timer): handle(.timer(timer))
            }
        }
    }

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
        if case .log = durable, logQueue.flushed(at: clock, &metrics) {
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
        let shown = CalendarTime.nowInMilliseconds
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
        rounds?.cancel()
        for timer in timers.values { timer.cancel() }
        timers = [:]
        for client in doorman.everyone { client.abort() }
        clients = [:]
    }

    // MARK: - Clients

    func nextNumber() -> Connection {
        lastNumber += 1
        return lastNumber
    }

    /// Whether a new connection may stay.
    func admit(_ client: ClientChannel) -> Bool {
        guard let refusal = doorman.admit(client) else { return true }
        metrics.connectionsRejected += 1
        tell(.warning, refusal, of: client)
        return false
    }

    /// The replica is told of this connection next.
    func enter(_ client: ClientChannel) { clients[client.number] = client }

    /// The replica hears nothing more of the connection.
    func leave(_ client: ClientChannel) { clients[client.number] = nil }

    /// The connection is closed.
    func gone(_ client: ClientChannel) {
        leave(client)
        doorman.leave(client)
    }

    func noteMalformed(_ client: ClientChannel, _ reason: String) {
        log.debug(
            "malformed request", metadata: ["client": "\(client.name)", "reason": "\(reason)"])
    }

    func refuseMalformed(_ client: ClientChannel, _ reason: String) {
        tell(.info, "closes a connection: \(reason)", of: client)
    }

    /// A line about a client that anyone could cause.
    private func tell(_ level: Logger.Level, _ text: String, of client: ClientChannel) {
        guard let heldBack = linesOfClients.admit(at: now) else { return }
        let more = heldBack > 0 ? " (and \(heldBack) more lines of this kind before)" : ""
        log.log(level: level, "\(text)\(more)", metadata: ["client": "\(client.name)"])
    }

    /// A command for people, in place of a session.
    func answer(_ word: FourLetterWord, mask: Int64, on client: ClientChannel) {
        if configuration.fourLetterWords.contains(word), let action = word.action(mask: mask) {
            carryOut(action)
        }
        let details = configuration.fourLetterWords.contains(word) ? word.needs : []
        let status = gather(details)
        if details.isEmpty {
            return client.finish(with: FourLetterAnswer.text(word, status, configuration))
        }
        // What is long, or asks the operating system, must keep nobody waiting.
        let number = client.number
        NIOThreadPool.singleton.runIfActive(eventLoop: loop) { [self] in
            var status = status
            measure(&status, details)
            return FourLetterAnswer.text(word, status, configuration)
        }.whenSuccess { [self] text in doorman.connections[number]?.finish(with: text) }
    }
}

/// The timers of both layers of a replica.
enum DriverTimer: Hashable {
    case peer(Zab.Timer)
    case replica(Replication.Timer)
}

extension Logger.MetadataValue {
    /// A session id as ZooKeeper's logs show it.
    static func hexadecimal(_ id: Int64) -> Self {
        "0x\(String(UInt64(bitPattern: id), radix: 16))"
    }
}
