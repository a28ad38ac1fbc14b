import Properties
import Simulator
import Testing
import Trace
import Zab

@Suite struct `What the swarm shows` {
    /// Reasons that no run of the swarm comes to, each shown by a test of its own in ZabTests. The list may
    /// only become shorter.
    private let elsewhere: Set<Reason> = [
        .gapBeforeProposal, .unexpectedCommit, .noQuorumYet, .notFromMyLeader, .unknownProposal,
        .memoryAheadOfHistory, .unknownMember, .missingHistory, .divergedInEpoch, .epochTooOld,
        .snapshotUnreadable, .quorumNotAwaited,
    ]

    @Test func `every reason is given in some run, and every message sent`() {
        var reasons = Set(Reason.allCases)
        var kinds = Set(MessageKind.allCases)
        for seed in UInt64(1)...150 where !reasons.isSubset(of: elsewhere) || !kinds.isEmpty {
            let plan = Plan(seed: seed)
            var world = plan.world()
            for step in world.run(until: plan.healing) {
                for effect in step.effects {
                    if let why = effect.why.flatMap(Reason.init(rawValue:)) { reasons.remove(why) }
                    if case .send(let message) = effect { kinds.remove(message.kind) }
                }
            }
        }
        #expect(reasons.subtracting(elsewhere) == [])
        #expect(kinds == [])
    }
}

extension StepEffect {
    /// The reason beside a decision, a refusal or an ending.
    fileprivate var why: String? {
        switch self {
        case .look(_, let why), .vote(_, _, _, let why), .elect(_, _, _, _, let why),
            .chooseEpoch(_, _, let why), .promise(_, _, let why),
            .synchronize(_, _, _, _, let why), .establish(_, _, _, let why),
            .commit(_, _, let why), .giveUp(let why), .drop(_, let why), .ignore(let why),
            .retire(let why), .closeClient(_, let why):
            why
        default: nil
        }
    }
}
