import DequeModule
import Trace
import Zab

/// One direction of a connection: things arrive in the order in which they were written, each no earlier
/// than the one before it.
struct Pipe<Cargo: Hashable & Sendable>: Hashable, Sendable {
    struct Parcel: Hashable, Sendable {
        var cargo: Cargo
        /// Counted from 1 when it was written; 0 for what is no message.
        var position: Int
        /// The step that wrote it.
        var cause: Int
        var arrival: Time
        /// It will not be read; how it came to be lost.
        var fate: LossReason?
    }

    private(set) var parcels: Deque<Parcel> = []
    /// How many messages have been written so far.
    private(set) var written = 0
    private var lastArrival = Time.zero
    /// The agenda's entry for the head carries this; any other is out of date.
    private(set) var generation: UInt32 = 0
    /// The head has arrived but is kept back, by a partition or a hold; no entry is in the agenda.
    var isStalled = false

    var isEmpty: Bool { parcels.isEmpty }
    var head: Parcel? { parcels.first }

    /// The position of the next message.
    mutating func number() -> Int {
        written += 1
        return written
    }

    /// Puts something behind the rest; true when it is the head now, and so is to be scheduled.
    mutating func write(
        _ cargo: Cargo, position: Int, cause: Int, arrival: Time, fate: LossReason? = nil
    ) -> Bool {
        lastArrival = max(lastArrival, arrival)
        parcels.append(
            Parcel(
                cargo: cargo, position: position, cause: cause, arrival: lastArrival, fate: fate))
        return parcels.count == 1
    }

    /// When the head is due, for an entry in the agenda; all earlier entries are out of date from here on.
    mutating func schedule(notBefore now: Time) -> (time: Time, generation: UInt32)? {
        isStalled = false
        guard let head = parcels.first else { return nil }
        generation += 1
        return (max(now, head.arrival), generation)
    }

    mutating func takeHead() -> Parcel { parcels.removeFirst() }

    /// Replaces what was written last.
    mutating func replaceLast(_ cargo: Cargo) {
        parcels[parcels.count - 1].cargo = cargo
    }

    var last: Parcel? { parcels.last }

    /// From the `index`th on nothing is read any more; what was lost already stays so.
    mutating func doom(from index: Int = 0, _ reason: LossReason) {
        for index in parcels.indices.dropFirst(index) where parcels[index].fate == nil {
            parcels[index].fate = reason
        }
    }
}
