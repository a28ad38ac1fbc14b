import Trace
import Zab

/// A transaction as its leader proposed it.
struct Proposed: Hashable, Sendable {
    let step: Int
    let zxid: Zxid
    let digest: UInt64
    /// Nil for one that stood in a log before the trace began.
    let leader: Lane?
    /// What the same leader proposed directly before, in the same epoch.
    let predecessor: Predecessor?
    let call: CallID?
    let transaction: [UInt8]

    struct Predecessor: Hashable, Sendable {
        let zxid: Zxid
        let digest: UInt64
    }
}

/// An epoch whose leader is established.
struct Established: Hashable, Sendable {
    let epoch: Epoch
    let leader: Lane
    let life: Int
    let step: Int
    /// The end of the history that it began with.
    let history: Zxid
}
