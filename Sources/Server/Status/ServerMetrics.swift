/// What a server counts and measures, under ZooKeeper's metric names (`ServerMetrics`, `ServerStats`).
///
/// The driver owns one and adds to it on its event loop. Times are in milliseconds.
public struct ServerMetrics: Hashable, Sendable {
    public init() {}

    // MARK: ServerStats
    /// From a request's arrival to its reply, of all requests.
    public var latency = Spread()
    public var packetsReceived = 0
    public var packetsSent = 0
    /// Fsyncs that took longer than `fsync.warningthresholdms`.
    public var fsyncThresholdExceeded = 0
    public var clientResponseSizes = SizeRange()

    // MARK: Requests
    public var readLatency = Summary()
    public var updateLatency = Summary()
    public var bytesReceived = 0
    public var responseBytes = 0
    /// Frames refused because they are longer than `jute.maxbuffer`.
    public var largeRequestsRejected = 0
    public var authFailed = 0

    // MARK: Connections and sessions
    public var connectionRequests = 0
    public var connectionsRejected = 0
    /// Connections that the server closed.
    public var connectionsDropped = 0
    /// Reconnects with a session id that is checked again.
    public var connectionsRevalidated = 0
    public var sessionlessConnectionsExpired = 0
    public var staleSessionsExpired = 0
    /// Of TLS.
    public var unsuccessfulHandshakes = 0

    // MARK: Watches fired: how many connections were told of one event
    public var nodeCreatedWatches = Summary()
    public var nodeDeletedWatches = Summary()
    public var nodeChangedWatches = Summary()
    public var nodeChildrenWatches = Summary()
    public var watchBytes = 0

    // MARK: Disk
    public var fsyncTime = Summary()
    public var snapshotTime = Summary()
    /// Transactions written with one flush.
    public var batchSize = Summary()
    /// From a transaction's being handed to the disk to the news that it is durable.
    public var queueAndFlushTime = Summary()
    public var syncRequestsQueued = 0
    public var startupTransactionsLoaded = Summary()
    public var startupTransactionsLoadTime = Summary()
    public var startupSnapshotLoadTime = Summary()
    public var unrecoverableErrors = 0

    // MARK: Ensemble
    public var proposals = 0
    public var commits = 0
    public var diffs = 0
    public var snaps = 0
    public var looking = 0
    public var electionTime = Summary()
    public var digestMismatches = 0

    /// A request was answered so many ms after it came.
    mutating func note(latency milliseconds: Int, isWrite: Bool) {
        latency.add(milliseconds)
        if isWrite {
            updateLatency.add(milliseconds)
        } else {
            readLatency.add(milliseconds)
        }
    }

    /// A message to a client was written.
    mutating func noteResponse(bytes: Int) {
        packetsSent += 1
        responseBytes += bytes
        clientResponseSizes.add(bytes)
    }

    /// As `srst`: everything is counted from zero again.
    public mutating func reset() { self = ServerMetrics() }

    /// Everything but what `ServerStats` counts, which the gauges show.
    var metrics: [Metric] {
        [
            .counter("proposal_count", proposals),
            .counter("commit_count", commits),
            .counter("diff_count", diffs),
            .counter("snap_count", snaps),
            .counter("looking_count", looking),
            .counter("digest_mismatches_count", digestMismatches),
            .counter("unrecoverable_error_count", unrecoverableErrors),
            .counter("bytes_received_count", bytesReceived),
            .counter("response_bytes", responseBytes),
            .counter("watch_bytes", watchBytes),
            .counter("large_requests_rejected", largeRequestsRejected),
            .counter("connection_request_count", connectionRequests),
            .counter("connection_rejected", connectionsRejected),
            .counter("connection_drop_count", connectionsDropped),
            .counter("connection_revalidate_count", connectionsRevalidated),
            .counter("sessionless_connections_expired", sessionlessConnectionsExpired),
            .counter("stale_sessions_expired", staleSessionsExpired),
            .counter("unsuccessful_handshake", unsuccessfulHandshakes),
            .counter("sync_processor_request_queued", syncRequestsQueued),
            .summary("fsynctime", fsyncTime),
            .summary("snapshottime", snapshotTime),
            .summary("sync_processor_batch_size", batchSize),
            .summary("startup_txns_loaded", startupTransactionsLoaded),
            .summary("startup_txns_load_time", startupTransactionsLoadTime),
            .summary("startup_snap_load_time", startupSnapshotLoadTime),
            .summary("election_time", electionTime),
            .summary("node_created_watch_count", nodeCreatedWatches),
            .summary("node_deleted_watch_count", nodeDeletedWatches),
            .summary("node_changed_watch_count", nodeChangedWatches),
            .summary("node_children_watch_count", nodeChildrenWatches),
            .detailed("readlatency", readLatency),
            .detailed("updatelatency", updateLatency),
            .detailed("sync_processor_queue_and_flush_time_ms", queueAndFlushTime),
        ]
    }
}

/// One measurement with its name, as `mntr` and Prometheus show it.
enum Metric {
    /// What is so now.
    case gauge(String, Int)
    case average(String, Double)
    /// What has happened so often.
    case counter(String, Int)
    case summary(String, Summary)
    /// A summary with percentiles.
    case detailed(String, Summary)
}
