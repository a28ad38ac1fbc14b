/// How a leader brings one learner in step with its history: DIFF, TRUNC or SNAP
/// (`LearnerHandler.syncFollower`).
///
/// The learner has a log that ends at `peer`. The leader remembers a window of its own history. If
/// the learner's last transaction is in it, the rest is sent (DIFF); if the learner logged more of the
/// same epoch than the leader ever had, that is cut off (TRUNC); in every other case it gets a copy of
/// the state (SNAP). ZooKeeper truncates across epochs only where the learner is ahead of its whole
/// window; since such a learner may lack what the leader has below the cut, we send SNAP there too,
/// unless our state is older than the cut.
struct SyncPlan: Hashable {
    var mode: SyncMode
    /// Where the learner stands after DIFF, TRUNC or SNAP and before the replay.
    var start: Zxid
    var reason: Reason

    /// - Parameters:
    ///   - peer: the last zxid of the learner's log.
    ///   - log: the leader's window and tail.
    ///   - end: the last zxid that belongs to the history to be taken over.
    ///   - state: the zxid of the state that a snapshot would carry.
    init(peer: Zxid, log: Log, end: Zxid, state: Zxid, rules: Rules) {
        // `E:0` is no transaction: it stands for whatever epoch E began with.
        let isEpochMark = peer.counter == 0 && peer.epoch > 0
        let known = log.floor(peer) ?? .zero
        if peer == end {
            self.init(.diff, from: peer, .sameHistory)
        } else if peer >= log.base && peer <= end && (known == peer || isEpochMark) {
            self.init(.diff, from: peer, .gapInWindow)
        } else if peer > end && known == peer {
            // It has some of what is outstanding, and keeps it: that may be committed any moment.
            self.init(.diff, from: peer, .sameHistory)
        } else if !rules.isOn(.truncateOnSync) && peer >= log.base {
            self.init(.diff, from: peer, .gapInWindow)
        } else if peer > end && peer.epoch == end.epoch && !isEpochMark {
            self.init(.trunc, from: end, .aheadOfLeader)
        } else if peer < log.base {
            self.init(.snap, from: state, .behindWindow)
        } else if peer < end, known.epoch == peer.epoch,
            log.next(after: peer)?.zxid.epoch == peer.epoch
        {
            self.init(.trunc, from: known, .divergedInEpoch)
        } else if peer < end, known.epoch == peer.epoch, state < known {
            // Our state is older than what we have in common: a copy would take back what the learner
            // may have acknowledged.
            self.init(.trunc, from: known, .divergedAcrossEpochs)
        } else {
            self.init(.snap, from: state, .divergedAcrossEpochs)
        }
    }

    init(_ mode: SyncMode, from start: Zxid, _ reason: Reason) {
        self.mode = mode
        self.start = start
        self.reason = reason
    }
}
