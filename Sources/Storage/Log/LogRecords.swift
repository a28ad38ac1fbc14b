import Zab

/// Proposals as the bytes that the log has of them; what a payload shares with others is left where it is.
///
/// They are made on the thread that made the proposals, and let go of there. If the disk's thread held the proposals, the
/// two would have to count together who holds each, and would wait for each other's caches at every one.
struct LogRecords: Sendable {
    private var bytes: [UInt8] = []
    /// What is missing among the bytes, in order.
    private var shared: [Payload.Shared] = []
    /// Bytes of all the records.
    private(set) var count = 0
    /// The zxid of the last one.
    private(set) var end = Zxid.zero

    /// What is longer goes to the log in parts, so that its frames stay short.
    private static let longest = 1 << 20

    var isEmpty: Bool { count == 0 }
    var isFull: Bool { count >= Self.longest }

    mutating func append(_ proposal: Proposal) {
        LogRecord.appendHeader(of: proposal, to: &bytes)
        proposal.payload.append(to: &bytes, leavingOut: &shared)
        count += LogRecord.headerLength + proposal.payload.count
        end = proposal.zxid
    }

    /// Appends the records whole.
    func append(to frame: inout [UInt8]) {
        bytes.withUnsafeBufferPointer { bytes in
            var position = 0
            for index in shared.indices {
                frame.append(contentsOf: bytes[position..<shared[index].position])
                position = shared[index].position
                shared[index].stretch.withUnsafeBufferPointer { frame.append(contentsOf: $0) }
            }
            frame.append(contentsOf: bytes[position...])
        }
    }
}
