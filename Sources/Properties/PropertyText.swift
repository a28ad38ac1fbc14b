extension Property {
    /// The words that people read about a property.
    struct Text {
        let name: String
        let title: String
        let promise: String

        init(_ name: String, _ title: String, _ promise: String) {
            self.name = name
            self.title = title
            self.promise = promise
        }
    }

    var text: Text {
        switch self {
        case .integrity, .totalOrder, .agreement, .localPrimaryOrder, .globalPrimaryOrder,
            .primaryIntegrity:
            paper
        case .oneLeaderAtATime, .oneLeaderPerEpoch, .prefixConsistency, .messageInPhase,
            .proposalIsNext, .commitInOrder, .ackIsKnown, .messageFromPartner,
            .committedLogMonotonicity, .processConsistency, .leaderLogCompleteness,
            .committedLogDurability:
            specification
        case .leaderEmerges, .fewRounds, .allInStep, .callsEnd, .copiesConverge: liveness
        case .linearizableWrites, .clientOrder, .atomicity, .sequentialReads, .singleSystemImage,
            .durability, .timeliness, .syncShowsReign:
            guarantee
        case .watchBeforeData, .watchOrder, .oneShot, .noLostWatch, .watchConfidentiality: watches
        case .sessionEnd, .oneOwner, .noEarlyExpiry, .uniqueSessions: sessions
        default: implementation
        }
    }

    private var paper: Text {
        switch self {
        case .integrity:
            Text(
                "Integrity", "Nothing out of thin air",
                "What a server delivers was proposed by the leader of its epoch, and comes "
                    + "once in a life."
            )
        case .totalOrder:
            Text(
                "TotalOrder", "One order for all",
                "If one server delivers a before b, every server that delivers b delivers a "
                    + "before it."
            )
        case .agreement:
            Text(
                "Agreement", "One history for all",
                "Of any two servers, one has delivered everything that the other has.")
        case .localPrimaryOrder:
            Text(
                "LocalPrimaryOrder", "A leader's order is kept",
                "Whoever delivers a transaction has delivered all that its leader proposed "
                    + "before it."
            )
        case .globalPrimaryOrder:
            Text(
                "GlobalPrimaryOrder", "Epochs come in order",
                "No server delivers a transaction of an earlier epoch after one of a later epoch.")
        default:
            Text(
                "PrimaryIntegrity", "A leader knows the past",
                "What is ever delivered of earlier epochs is in the history that a leader "
                    + "begins with."
            )
        }
    }

    private var specification: Text {
        switch self {
        case .oneLeaderAtATime:
            Text(
                "Leadership1", "One leader at a time",
                "No two servers lead the same epoch at the same time.")
        case .oneLeaderPerEpoch:
            Text(
                "Leadership2", "One leader for an epoch",
                "An epoch is established once, by one leader, for all time.")
        case .prefixConsistency:
            Text(
                "PrefixConsistency", "One committed history",
                "What any server has delivered agrees with what was committed, place by place.")
        case .messageInPhase:
            Text(
                "StateConsistency", "Messages in their phase",
                "Messages of discovery and synchronization take effect only in the phase they "
                    + "belong to."
            )
        case .proposalIsNext:
            Text(
                "ProposalConsistency", "Proposals without gaps",
                "What is appended to a log is the next transaction of its epoch or the first "
                    + "of a later one."
            )
        case .commitInOrder:
            Text(
                "CommitConsistency", "Commits in order",
                "A commit is for the oldest uncommitted transaction, and that one is in the log.")
        case .ackIsKnown:
            Text(
                "AckConsistency", "Known acknowledgements",
                "An acknowledgement names a transaction in the leader's log, and they never go "
                    + "back."
            )
        case .messageFromPartner:
            Text(
                "MessageLegality", "No message from the past",
                "Nobody acts on a message of a server that is not its leader or its learner now.")
        case .committedLogMonotonicity:
            Text(
                "CommittedLogMonotonicity", "Commits build on commits",
                "Whoever commits has everything that was committed before, with the same contents.")
        case .processConsistency:
            Text(
                "ProcessConsistency", "In step with the leader",
                "A learner that acknowledges NEWLEADER has a log that begins as its leader's does.")
        case .leaderLogCompleteness:
            Text(
                "LeaderLogCompleteness", "Leaders have all commits",
                "The history of an established leader holds every committed transaction.")
        default:
            Text(
                "CommittedLogDurability", "Commits are never cut off",
                "Truncating a log never removes a transaction that was committed.")
        }
    }

    private var implementation: Text {
        switch self {
        case .ackImpliesDurable:
            Text(
                "AckImpliesDurable", "Acknowledged means on disk",
                "What a server acknowledges is on its own disk at that moment.")
        case .commitImpliesQuorum:
            Text(
                "CommitImpliesQuorum", "Committed means a quorum",
                "A transaction commits only once a quorum of voters has acknowledged it to its "
                    + "leader."
            )
        case .epochMonotone:
            Text(
                "EpochMonotone", "Epochs never go back",
                "The epochs on a disk never decrease, and no history runs ahead of the "
                    + "promised epoch."
            )
        case .onePromise:
            Text(
                "OnePromise", "One promise per epoch",
                "A server promises an epoch to one leader only, and the promise is on disk "
                    + "when it is given."
            )
        case .historyBeforeEpoch:
            Text(
                "HistoryBeforeEpoch", "History before epoch",
                "A server's current epoch reaches its disk only after that epoch's history has.")
        case .noServeBeforeEstablished:
            Text(
                "NoServeBeforeEstablished", "Nothing before a quorum follows",
                "Nothing is proposed and no client served before a quorum has acknowledged "
                    + "NEWLEADER."
            )
        case .logContiguity:
            Text(
                "LogContiguity", "No holes on disk",
                "The log on a disk counts each epoch's transactions without a hole and without "
                    + "a repeat."
            )
        case .sessionAtomicity:
            Text(
                "SessionAtomicity", "Ephemerals end with their session",
                "Every ephemeral node belongs to an open session, and is gone at the zxid that "
                    + "closes it."
            )
        case .atMostOnce:
            Text(
                "AtMostOnce", "At most once",
                "A client's request takes effect at most once.")
        case .electedIsMaximal:
            Text(
                "ElectedIsMaximal", "The newest history leads",
                "No voter whose promise made a leader had a newer history than that leader.")
        case .quorumsIntersect:
            Text(
                "QuorumsIntersect", "Quorums share a server",
                "Any two quorums that decided something have a server in common.")
        default:
            Text(
                "NoReadAheadOfCommit", "Only the committed is shown",
                "No client is shown the effect of a transaction that is not committed yet.")
        }
    }

    private var guarantee: Text {
        switch self {
        case .linearizableWrites:
            Text(
                "LinearizableWrites", "Writes in real time's order",
                "A write that begins after another ended has the later zxid, and its result is "
                    + "what that order gives."
            )
        case .clientOrder:
            Text(
                "FifoClientOrder", "A client's order is kept",
                "A session's answers come in the order of its requests and never go back in zxid.")
        case .atomicity:
            Text(
                "Atomicity", "All or nothing",
                "A multi happens at one zxid, wholly or not at all, and nobody sees a part of it.")
        case .sequentialReads:
            Text(
                "SequentialReads", "Reads show one moment",
                "A read shows the tree exactly as it was at the zxid of its reply.")
        case .singleSystemImage:
            Text(
                "SingleSystemImage", "No travel in time",
                "A client never connects to a server that has seen less than the client has.")
        case .durability:
            Text(
                "Durability", "What was seen stays",
                "A write that was confirmed and a value that was read are in every later "
                    + "leader's history."
            )
        case .timeliness:
            Text(
                "Timeliness", "Nothing is hidden for long",
                "A read shows every transaction that was committed a few ticks before it was asked."
            )
        default:
            Text(
                "SyncShowsReign", "Sync catches up",
                "The answer to a sync shows all that its leader had committed when it was asked.")
        }
    }

    private var watches: Text {
        switch self {
        case .watchBeforeData:
            Text(
                "WatchBeforeData", "The event comes first",
                "A client hears of a change it watches before it sees any state with that change.")
        case .watchOrder:
            Text(
                "WatchOrder", "Events in order",
                "A session's events come in zxid order, between the right replies.")
        case .oneShot:
            Text(
                "OneShot", "One event per watch",
                "A watch that was set once fires at most once, and no event comes without a watch.")
        case .noLostWatch:
            Text(
                "NoLostWatch", "No watch is lost",
                "A watch whose change has happened fires, also when the client has reconnected "
                    + "meanwhile."
            )
        default:
            Text(
                "WatchConfidentiality", "Events keep secrets",
                "No client is told of a change to a node that it may not read.")
        }
    }

    private var sessions: Text {
        switch self {
        case .oneOwner:
            Text(
                "OneOwner", "A session is in one place",
                "Once the leader has let a session move, nothing is done that its former server "
                    + "asks for it."
            )
        case .noEarlyExpiry:
            Text(
                "NoEarlyExpiry", "Whoever is heard lives on",
                "No session expires while the leader has heard of it within its timeout.")
        case .uniqueSessions:
            Text(
                "UniqueSessions", "No id is given twice",
                "Every session ever opened has an id of its own.")
        default:
            Text(
                "SessionEnd", "Closed is closed",
                "No request of a session succeeds after the zxid that closed the session.")
        }
    }

    private var liveness: Text {
        switch self {
        case .leaderEmerges:
            Text(
                "LeaderEmerges", "A leader emerges",
                "Once faults have stopped, one leader is established in time.")
        case .fewRounds:
            Text(
                "FewRounds", "Elections end",
                "Once faults have stopped, no server begins more than a few election rounds.")
        case .allInStep:
            Text(
                "AllInStep", "Everyone catches up",
                "Once faults have stopped, every running server is brought up to date in time.")
        case .callsEnd:
            Text(
                "CallsEnd", "Every call ends",
                "Once faults have stopped, every request gets its result or a definite error "
                    + "in time."
            )
        default:
            Text(
                "CopiesConverge", "All copies become equal",
                "Once faults have stopped, every running server delivers all that is committed.")
        }
    }
}
