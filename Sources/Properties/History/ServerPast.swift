import Trace
import Zab

/// What the trace has said about one server so far.
struct ServerPast: Hashable, Sendable {
    let lane: Lane
    let votes: Bool
    var isUp = false
    var life = 0
    /// All named fields, folded.
    var state = ServerState.down
    var storage = DiskView()
    /// What this life's tree holds, in the order of delivery.
    var delivered = Chronicle()
    /// The last step in which a leader's snapshot replaced everything.
    var installedAt = 0
    /// The zxids that the crash before lost.
    var lost: [Zxid] = []

    /// The epochs that are on disk.
    var durable = Epochs()
    /// The last epochs written, on disk or not.
    var recorded = Epochs()

    /// The last promise decided: for which epoch and whom.
    var promised: Promise?
    /// The last NEWLEADER received, and where the log ended then.
    var synced: SyncPoint?
    /// The epoch in which clients are served; nil when none are.
    var serving: Epoch?
    /// As leader: the reign that began with choosing an epoch.
    var reign: Reign?

    var log: Chronicle { storage.written }
    var isLeading: Bool { state.role == .leading }

    init(lane: Lane, votes: Bool) {
        self.lane = lane
        self.votes = votes
    }
}

/// A learner's (or a leader's own) promise to follow no older leader.
struct Promise: Hashable, Sendable {
    var epoch: Epoch
    var to: Lane
}

/// The moment at which a learner had taken over the history of an epoch's leader.
struct SyncPoint: Hashable, Sendable {
    var epoch: Epoch?
    var leader: Lane
    var last: Zxid
}

/// What a would-be leader has gathered for its epoch.
struct Reign: Hashable, Sendable {
    let epoch: Epoch
    /// Its own history when it chose the epoch.
    let current: Epoch
    let last: Zxid
    /// The histories that voters reported before discovery ended.
    var reports: [Report] = []
    /// Who has acknowledged NEWLEADER.
    var followers: [Lane] = []
    /// How far each server has acknowledged, by index.
    var acknowledged: [Zxid]
    var isEstablished = false
    /// The last transaction this leader committed.
    var committed = Zxid.zero

    struct Report: Hashable, Sendable {
        let from: Lane
        let epoch: Epoch
        let last: Zxid
    }

    init(epoch: Epoch, current: Epoch, last: Zxid, servers: Int) {
        self.epoch = epoch
        self.current = current
        self.last = last
        acknowledged = [Zxid](repeating: .zero, count: servers)
    }
}
