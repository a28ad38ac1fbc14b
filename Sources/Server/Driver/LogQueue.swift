import NIOCore
import Zab

/// What has been handed to the disk and is not durable yet: for the metrics of the log
/// (`SyncRequestProcessor`).
struct LogQueue {
    /// For each flush that has been asked for: when, and how many transactions go with it.
    private var flushes = CircularBuffer<(time: Time, transactions: Int)>()
    private var appended = 0
    /// Transactions that are not durable yet.
    private(set) var count = 0

    mutating func append() {
        appended += 1
        count += 1
    }

    mutating func flush(at now: Time, _ metrics: inout ServerMetrics) {
        metrics.syncRequestsQueued += appended
        flushes.append((now, appended))
        appended = 0
    }

    /// The oldest flush has been done; whether there was anything to write.
    mutating func flushed(at now: Time, _ metrics: inout ServerMetrics) -> Bool {
        guard let (time, transactions) = flushes.popFirst(), transactions > 0 else { return false }
        count -= transactions
        metrics.batchSize.add(transactions)
        let waited = Int((now - time).milliseconds)
        for _ in 0..<transactions { metrics.queueAndFlushTime.add(waited) }
        return true
    }
}
