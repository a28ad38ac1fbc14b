import Foundation

/// One thread that keeps a window of requests open on each of some connections.
struct Load {
    var connections: [LoadConnection]
    /// Requests in flight on each.
    var window: Int

    struct Result {
        /// Answers a second.
        var rate: Double
        /// Milliseconds from a request's writing to its answer's reading.
        var latencies: [Double]

        func percentile(_ share: Double) -> Double {
            latencies.isEmpty
                ? 0 : latencies[min(latencies.count - 1, Int(Double(latencies.count) * share))]
        }
    }

    /// Sends for so many seconds, or so many requests, and waits for every answer.
    mutating func run(
        _ frames: LoadFrames, seconds: Double = .infinity, count: Int = .max, from first: Int = 0
    ) throws -> Result {
        let clock = ContinuousClock()
        let start = clock.now
        var now = 0.0
        var next = first
        var answers = 0
        var latencies: [Double] = []
        // When the requests in flight were sent, oldest first, in runs of equal times.
        var sent = connections.map { _ in SendTimes() }
        var polls = connections.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
        let refused = connections.map(\.refused).reduce(0, +)
        while true {
            var isIdle = true
            for index in connections.indices {
                let connection = connections[index]
                // Refilled when half empty, so that requests travel in batches.
                if now < seconds, next - first < count, connection.inFlight <= window / 2 {
                    let batch = min(window - connection.inFlight, count - (next - first))
                    for _ in 0..<batch {
                        connection.add(
                            frames.frames[next % frames.frames.count], digits: frames.digits,
                            number: next)
                        next += 1
                    }
                    sent[index].add(batch, at: now)
                }
                if connection.hasOutput { try connection.flush() }
                polls[index].events = Int16(connection.hasOutput ? POLLIN | POLLOUT : POLLIN)
                if connection.inFlight > 0 { isIdle = false }
            }
            if isIdle { break }
            guard poll(&polls, nfds_t(polls.count), 20_000) > 0 else {
                throw BenchError("no answer within 20 s")
            }
            now = (clock.now - start) / .seconds(1)
            for index in connections.indices where polls[index].revents & Int16(POLLIN) != 0 {
                let replies = try connections[index].receive()
                answers += replies
                sent[index].take(replies, at: now, into: &latencies)
            }
        }
        let failures = connections.map(\.refused).reduce(0, +) - refused
        if failures > 0 { throw BenchError("\(failures) of \(answers) requests were refused") }
        return Result(rate: Double(answers) / now, latencies: latencies.sorted())
    }
}

/// When requests were sent, as runs of requests that were sent together.
private struct SendTimes {
    private var runs: [(count: Int, time: Double)] = []
    private var head = 0

    mutating func add(_ count: Int, at time: Double) {
        if head == runs.count {
            runs.removeAll(keepingCapacity: true)
            head = 0
        }
        runs.append((count, time))
    }

    mutating func take(_ count: Int, at time: Double, into latencies: inout [Double]) {
        var rest = count
        while rest > 0, head < runs.count {
            let taken = min(rest, runs[head].count)
            // One in eight is enough of a sample.
            for _ in 0..<max(1, taken / 8) { latencies.append((time - runs[head].time) * 1_000) }
            runs[head].count -= taken
            rest -= taken
            if runs[head].count == 0 { head += 1 }
        }
    }
}
