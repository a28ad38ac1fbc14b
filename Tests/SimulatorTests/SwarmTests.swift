import Properties
import Simulator
import Testing
import Trace
import Zab

@Suite struct `The swarm` {
    @Test func `finds nothing in its first seeds, with all rules on`() async {
        let finding = await Swarm(seeds: seeds).search(workers: 2)
        #expect(finding?.violation == nil)
        #expect(finding?.seed == nil)
    }

    @Test func `finds the same seed however many workers it has`() async {
        let swarm = Swarm(
            seeds: 1...20, without: [.discoveryComparesHistory, .electionComparesEpoch])
        let one = await swarm.search(workers: 1)
        let three = await swarm.search(workers: 3)
        #expect(one != nil)
        #expect(one?.seed == three?.seed)
        #expect(one?.violation == three?.violation)
    }

    @Test func `shrinks a plan to what it needs, which still breaks the same promise`() async throws
    {
        let swarm = Swarm(seeds: 1...40, without: [.commitNeedsQuorum])
        let found = try #require(await swarm.search())
        let small = swarm.shrink(found)
        #expect(small.violation?.property == found.violation?.property)
        #expect(small.plan.interventions.count < found.plan.interventions.count)
        #expect(swarm.finding(in: small.plan)?.violation == small.violation)
        #expect(Checker.check(small.recording).first == small.violation)
    }

    @Test func `goes on to the harm that a client sees, when asked to`() async throws {
        // A commit without a quorum early on, and much later a confirmed write is gone.
        let swarm = Swarm(seeds: 1...40, without: [.commitNeedsQuorum])
        let harmful = (1...40).lazy.compactMap { seed in
            swarm.finding(in: Plan(seed: seed), untilBroken: { $0.family == .clients })
        }.first { $0.violation?.property == .durability }
        let harm = try #require(harmful)
        let first = try #require(swarm.finding(in: Plan(seed: harm.plan.seed)))
        #expect(first.violation?.property == .commitImpliesQuorum)
        #expect(harm.recording.steps.count > first.recording.steps.count)
    }
}
