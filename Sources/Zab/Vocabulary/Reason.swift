/// Why something was decided, refused or given up. Details stand beside it; the reason alone is enough
/// to find the line of code and the sentence that explains it.
public enum Reason: String, CaseIterable, Hashable, Sendable, Codable {
    // Votes
    case higherEpoch, higherZxid, higherID, newRound
    case olderRound, worseVote, notAVoter, missingHistory, quietPeriodOver
    case joinsEstablishedLeader, leaderNotHeard, noQuorumBehindVote, alreadyDecided, noQuorumYet
    // Discovery
    case quorumPromised, epochIsNew, epochAlreadyPromised, epochTooOld, betterHistoryFound,
        unknownMember
    // Synchronization
    case sameHistory, gapInWindow, aheadOfLeader, divergedInEpoch, divergedAcrossEpochs
    case behindWindow, quorumHoldsHistory, memoryAheadOfHistory
    case snapshotUnreadable
    // Broadcast
    case quorumAcknowledged, quorumNotAwaited, gapBeforeProposal, unexpectedCommit, unknownProposal,
        alreadyCommitted
    case counterExhausted, quorumLost, notLeading
    // Links
    case notFromMyLeader, wrongPhase, leaderLost, leaderSilent, learnerSilent, leaderUnreachable
    case setupTimedOut
    // Start
    case serverStarts

    /// One line for the reader of a trace.
    public var explanation: String {
        switch self {
        case .higherEpoch: "its history is of a later epoch"
        case .higherZxid: "same epoch, but its log is longer"
        case .higherID: "equal histories, so the higher id breaks the tie"
        case .newRound: "the sender is in a later round of the election"
        case .olderRound: "the vote is of an earlier round of the election"
        case .worseVote: "the vote is for a history worse than the one I vote for"
        case .notAVoter: "sender or candidate has no vote in this ensemble"
        case .missingHistory: "a server that may have lost its data must not vote"
        case .quietPeriodOver: "a quorum agrees and nothing better came in the quiet period"
        case .joinsEstablishedLeader: "a quorum already follows this leader"
        case .leaderNotHeard: "the candidate itself has not said that it leads"
        case .noQuorumBehindVote: "no quorum stands behind that vote yet"
        case .alreadyDecided: "the election is over here; the sender is told the result"
        case .noQuorumYet: "votes are still missing for a quorum"
        case .quorumPromised: "a quorum of voters has reported, so the epoch can be chosen"
        case .epochIsNew: "the epoch is above every epoch promised before"
        case .epochAlreadyPromised:
            "this epoch was promised before, so the promise does not count again"
        case .epochTooOld: "a later epoch has been promised already"
        case .betterHistoryFound: "a voter has a better history than the would-be leader"
        case .unknownMember: "the sender is not a member of the ensemble"
        case .sameHistory: "the learner already has all there is"
        case .gapInWindow: "the learner's last transaction is in the leader's window"
        case .aheadOfLeader: "the learner logged more than the leader ever had"
        case .divergedInEpoch: "the learner logged something else in the same epoch"
        case .divergedAcrossEpochs: "the learner's last transaction is of an abandoned epoch"
        case .behindWindow: "the learner is further behind than the leader remembers"
        case .quorumHoldsHistory: "a quorum has taken over the leader's history"
        case .memoryAheadOfHistory:
            "what was cut off had been applied, so the state is rebuilt from disk"
        case .snapshotUnreadable:
            "the leader's snapshot makes no sense, so the disk's own state stands"
        case .quorumNotAwaited: "no quorum is waited for, since the rule is off"
        case .quorumAcknowledged: "a quorum has it on disk"
        case .gapBeforeProposal: "the proposal would leave a gap in the log"
        case .unexpectedCommit: "the commit is not for the oldest uncommitted transaction"
        case .unknownProposal: "no such proposal is outstanding"
        case .alreadyCommitted: "it was committed before this acknowledgement came"
        case .counterExhausted: "the epoch's counter is used up, so a new epoch is needed"
        case .quorumLost: "no quorum has been heard for syncLimit ticks"
        case .notLeading: "only a leader takes learners and proposals"
        case .notFromMyLeader: "the sender is not the leader that I follow"
        case .wrongPhase: "the message does not belong to this phase"
        case .leaderLost: "the connection to the leader broke"
        case .leaderSilent: "the leader was silent for too long"
        case .learnerSilent: "the learner was silent for syncLimit ticks"
        case .leaderUnreachable: "the elected leader could not be reached"
        case .setupTimedOut: "initLimit ticks passed without a quorum"
        case .serverStarts: "the server has just started"
        }
    }
}
