/// The words of the field: what each means, and what the Zab paper and ZooKeeper's code call it.
///
/// The one place they are defined: the stepper's `:explain` and the README's table come from here.
public enum Glossary {
    public struct Entry: Hashable, Sendable {
        /// The word as this project uses it.
        public let term: String
        /// What the paper (Junqueira, Reed, Serafini, DSN 2011) calls it, or `–`.
        public let paper: String
        /// Its name in ZooKeeper's code and logs, or `–`.
        public let zooKeeper: String
        public let meaning: String

        init(_ term: String, paper: String = "–", zooKeeper: String = "–", _ meaning: String) {
            self.term = term
            self.paper = paper
            self.zooKeeper = zooKeeper
            self.meaning = meaning
        }
    }

    public static let entries: [Entry] = [
        Entry(
            "zxid", paper: "zxid ⟨e, c⟩", zooKeeper: "zxid",
            "The number of a transaction: epoch and counter. The order of zxids is the order of all writes; 2:7 is the seventh of epoch 2."
        ),
        Entry(
            "epoch", paper: "epoch e", zooKeeper: "epoch",
            "The reign of one leader. Every new leader has a higher one, and none is ever used twice."
        ),
        Entry(
            "accepted epoch", paper: "f.p, last promise", zooKeeper: "acceptedEpoch",
            "The highest epoch that a server has promised to a leader. It will follow no older one."
        ),
        Entry(
            "current epoch", paper: "f.a, last NEWLEADER", zooKeeper: "currentEpoch",
            "The epoch of the last leader whose history a server has taken over."),
        Entry(
            "leader", paper: "leader, primary", zooKeeper: "LEADING",
            "The server that orders all writes of its epoch."),
        Entry(
            "follower", paper: "follower", zooKeeper: "FOLLOWING",
            "A voter that logs what its leader proposes, acknowledges it, and applies it when it is committed."
        ),
        Entry(
            "observer", zooKeeper: "OBSERVING",
            "A server that receives what is committed and serves reads, but has no vote."),
        Entry(
            "looking", paper: "election", zooKeeper: "LOOKING",
            "The state of a server that has no leader."),
        Entry(
            "quorum", paper: "quorum", zooKeeper: "QuorumVerifier",
            "A set of voters that may decide for all, usually more than half. Any two share a member."
        ),
        Entry(
            "vote", zooKeeper: "Vote",
            "A candidate with its epoch and last zxid. The better history wins; the id only breaks ties."
        ),
        Entry(
            "round", zooKeeper: "electionEpoch, logicalclock",
            "How many elections a server has begun. Votes count only within one round."),
        Entry(
            "notification", zooKeeper: "Notification",
            "The message of an election: whom I vote for, in which round, and what state I am in."),
        Entry(
            "election", paper: "phase 0, leader election", zooKeeper: "FastLeaderElection",
            "The servers find the newest history among those present. The winner is only a candidate."
        ),
        Entry(
            "discovery", paper: "phase 1, discovery",
            zooKeeper: "getEpochToPropose, waitForEpochAck",
            "The candidate has a quorum promise a new epoch, and makes sure that nobody in it knows more."
        ),
        Entry(
            "synchronization", paper: "phase 2, synchronization", zooKeeper: "syncWithLeader",
            "The leader brings a quorum in step with its history, on disk."),
        Entry(
            "broadcast", paper: "phase 3, broadcast", zooKeeper: "Leader.propose, tryToCommit",
            "The leader proposes, a quorum acknowledges, the leader commits."),
        Entry(
            "FOLLOWERINFO", paper: "CEPOCH", zooKeeper: "FOLLOWERINFO",
            "Follower to leader: the epoch that I promised last."),
        Entry(
            "LEADERINFO", paper: "NEWEPOCH", zooKeeper: "LEADERINFO",
            "Leader to follower: the epoch that I propose to lead."),
        Entry(
            "ACKEPOCH", paper: "ACK-E", zooKeeper: "ACKEPOCH",
            "Follower to leader: I promise, and this is the history I have."),
        Entry(
            "DIFF", zooKeeper: "DIFF",
            "The leader sends only the transactions that the learner lacks."),
        Entry(
            "TRUNC", zooKeeper: "TRUNC",
            "The leader has the learner cut off what only the learner has."),
        Entry(
            "SNAP", zooKeeper: "SNAP",
            "The leader sends a copy of its whole state, for a learner that is too far away."),
        Entry(
            "NEWLEADER", paper: "NEWLEADER", zooKeeper: "NEWLEADER",
            "Leader to learner: that was my whole history."),
        Entry(
            "ACKLD", paper: "ACK-LD", zooKeeper: "ACK of NEWLEADER",
            "Learner to leader: I have your history on disk."),
        Entry(
            "UPTODATE", paper: "COMMIT-LD", zooKeeper: "UPTODATE",
            "Leader to learner: a quorum has my history, so it is committed. Serve clients."),
        Entry(
            "PROPOSAL", paper: "PROPOSE", zooKeeper: "PROPOSAL",
            "Leader to follower: a transaction and its place in the order."),
        Entry(
            "ACK", paper: "ACK", zooKeeper: "ACK",
            "Follower to leader: I have it, and all before it, on disk."),
        Entry(
            "COMMIT", paper: "COMMIT", zooKeeper: "COMMIT",
            "Leader to follower: a quorum has it. Apply it."),
        Entry(
            "INFORM", zooKeeper: "INFORM", "Leader to observer: proposal and commit in one."),
        Entry(
            "deliver", paper: "abdeliver", zooKeeper: "FinalRequestProcessor",
            "To apply a committed transaction to the tree."),
        Entry(
            "durable", zooKeeper: "SyncRequestProcessor, fsync",
            "On disk, so that a power failure cannot take it away."),
        Entry(
            "znode", zooKeeper: "DataNode",
            "A node of the replicated tree: data, version, children."),
        Entry(
            "session", zooKeeper: "session",
            "A client's standing with the service. It survives a change of server, and ends when the client is silent for too long."
        ),
        Entry(
            "ephemeral", zooKeeper: "ephemeral node",
            "A znode that is deleted when the session that made it ends."),
        Entry(
            "watch", zooKeeper: "Watcher", "A client's wish to be told, once, when a znode changes."
        ),
        Entry(
            "peer", zooKeeper: "QuorumPeer", "One server's Zab state machine."),
        Entry(
            "replica", zooKeeper: "QuorumPeer and ZooKeeperServer",
            "A whole server as a value: peer, znodes, sessions, request pipeline."),
        Entry(
            "step", "One thing that happened to one server, with everything it did about it."),
        Entry("trace", "The record of all steps of a run."),
        Entry(
            "rule",
            "A line of the protocol on which safety hangs, and which a lesson can switch off."),
    ]

    /// The entry for a word, whatever its case; plural and singular alike.
    public static func entry(for word: String) -> Entry? {
        let wanted = word.lowercased()
        return entries.first { entry in
            let term = entry.term.lowercased()
            return term == wanted || term + "s" == wanted || entry.paper.lowercased() == wanted
                || entry.zooKeeper.lowercased() == wanted
        }
    }
}
