import Properties
import Replication
import Simulator
import Testing
import Trace
import Zab
import Znodes

@Suite struct `Faults` {
    @Test func `a power failure takes what was not flushed, a crash of the process does not`() {
        for isPowerFailure in [true, false] {
            var run = Run(serving: 3, clients: [3])
            run.order(.slowDisk(server(1), .seconds(1)))
            let answer = run.call(1, create("/a"))
            #expect(answer == "created /a")
            run.run(for: .milliseconds(10))
            let begin = run.steps.count
            run.order(isPowerFailure ? .powerFail([server(1)]) : .crash([server(1)]))
            run.run(for: .milliseconds(1))
            run.order(.start([server(1)]))
            run.run(for: .milliseconds(1))
            let starts = run.steps[begin...].compactMap { step -> Zxid? in
                if case .start(_, _, let last, _) = step.input { last } else { nil }
            }
            #expect(
                starts == [isPowerFailure ? Zxid(epoch: 1, counter: 1) : Zxid(epoch: 1, counter: 2)]
            )
        }
    }

    @Test func `a crash between two effects leaves the rest undone`() {
        var run = Run(serving: 3, clients: [3])
        let whole = run.world
        run.order(.crashAfterEffects(server(3), 2, power: true))
        run.order(.call(1, create("/a")))
        run.run { !$0.isRunning(id(3)) }
        guard let last = run.steps.last(where: { $0.at == .server(3) && !$0.effects.isEmpty })
        else {
            Issue.record("the leader takes the call")
            return
        }
        #expect(last.effects.count <= 2)
        #expect(run.steps.last?.input == .crash(power: true, lost: run.lostInLastCrash))
        #expect(whole.isRunning(id(3)))
    }

    @Test func `a frozen process takes its inputs in order when it goes on`() {
        var run = Run(serving: 3, clients: [3])
        run.order(.freeze(server(1), .milliseconds(300)))
        let begin = run.steps.count
        _ = run.call(1, create("/a"))
        _ = run.call(1, create("/b"))
        #expect(run.steps[begin...].filter { $0.at == .server(1) }.isEmpty)
        run.run(for: .milliseconds(400))
        let kinds = run.steps[begin...].filter { $0.at == .server(1) }.compactMap {
            $0.input.received?.kind
        }
        #expect(kinds.prefix(4) == [.proposal, .commit, .proposal, .commit])
        #expect(run.violations == [])
    }

    @Test func `a process frozen without a time stands still until it is thawed`() {
        var run = Run(serving: 3)
        run.order(.freeze(server(1), nil))
        run.run(for: .seconds(1))
        let begin = run.steps.count
        run.run(for: .seconds(1))
        #expect(run.steps[begin...].filter { $0.at == .server(1) }.isEmpty)
        run.order(.thaw(server(1)))
        run.run(for: .milliseconds(1))
        #expect(!run.steps[begin...].filter { $0.at == .server(1) }.isEmpty)
    }

    @Test func `a wiped server does not vote, and gets everything from its leader`() {
        var run = Run(serving: 3, clients: [3])
        _ = run.call(1, create("/a"))
        run.order(.wipe([server(1)]))
        run.run { !$0.isRunning(id(1)) }
        run.order(.start([server(1)]))
        run.run { $0.isServing(id(1)) }
        #expect(run.world.replica(id(1))?.service == run.world.replica(id(3))?.service)
        #expect(run.violations == [])
    }

    @Test func `a rule that is broken is broken for servers that start later`() {
        var run = Run(World(voters: 3))
        run.order(.breakRule(.ackAfterFlush))
        run.order(.start([.all]))
        run.run { world in world.servers(count: 3).allSatisfy { world.isServing($0) } }
        run.order(.connect(1, to: [server(1)]))
        run.run { $0.state(ofClient: 1) == .connected }
        #expect(run.violations.first?.property.rawValue == "S15")
        #expect(run.world.header().off == [.ackAfterFlush])
    }

    @Test func `a restart ends one life and begins the next`() {
        var run = Run(serving: 3)
        run.order(.restart([.leader]))
        run.run { !$0.isRunning(id(3)) }
        run.run { $0.isRunning(id(3)) }
        #expect(run.world.life(id(3)) == 2)
    }

    @Test func `each is written as a line of a scenario`() {
        let lines = [
            Intervention.start([.all]), .crash([.leader]), .powerFail([server(2)]),
            .freeze(server(2), .seconds(5)), .slowDisk(server(2), .milliseconds(50)),
            .hold(MessageFilter(.proposal, to: server(3))), .release(nil),
            .delay(MessageFilter(.ack, from: .follower(1)), by: .milliseconds(5)),
            .dropNext(MessageFilter(.commit, from: .leader, to: server(3))),
            .partition([[server(1)], [server(2), server(3)]]),
            .oneWay(from: server(1), to: server(2)), .cutServer(.leader, from: nil),
            .cutClient(1, from: server(2)), .heal, .connect(1, to: [server(2)]),
            .call(1, create("/lock", "me", mode: .ephemeral)), .breakRule(.ackAfterFlush),
        ].map(\.description)
        #expect(
            lines == [
                "start all", "crash leader", "power-fail s2", "freeze s2 for 5s",
                "slow disk s2 50ms",
                "hold PROPOSAL to s3", "release", "delay ACK from follower 1 by 5ms",
                "drop next COMMIT from leader to s3", "partition s1 | s2 s3",
                "one-way from s1 to s2", "cut leader", "cut c1 from s2", "heal", "connect c1 to s2",
                "c1 async create -e /lock \"me\"", "break ack-after-flush",
            ])
    }
}

extension Run {
    var lostInLastCrash: [Zxid] {
        if case .crash(_, let lost) = steps.last?.input { lost } else { [] }
    }
}
