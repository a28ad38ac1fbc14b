public import Replication
public import Zab

/// Turns inputs into records, each with the time since the one before.
public struct FlightEncoder: Hashable, Sendable {
    private var last = Time.zero

    public init() {}

    /// Appends the record of an input to `bytes`; `now` is the time that `Replica.handle` is told.
    public mutating func note(
        _ input: Replication.Input, now: Time, into bytes: inout [UInt8]
    ) {
        bytes.put(input, elapsed: now.nanoseconds &- last.nanoseconds)
        last = now
    }
}
