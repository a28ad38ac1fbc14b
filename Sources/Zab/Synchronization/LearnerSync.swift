/// A learner's side of synchronization, from DIFF, TRUNC or SNAP to UPTODATE
/// (`Learner.syncWithLeader`).
///
/// The order is what safety hangs on: the leader's history on disk, then its epoch on disk, then the
/// acknowledgement of NEWLEADER; nothing is served before UPTODATE.
public struct LearnerSync: Hashable, Sendable {
    public enum Stage: Hashable, Sendable {
        /// Proposals, or pieces of a snapshot, are coming.
        case receiving
        /// NEWLEADER has come; the history is on its way to the disk.
        case savingHistory
        /// The history is on disk, the epoch is on its way.
        case recordingEpoch
        /// NEWLEADER is acknowledged; UPTODATE is awaited.
        case acknowledged
    }

    public let epoch: Epoch
    public let mode: SyncMode
    public internal(set) var stage = Stage.receiving
    /// The zxid of the snapshot that is coming, or has come.
    var snapshot: Zxid?
    /// Nothing is missing but proposals: the snapshot, if there is one, has come to its last piece.
    var isInstalled = true
    /// The snapshot that is coming is older than our own, and not needed.
    var isRedundant = false
    /// After SNAP: the leader's history and our own log, which goes on behind the snapshot, agree up to
    /// here. Nil when nothing of our own is in question.
    var agreed: Zxid?
    /// The end of the leader's history, as far as it has come: committed with UPTODATE. The log may hold
    /// more, which is outstanding.
    var historyEnd = Zxid.zero
    /// What came after NEWLEADER; it belongs to broadcast, and waits for UPTODATE.
    var queued: [Message] = []
    /// The disk was cut below what memory has applied; see `Reason.memoryAheadOfHistory`.
    var mustRestart = false

    init(epoch: Epoch, mode: SyncMode) {
        self.epoch = epoch
        self.mode = mode
    }
}
