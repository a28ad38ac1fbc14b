import NIOCore
import Zab

/// What has been handed to the disk and is not durable yet: for the metrics of the log
/// (`SyncRequestProcessor`).
struct LogQueue {
    /// Transactions that are not durable yet, oldest first.
    private var transactions = CircularBuffer<Zxid>()
    /// When each flush was asked for that has not been done yet.
    private var flushes = CircularBuffer<Time>()

    /// Transactions that are not durable yet.
    var count: Int { transactions.count }

    mutating func append(_ zxid: Zxid, _ metrics: inout ServerMetrics) {
        transactions.append(zxid)
        metrics.syncRequestsQueued += 1
    }

    mutating func flush(at now: Time) { flushes.append(now) }

    /// The oldest flush has been done, and may have taken along what was appended after it was asked for; whether there
    /// was anything to write.
    mutating func flushed(upTo end: Zxid, at now: Time, _ metrics: inout ServerMetrics) -> Bool {
        guard let time = flushes.popFirst() else { return false }
        let waited = Int((now - time).milliseconds)
        var written = 0
        while let oldest = transactions.first, oldest <= end {
            transactions.removeFirst()
            metrics.queueAndFlushTime.add(waited)
            written += 1
        }
        if written > 0 { metrics.batchSize.add(written) }
        return written > 0
    }
}
