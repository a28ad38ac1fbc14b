import Zab

/// Proposals as the bytes that the log has of them.
///
/// They are made on the thread that made the proposals. If the disk's thread got these themselves, the two would
/// have to count together who holds each, and would wait for each other's caches at every one.
struct LogRecords: Sendable {
    private(set) var bytes: [UInt8] = []
    /// The zxid of the last one.
    private(set) var end = Zxid.zero

    /// What is longer goes to the log in parts, so that its frames stay short.
    private static let longest = 1 << 20

    var isEmpty: Bool { bytes.isEmpty }
    var isFull: Bool { bytes.count >= Self.longest }

    mutating func append(_ proposal: Proposal) {
        LogRecord.append(proposal, to: &bytes)
        end = proposal.zxid
    }
}
