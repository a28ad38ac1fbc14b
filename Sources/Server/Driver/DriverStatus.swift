import NIOCore
import Replication
import Storage
import Zab
import Znodes
import ZooKeeperWire

/// What words, the admin port and metrics ask for, as the driver's loop sees it.
extension ReplicaDriver: StatusSource {
    func status(with details: StatusDetail) async -> ServerStatus {
        guard var status = try? await loop.submit({ self.gather(details) }).get() else {
            // The loop has ended with the server.
            return Self.notServing
        }
        measure(&status, details)
        return status
    }

    /// Adds what the operating system knows; that takes its time, so not on the loop.
    func measure(_ status: inout ServerStatus, _ details: StatusDetail) {
        status.measure(details, data: settings.dataDirectory, log: settings.logDirectory)
    }

    func perform(_ action: StatusAction) async {
        _ = try? await loop.submit { self.carryOut(action) }.get()
    }

    private static var notServing: ServerStatus {
        var status = ServerStatus()
        status.isServing = false
        return status
    }

    func carryOut(_ action: StatusAction) {
        loop.assertInEventLoop()
        switch action {
        case .resetConnections:
            for client in clients.values { client.resetStatistics() }
        case .resetStatistics: metrics.reset()
        case .setTraceMask(let mask): traceMask = mask
        }
    }

    func gather(_ details: StatusDetail) -> ServerStatus {
        loop.assertInEventLoop()
        let now = clock
        let service = replica.service
        var status = ServerStatus()
        status.isServing = replica.isServing && !hasFailed
        status.metrics = metrics
        status.now = now.milliseconds
        status.wallClock = replica.wallClock(now)
        status.uptime = (now - servingSince).milliseconds
        status.lastZxid = service.lastZxid
        status.outstandingRequests = outstanding
        status.aliveConnections = doorman.connections.count
        status.globalSessions = service.sessions.count
        status.nodeCount = service.nodeCount + 1
        status.ephemeralsCount = service.ephemeralCount
        status.approximateDataSize = service.approximateDataSize
        status.watchCount = replica.watches.count
        status.traceMask = traceMask
        status.lastSnapshot = storage.statistics.lastSnapshot.map { snapshot in
            (Int64(bitPattern: snapshot.zxid.rawValue), snapshot.time / 1_000_000_000)
        }
        if details.contains(.connections) {
            status.connections = doorman.connections.values.sorted { $0.number < $1.number }
                .map { $0.status(wallClock: replica.wallClock(.zero)) }
        }
        if details.contains(.sessions) { status.sessions = .buckets(sessionBuckets) }
        if details.contains(.ephemerals) {
            status.ephemerals = service.ephemeralsBySession.map { session, paths in
                SessionPaths(session: session, paths: paths.map(\.text))
            }
        }
        if details.contains(.watches) {
            status.watches = replica.watches.watchersByPath.map { path, watchers in
                PathSessions(
                    path: path.text, sessions: watchers.compactMap { replica.clients[$0]?.session })
            }
        }
        return status
    }

    private var sessionBuckets: [SessionDump.Bucket] {
        guard case .leading(let leading) = replica.duty else { return [] }
        // The tracker's clock began as the wall's; words count from the server's start.
        return leading.value.tracker.buckets.map { expiry, sessions in
            SessionDump.Bucket(
                expiry: expiry - replica.settings.wallClock, sessions: Array(sessions))
        }
    }
}

extension ServerMetrics {
    /// Transactions have been applied; a new epoch counts from 1.
    mutating func noteCommits(from before: Zxid, to after: Zxid) {
        commits += Int(after.counter) - (after.epoch == before.epoch ? Int(before.counter) : 0)
    }

    /// What the start took (`FileTxnSnapLog.restore`).
    mutating func noteStart(_ statistics: StorageStatistics) {
        startupSnapshotLoadTime.add(Int(statistics.snapshotLoadTime / 1_000_000))
        startupTransactionsLoadTime.add(Int(statistics.logLoadTime / 1_000_000))
        startupTransactionsLoaded.add(statistics.entriesLoaded)
    }
}
