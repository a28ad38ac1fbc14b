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
    /// Where the log is known to agree with the leader's history, while the rest of it is compared with
    /// what the leader sends behind a snapshot that tells nothing new; nil when nothing is compared.
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
