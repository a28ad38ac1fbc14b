import Testing
import Zab

@testable import Server

@Suite struct LogQueueTests {
    /// Flushes end in the order in which they were asked for.
    @Test func `what is not durable yet is counted`() {
        var queue = LogQueue()
        var metrics = ServerMetrics()
        for _ in 0..<3 { queue.append() }
        queue.flush(at: .zero, &metrics)
        queue.append()
        queue.flush(at: .zero, &metrics)
        queue.flush(at: .zero, &metrics)
        #expect(queue.count == 4)
        #expect(queue.flushed(at: .zero, &metrics))
        #expect(queue.count == 1)
        #expect(queue.flushed(at: .zero, &metrics))
        #expect(queue.count == 0)
        let wrote = queue.flushed(at: .zero, &metrics)
        #expect(!wrote, "nothing was to be written")
        #expect(queue.count == 0)
    }
}
