import Storage
import Zab

/// Snapshots that are due because the log has grown, not because of the number of transactions
/// (`snapSizeLimitInKb`).
///
/// The replica knows nothing of bytes and asks for its snapshots by count; what it did not ask for it is
/// not told either.
struct SnapshotsBySize {
    /// Bytes of log from one snapshot to the next; 0 or less sets no limit.
    private let limit: Int
    /// How many bytes of log there were at the last snapshot, by size or by count.
    private var start = 0
    private var snapshots = 0
    /// Asked for and not saved yet, oldest first.
    private var asked: [Zxid] = []

    init(limit kibibytes: Int) { limit = kibibytes.multipliedSaturating(by: 1_024) }

    /// Whether one is due; if so, it counts as asked for.
    mutating func isDue(_ statistics: StorageStatistics, at zxid: Zxid) -> Bool {
        guard limit > 0 else { return false }
        if statistics.snapshots != snapshots {
            snapshots = statistics.snapshots
            start = statistics.bytes
        }
        guard statistics.bytes - start >= limit else { return false }
        start = statistics.bytes
        asked.append(zxid)
        return true
    }

    /// Whether that is one of those asked for here.
    mutating func take(_ durable: Durable) -> Bool {
        guard case .snapshot(let zxid) = durable, !asked.isEmpty else { return false }
        // The disk leaves out what is asked for while another is being written.
        asked.removeAll { $0 < zxid }
        guard asked.first == zxid else { return false }
        asked.removeFirst()
        return true
    }
}

extension Int {
    fileprivate func multipliedSaturating(by factor: Int) -> Int {
        let (product, overflows) = multipliedReportingOverflow(by: factor)
        return overflows ? (self < 0 ? .min : .max) : product
    }
}
