public import Zab
public import Znodes

/// What a server's disk is asked to do. The requests are carried out in order.
public enum DiskRequest: Hashable, Sendable {
    case append(Proposal)
    case truncate(to: Zxid)
    /// Everything appended and truncated so far.
    case flush
    case record(Epochs)
    /// The state at its last zxid. When that is not above the end of the log, what follows does not wait
    /// for it; when it is, as with a leader's snapshot, the log begins anew behind it.
    case save(Service)
}
