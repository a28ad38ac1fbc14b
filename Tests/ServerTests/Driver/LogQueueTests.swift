import Testing
import Zab

@testable import Server

@Suite struct LogQueueTests {
    private var queue = LogQueue()
    private var metrics = ServerMetrics()

    /// Flushes end in the order in which they were asked for.
    @Test mutating func `what is not durable yet is counted`() {
        append(1...3)
        queue.flush(at: .zero)
        append(4...4)
        queue.flush(at: .zero)
        queue.flush(at: .zero)
        #expect(queue.count == 4)
        #expect(flushed(upTo: 3))
        #expect(queue.count == 1)
        #expect(flushed(upTo: 4))
        #expect(queue.count == 0)
        #expect(!flushed(upTo: 4), "nothing was to be written")
        #expect(metrics.syncRequestsQueued == 4)
    }

    /// Else clients would wait for transactions that nothing flushes any more.
    @Test mutating func `a flush may take along what was appended after it was asked for`() {
        append(1...1)
        queue.flush(at: .zero)
        append(2...5)
        #expect(flushed(upTo: 5))
        #expect(queue.count == 0)
        append(6...6)
        queue.flush(at: .zero)
        #expect(queue.count == 1)
        #expect(flushed(upTo: 6))
        #expect(queue.count == 0)
    }

    private mutating func append(_ counters: ClosedRange<UInt32>) {
        for counter in counters { queue.append(Zxid(epoch: 1, counter: counter), &metrics) }
    }

    private mutating func flushed(upTo counter: UInt32) -> Bool {
        queue.flushed(upTo: Zxid(epoch: 1, counter: counter), at: .zero, &metrics)
    }
}
