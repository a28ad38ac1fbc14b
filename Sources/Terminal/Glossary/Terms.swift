extension Glossary {
    static let terms: [Entry] = [
        Entry(
            word: "zxid", also: ["transaction id"],
            text: "The place of a transaction in the one order of all writes: an epoch and a counter "
                + "within it, written `2:7` here and `0x200000007` in ZooKeeper's logs. Zxids grow; a "
                + "new leader means a new epoch and a counter that starts again."),
        Entry(
            word: "epoch", also: ["accepted epoch", "current epoch"],
            text: "The number of a leader's reign. A server that promises to follow a new leader notes "
                + "its epoch as *accepted*; once it has taken over that leader's history it notes it "
                + "as *current*. Both are on disk before anybody hears of them."),
        Entry(
            word: "quorum", also: ["majority"],
            text: "Enough servers that any two such groups share one: here more than half of those "
                + "with a vote. What a quorum has on disk, the next leader will know."),
        Entry(
            word: "leader", also: ["leading", "primary"],
            text: "The server that puts all writes in order. The paper says *primary*. Winning the "
                + "election is only a guess; a quorum that accepts its epoch and history makes it so."),
        Entry(
            word: "follower", also: ["following", "backup"],
            text: "A server with a vote that logs what the leader proposes, acknowledges it once it is "
                + "on disk, and answers its own clients."),
        Entry(
            word: "observer", also: ["observing"],
            text: "A server without a vote: it hears of commits by INFORM and serves clients, but no "
                + "quorum waits for it."),
        Entry(
            word: "learner", text: "A follower or an observer: whoever learns from a leader."),
        Entry(
            word: "looking", also: ["election", "phase 0"],
            text: "Without a leader. A looking server votes, tells all others its vote, and changes it "
                + "when it hears of a better one: a later epoch, then a longer log, then a higher id."),
        Entry(
            word: "round", also: ["logical clock", "electionEpoch"],
            text: "The number of an election as one server counts them. Votes of an earlier round do "
                + "not count; a later round is joined with a fresh vote."),
        Entry(
            word: "vote",
            text: "Who a server would have as leader: candidate, the candidate's last zxid and its "
                + "epoch. Compared by epoch, then zxid, then id."),
        Entry(
            word: "discovery", also: ["phase 1"],
            text: "Learners tell the would-be leader the last epoch they promised (FOLLOWERINFO), it "
                + "proposes a higher one (LEADERINFO), they promise it (ACKEPOCH) and show how long "
                + "their log is."),
        Entry(
            word: "synchronization", also: ["phase 2", "recovery"],
            text: "The leader brings each learner's log in line with its own by DIFF, TRUNC or SNAP; "
                + "NEWLEADER ends it. When a quorum has acknowledged NEWLEADER, the leader's history "
                + "is committed and it may serve."),
        Entry(
            word: "broadcast", also: ["phase 3"],
            text: "The normal case: PROPOSAL, append, flush, ACK; a quorum of ACKs makes COMMIT."),
        Entry(
            word: "append", also: ["logged", "written"],
            text: "Written to the log file, but perhaps still in the machine's memory: a power failure "
                + "may lose it. Compare *durable*. Drawn ■."),
        Entry(
            word: "durable", also: ["flush", "flushed", "on disk", "fsync"],
            text: "On disk for good: the flush (fsync) has come back. Only now may a server "
                + "acknowledge. Drawn ▣."),
        Entry(
            word: "committed", also: ["commit", "deliver", "delivered"],
            text: "A quorum has it on disk, so no later leader can be without it. Committing, a "
                + "server *delivers*: it applies the transaction to its tree, and clients see it."),
        Entry(
            word: "history", also: ["log"],
            text: "The transactions that a server has accepted, in order: the paper's word for the "
                + "log. Its end may be uncommitted, and then it may yet be cut off."),
        Entry(
            word: "transaction",
            text: "A request made idempotent by the leader: not *add a sequential node* but *create "
                + "/q-0000000007*. It can be applied twice without harm."),
        Entry(
            word: "session",
            text: "What the cluster knows of a client: ephemeral nodes and watches hang on it. It is "
                + "replicated, so it survives its server; the leader counts its time."),
        Entry(
            word: "ephemeral",
            text: "A node that goes when its session ends. It goes by a transaction, like any write."),
        Entry(
            word: "watch",
            text: "A client's wish to be told once of the next change. The event reaches the client "
                + "before it can read the changed data from the same server."),
        Entry(
            word: "step",
            text: "One input at one place (a message, a timer, a finished flush) with all that was "
                + "done about it. The keys n and p walk over steps."),
        Entry(
            word: "peer", text: "One server's part in Zab: its state machine, without tree or sessions."),
        Entry(
            word: "partition",
            text: "A network cut: servers on different sides do not hear each other. Messages on "
                + "their way are lost; the clients keep their servers."),
        Entry(
            word: "tick", also: ["tickTime", "syncLimit", "initLimit"],
            text: "The unit of patience. A learner has `initLimit` ticks to get in step, and leader "
                + "and learner may be silent to each other for `syncLimit` ticks."),
        Entry(
            word: "established",
            text: "A leader is established when a quorum has acknowledged NEWLEADER: its history "
                + "is on a quorum's disks, and no other leader of its epoch can exist."),
        Entry(
            word: "promise",
            text: "Two things: a server's promise of an epoch (never again to follow an older one), and "
                + "what Zab promises its users, which is checked at every step of a run."),
    ]

    static let messages: [Entry] = [
        Entry(word: "NOTIFICATION", text: "Election: my vote, my round, my state."),
        Entry(
            word: "FOLLOWERINFO", also: ["CEPOCH"],
            text: "Follower to would-be leader: the last epoch I promised. CEPOCH in the paper."),
        Entry(word: "OBSERVERINFO", text: "The same as FOLLOWERINFO, from an observer."),
        Entry(
            word: "LEADERINFO", also: ["NEWEPOCH"],
            text: "Leader to learner: the new epoch, higher than any that a quorum promised before. "
                + "NEWEPOCH in the paper."),
        Entry(
            word: "ACKEPOCH",
            text: "Follower to leader: promised; my history is of this epoch and ends here. ACK-E in "
                + "the paper."),
        Entry(
            word: "DIFF", text: "Synchronization: you miss only a few transactions; here they are."),
        Entry(
            word: "TRUNC",
            text: "Synchronization: cut your log back to this zxid; what is behind it was never "
                + "committed."),
        Entry(
            word: "SNAP", also: ["SNAPSHOT"],
            text: "Synchronization: you are too far behind, or too far off; here is the whole tree."),
        Entry(
            word: "NEWLEADER",
            text: "Leader to learner: that was my history. Put it on disk, note the epoch, say so."),
        Entry(
            word: "ACKLD",
            text: "Learner to leader: your history is on my disk, and so is your epoch. The packet is "
                + "an ACK with the zxid of NEWLEADER; ACK-LD in the paper."),
        Entry(
            word: "UPTODATE", text: "Leader to learner: a quorum has my history; serve clients."),
        Entry(word: "PROPOSAL", text: "Leader to follower: log this transaction at this zxid."),
        Entry(
            word: "ACK",
            text: "Follower to leader: I have it, and all before it, on disk. Links are FIFO, so one "
                + "ACK speaks for all earlier ones."),
        Entry(word: "COMMIT", text: "Leader to follower: a quorum has it; deliver it."),
        Entry(word: "INFORM", text: "PROPOSAL and COMMIT in one, for observers."),
        Entry(word: "REQUEST", text: "A server hands a client's write on to the leader."),
        Entry(
            word: "SYNC",
            text: "A client asks its server to catch up with the leader before it reads on."),
        Entry(
            word: "PING",
            text: "Still here. The leader's pings carry nothing, the answers tell which sessions were "
                + "alive. Folded on screen."),
        Entry(word: "REVALIDATE", text: "A client came to another server with its session; is it valid?"),
        Entry(word: "CONNECT", text: "Client to server: open a session, or take this one over."),
        Entry(word: "CALL", text: "A client's request on its connection."),
        Entry(word: "REPLY", text: "The server's answer to a CALL."),
        Entry(word: "EVENT", text: "A watch fired."),
    ]
}
