public import Zab

/// Requests for a server's disk that are handed over together, in order.
///
/// What is appended is turned into the log's bytes as it comes: see `LogRecords`.
public struct DiskBatch: Sendable, ExpressibleByArrayLiteral {
    enum Part: Sendable {
        case append(LogRecords)
        /// Any but an append.
        case request(DiskRequest)
    }

    private var finished: [Part] = []
    private var records = LogRecords()
    /// Whether it holds more than appends: something that is waited for.
    public private(set) var isAwaited = false

    public init() {}

    public init(arrayLiteral requests: DiskRequest...) {
        for request in requests { append(request) }
    }

    public var isEmpty: Bool { finished.isEmpty && records.isEmpty }

    public mutating func append(_ request: DiskRequest) {
        if case .append(let proposal) = request {
            append(proposal)
        } else {
            finishRecords()
            finished.append(.request(request))
            isAwaited = true
        }
    }

    /// The same as `append(.append(proposal))`.
    public mutating func append(_ proposal: Proposal) {
        records.append(proposal)
        if records.isFull { finishRecords() }
    }

    /// Takes all that is in it.
    mutating func takeParts() -> [Part] {
        finishRecords()
        isAwaited = false
        defer { finished = [] }
        return finished
    }

    private mutating func finishRecords() {
        if records.isEmpty { return }
        finished.append(.append(records))
        records = LogRecords()
    }
}
