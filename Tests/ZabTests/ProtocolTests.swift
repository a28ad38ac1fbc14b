import Testing

@testable import Zab

@Suite struct ProtocolTests {
    let s1 = ServerID(1)
    let s2 = ServerID(2)
    let s3 = ServerID(3)

    @Test func `among equal histories the highest id leads`() {
        var harness = Harness.ensemble([1: [], 2: [], 3: []])
        #expect(harness.run { $0.isSettled })
        #expect(harness.leader == s3)
        #expect(harness.peers[s1]?.common.epochs == Epochs(accepted: 1, current: 1))
    }

    @Test func `the newest history wins over the highest id`() {
        let write = Zxid(epoch: 1, counter: 1)
        var harness = Harness.ensemble([1: [write], 2: [], 3: []])
        #expect(harness.run { $0.isSettled })
        #expect(harness.leader == s1)
        #expect(harness.delivered[s3] == [write])
    }

    @Test func `a write is delivered everywhere, in order`() {
        var harness = Harness.ensemble([1: [], 2: [], 3: []])
        #expect(harness.run { $0.isSettled })
        for _ in 1...3 { harness.tell(s3, .propose([7])) }
        let writes = (1...3).map { Zxid(epoch: 1, counter: UInt32($0)) }
        #expect(harness.run { $0.delivered[ServerID(1)] == writes })
        #expect(harness.run { $0.delivered[ServerID(2)] == writes })
        #expect(harness.delivered[s3] == writes)
    }

    @Test func `a server that comes late joins the leader that is there`() {
        var harness = Harness.ensemble([1: [], 2: [], 3: []])
        let late = harness.peers[s3]
        harness.stop(s3)
        #expect(harness.run { $0.isSettled })
        #expect(harness.leader == s2)
        harness.tell(s2, .propose([1]))
        #expect(harness.run { $0.delivered[ServerID(1)]?.count == 1 })
        if let late { harness.start(late) }
        #expect(harness.run { $0.isSettled })
        #expect(harness.leader == s2)
        #expect(harness.delivered[s3] == [Zxid(epoch: 1, counter: 1)])
    }

    @Test func `when the leader dies the survivors elect another in a new epoch`() {
        var harness = Harness.ensemble([1: [], 2: [], 3: []])
        #expect(harness.run { $0.isSettled })
        harness.tell(s3, .propose([1]))
        #expect(harness.run { $0.delivered[ServerID(1)]?.count == 1 })
        harness.stop(s3)
        #expect(harness.run { $0.isSettled && $0.leader == ServerID(2) })
        #expect(harness.peers[s1]?.common.epochs.current == 2)
        harness.tell(s2, .propose([2]))
        #expect(harness.run { $0.delivered[ServerID(1)]?.last == Zxid(epoch: 2, counter: 1) })
    }

    @Test func `a leader without its quorum steps down`() {
        var harness = Harness.ensemble([1: [], 2: [], 3: []])
        #expect(harness.run { $0.isSettled })
        harness.isCut = { $0 == ServerID(3) || $1 == ServerID(3) }
        #expect(harness.run { $0.leader == ServerID(2) })
        #expect(
            harness.run { $0.decisions.contains { $0.0 == ServerID(3) && $0.2 == .quorumLost } })
    }

    @Test func `a tail that the leader never had is truncated`() {
        let common = Zxid(epoch: 1, counter: 1)
        let tail = Zxid(epoch: 1, counter: 2)
        var harness = Harness.ensemble([1: [common], 2: [common], 3: [common, tail]])
        let late = harness.peers[s3]
        harness.stop(s3)
        #expect(harness.run { $0.isSettled })
        if let late { harness.start(late) }
        #expect(harness.run { $0.isSettled })
        #expect(harness.peers[s3]?.common.log.last == common)
        #expect(
            harness.decisions.contains {
                $0.1 == .synchronize(ServerID(3), .trunc, from: tail, to: common)
            })
    }

    @Test func `a tail of an older epoch gives way to a snapshot`() {
        let common = Zxid(epoch: 1, counter: 1)
        let tail = Zxid(epoch: 1, counter: 2)
        var harness = Harness.ensemble([1: [common], 2: [common], 3: [common, tail]])
        let late = harness.peers[s3]
        harness.stop(s3)
        #expect(harness.run { $0.isSettled })
        harness.tell(s2, .propose([1]))
        #expect(harness.run { $0.delivered[ServerID(1)]?.count == 2 })
        if let late { harness.start(late) }
        #expect(harness.run { $0.isSettled })
        #expect(harness.peers[s3]?.common.log.last == Zxid(epoch: 2, counter: 1))
        #expect(
            harness.decisions.contains {
                $0.0 == ServerID(2) && $0.2 == .divergedAcrossEpochs
            })
    }

    @Test func `an observer learns everything and never counts`() {
        var harness = Harness.ensemble([1: [], 2: [], 3: []], observers: [3])
        #expect(harness.run { $0.isSettled })
        #expect(harness.leader == s2)
        harness.tell(s2, .propose([1]))
        #expect(harness.run { $0.delivered[ServerID(3)]?.count == 1 })
        harness.stop(s1)
        #expect(harness.run { $0.leader == nil })
    }

    @Test func `an exhausted counter forces a new epoch`() {
        var timing = Timing()
        timing.lastCounter = 3
        var harness = Harness.ensemble([1: [], 2: [], 3: []], timing: timing)
        #expect(harness.run { $0.isSettled })
        for _ in 1...3 { harness.tell(s3, .propose([1])) }
        #expect(harness.run { $0.decisions.contains { $0.2 == .counterExhausted } })
        #expect(harness.run { $0.isSettled && $0.leader == ServerID(3) })
        #expect(harness.peers[s1]?.common.epochs.current == 2)
        #expect(harness.delivered[s1] == (1...3).map { Zxid(epoch: 1, counter: UInt32($0)) })
    }

    @Test func `a server alone is a quorum of one`() {
        var harness = Harness.ensemble([1: []])
        #expect(harness.run { $0.isSettled })
        harness.tell(s1, .propose([1]))
        #expect(harness.run { $0.delivered[ServerID(1)]?.count == 1 })
    }

    @Test func `a server that may have lost its data does not vote`() {
        var harness = Harness()
        let ensemble = Ensemble(voters: [s1, s2, s3])
        harness.start(
            Peer(id: s1, ensemble: ensemble, recovered: Recovered(isComplete: false)))
        harness.start(Peer(id: s2, ensemble: ensemble))
        #expect(!harness.run(for: .seconds(30)) { $0.leader != nil })
        harness.start(Peer(id: s3, ensemble: ensemble))
        #expect(harness.run { $0.isSettled })
        #expect(harness.ignored.contains { $0.1 == .missingHistory })
    }
}
