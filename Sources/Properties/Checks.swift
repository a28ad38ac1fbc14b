import Trace

/// All properties that are checked step by step.
struct Checks: Check {
    private var integrity = Integrity()
    private var localPrimaryOrder = LocalPrimaryOrder()
    private var globalPrimaryOrder = GlobalPrimaryOrder()
    private var primaryIntegrity = PrimaryIntegrity()
    private var leadership = Leadership()
    private var prefixConsistency = PrefixConsistency()
    private var messageInPhase = MessageInPhase()
    private var proposalIsNext = ProposalIsNext()
    private var commitInOrder = CommitInOrder()
    private var ackIsKnown = AckIsKnown()
    private var messageFromPartner = MessageFromPartner()
    private var committedLog = CommittedLog()
    private var processConsistency = ProcessConsistency()
    private var ackImpliesDurable = AckImpliesDurable()
    private var commitImpliesQuorum = CommitImpliesQuorum()
    private var epochMonotone = EpochMonotone()
    private var onePromise = OnePromise()
    private var historyBeforeEpoch = HistoryBeforeEpoch()
    private var noServeBeforeEstablished = NoServeBeforeEstablished()
    private var logContiguity = LogContiguity()
    private var electedIsMaximal = ElectedIsMaximal()
    private var quorumsIntersect = QuorumsIntersect()
    private var noReadAheadOfCommit = NoReadAheadOfCommit()
    private var realTimeOrder = RealTimeOrder()
    private var clientOrder = ClientOrder()
    private var singleSystemImage = SingleSystemImage()
    private var durability = Durability()
    private var sessionRules = SessionRules()
    private(set) var sessionAtomicity = SessionAtomicity()
    private var oneShot = OneShot()
    private var oneOwner = OneOwner()
    private var noEarlyExpiry = NoEarlyExpiry()
    private var syncShowsReign = SyncShowsReign()
    private(set) var timeliness = Timeliness()
    private(set) var liveness = Liveness()

    mutating func input(
        _ input: StepInput, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        prefixConsistency.input(input, moment, history, &findings)
        messageInPhase.input(input, moment, history, &findings)
        ackIsKnown.input(input, moment, history, &findings)
        messageFromPartner.input(input, moment, history, &findings)
        epochMonotone.input(input, moment, history, &findings)
        historyBeforeEpoch.input(input, moment, history, &findings)
        singleSystemImage.input(input, moment, history, &findings)
        timeliness.input(input, moment, history, &findings)
        liveness.input(input, moment, history, &findings)
    }

    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        switch effect {
        case .send:
            processConsistency.effect(effect, moment, history, &findings)
            ackImpliesDurable.effect(effect, moment, history, &findings)
            onePromise.effect(effect, moment, history, &findings)
            noServeBeforeEstablished.effect(effect, moment, history, &findings)
            noReadAheadOfCommit.effect(effect, moment, history, &findings)
            singleSystemImage.effect(effect, moment, history, &findings)
            durability.effect(effect, moment, history, &findings)
        case .append: proposalIsNext.effect(effect, moment, history, &findings)
        case .truncate: committedLog.effect(effect, moment, history, &findings)
        case .record: historyBeforeEpoch.effect(effect, moment, history, &findings)
        case .propose, .serve:
            noServeBeforeEstablished.effect(effect, moment, history, &findings)
            oneOwner.effect(effect, moment, history, &findings)
            noEarlyExpiry.effect(effect, moment, history, &findings)
        case .session:
            oneOwner.effect(effect, moment, history, &findings)
            noEarlyExpiry.effect(effect, moment, history, &findings)
        case .countAck: ackImpliesDurable.effect(effect, moment, history, &findings)
        case .deliver:
            integrity.effect(effect, moment, history, &findings)
            localPrimaryOrder.effect(effect, moment, history, &findings)
            globalPrimaryOrder.effect(effect, moment, history, &findings)
            primaryIntegrity.effect(effect, moment, history, &findings)
            prefixConsistency.effect(effect, moment, history, &findings)
            commitInOrder.effect(effect, moment, history, &findings)
            sessionAtomicity.effect(effect, moment, history, &findings)
        case .commit:
            commitInOrder.effect(effect, moment, history, &findings)
            committedLog.effect(effect, moment, history, &findings)
            commitImpliesQuorum.effect(effect, moment, history, &findings)
            quorumsIntersect.effect(effect, moment, history, &findings)
        case .establish:
            primaryIntegrity.effect(effect, moment, history, &findings)
            leadership.effect(effect, moment, history, &findings)
            committedLog.effect(effect, moment, history, &findings)
            noServeBeforeEstablished.effect(effect, moment, history, &findings)
            electedIsMaximal.effect(effect, moment, history, &findings)
            quorumsIntersect.effect(effect, moment, history, &findings)
            durability.effect(effect, moment, history, &findings)
        case .answered:
            realTimeOrder.effect(effect, moment, history, &findings)
            clientOrder.effect(effect, moment, history, &findings)
            durability.effect(effect, moment, history, &findings)
            sessionRules.effect(effect, moment, history, &findings)
            timeliness.effect(effect, moment, history, &findings)
            syncShowsReign.effect(effect, moment, history, &findings)
        case .notified: oneShot.effect(effect, moment, history, &findings)
        case .look: liveness.effect(effect, moment, history, &findings)
        default: break
        }
    }

    mutating func after(_ moment: Moment, _ history: History, _ findings: inout Findings) {
        leadership.after(moment, history, &findings)
        prefixConsistency.after(moment, history, &findings)
        onePromise.after(moment, history, &findings)
        logContiguity.after(moment, history, &findings)
        sessionRules.after(moment, history, &findings)
        noEarlyExpiry.after(moment, history, &findings)
        liveness.after(moment, history, &findings)
    }
}
