import Testing
import Trace
import Zab

@Suite struct Folding {
    @Test func `states add up from the changes of the steps`() {
        let run = Samples.write3
        #expect(run.states(after: 0) == ClusterState(header: run.header))
        var s1 = ServerState.down
        s1.role = .leading
        s1.phase = .broadcast
        s1.leader = "s1"
        #expect(run.states(after: 4)["s1"] == s1)
        s1.committed = Samples.write
        #expect(run.states(after: 5)["s1"] == s1)
        #expect(run.states(after: 5)["s3"] == .down)
        #expect(run.states(after: 99) == run.states(after: 6))
        #expect(run.states(after: 6).servers(as: .down) == ["s2", "s3"])
        #expect(run.states(after: 6)["s9"] == nil)
    }

    @Test func `the index tells the same at every step`() {
        let run = Samples.long(300)
        let index = StateIndex(run)
        for n in -1...301 { #expect(index.states(after: n) == run.states(after: n)) }
    }

    @Test func `an empty recording has a state`() {
        let run = Recording(header: Samples.header)
        #expect(StateIndex(run).states(after: 5) == ClusterState(header: run.header))
    }

    @Test func `causes lead back to the first`() {
        let run = Samples.long(40)
        #expect(run.causes(of: 40).map(\.n) == [40, 20, 10, 5, 2, 1])
        #expect(run.causes(of: 41).isEmpty)
        #expect(Samples.write3.causes(of: 5).map(\.n) == [5, 2, 1])
    }

    @Test func `a circle of causes ends`() {
        var run = Samples.long(3)
        run.steps[0].cause = 3
        #expect(run.causes(of: 3).map(\.n) == [3, 1])
    }
}
