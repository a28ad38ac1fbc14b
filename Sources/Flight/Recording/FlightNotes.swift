public import Replication
public import Zab

/// What has happened since a recorder took the last of it, already as records.
///
/// Whoever runs the replica notes every input here, and lets the recorder take what there is once in a while: to note is to
/// write some bytes that no other thread sees.
public struct FlightNotes: Sendable {
    private var encoder = FlightEncoder()
    private(set) var bytes: [UInt8] = []

    public init() {}

    /// Notes an input, in the order in which the replica handles them, with the time it is told.
    public mutating func note(_ input: Replication.Input, now: Time) {
        encoder.note(input, now: now, into: &bytes)
    }

    mutating func clear() { bytes.removeAll(keepingCapacity: bytes.capacity <= Self.room) }

    /// More room than this is not kept.
    private static let room = 1 << 20
}
