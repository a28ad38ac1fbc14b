import Replication
import Zab
import Znodes

/// What a disk is asked to do.
enum DiskOperation: Hashable, Sendable {
    /// Into the cache, at once.
    case append(Proposal)
    case truncate(to: Zxid)
    /// The three that take time, and are told as durable when they end.
    case flush
    case record(Epochs)
    case save(Service)
}

/// An operation in a disk's queue, with the step that asked for it.
struct DiskRequest: Hashable, Sendable {
    var operation: DiskOperation
    var cause: Int
}
