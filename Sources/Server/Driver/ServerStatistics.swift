import Zab

/// What the server counts about itself since its start, or since `srst`.
struct ServerStatistics: Sendable {
    var received = 0
    var sent = 0
    /// Requests taken and not answered yet.
    var outstanding = 0
    var latency = Latency()
    /// Sizes of proposals in bytes: the last, the smallest, the largest.
    var proposalSize = Extent()
    var responseSize = Extent()
    var connectionsRefused = 0
    /// Frames and requests that were refused as malformed.
    var malformed = 0

    /// The counters that `srst` sets back; what is outstanding stays.
    mutating func reset() {
        let outstanding = outstanding
        self = ServerStatistics()
        self.outstanding = outstanding
    }
}

/// Times from the arrival of a request to its answer.
struct Latency: Sendable {
    private(set) var count = 0
    private(set) var total = Time.zero
    private(set) var smallest = Time.zero
    private(set) var largest = Time.zero
    private(set) var last = Time.zero

    mutating func add(_ time: Time) {
        smallest = count == 0 ? time : min(smallest, time)
        largest = max(largest, time)
        total = total + time
        last = time
        count += 1
    }
}

/// The last, the smallest and the largest of some sizes; -1 before the first, as in ZooKeeper.
struct Extent: Sendable {
    private(set) var last = -1
    private(set) var smallest = -1
    private(set) var largest = -1

    mutating func add(_ size: Int) {
        last = size
        smallest = smallest < 0 ? size : min(smallest, size)
        largest = max(largest, size)
    }
}
