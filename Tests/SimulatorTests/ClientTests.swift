import Properties
import Simulator
import Testing
import Trace
import Zab
import Znodes

@Suite struct `A client` {
    @Test func `sends calls without waiting, and is answered in order`() {
        var run = Run(serving: 3, clients: [1])
        for text in ["a", "b", "c"] { run.order(.call(1, create(ZnodePath("/\(text)")))) }
        run.order(.call(1, get("/c")))
        run.run { $0.openCalls(ofClient: 1) == 4 }
        run.run { $0.openCalls(ofClient: 1) == 0 }
        #expect(run.answers() == ["created /a", "created /b", "created /c", "\"\" version 0"])
    }

    @Test func `does not know what came of a call when its server crashes, and keeps its session`()
    {
        var run = Run(World(voters: 3))
        run.order(.start([.all]))
        run.run { $0.isServing(id(1)) && $0.isServing(id(2)) }
        run.order(.connect(1, to: [server(1), server(2)]))
        run.run { $0.state(ofClient: 1) == .connected }
        run.order(.call(1, create("/a")))
        run.run { $0.openCalls(ofClient: 1) == 1 }
        let begin = run.steps.count
        run.order(.crash([server(1)]))
        run.run { $0.state(ofClient: 1) == .disconnected }
        run.run { $0.state(ofClient: 1) == .connected }
        let states = run.effects(at: "c1", since: begin)
        #expect(
            states.filter { if case .send = $0 { false } else { true } } == [
                .unknown(id: CallID(session: 1, xid: 1)),
                .clientState(state: .disconnected, server: nil, session: 1),
                .clientState(state: .connecting, server: "s2", session: 1),
                .clientState(state: .connected, server: "s2", session: 1),
            ])
        #expect(run.violations == [])
    }

    @Test func `finds its watches again on another server`() {
        var run = Run(World(voters: 3))
        run.order(.start([.all]))
        run.run { world in world.servers(count: 3).allSatisfy { world.isServing($0) } }
        run.order(.connect(1, to: [server(1), server(2)]))
        run.run { $0.state(ofClient: 1) == .connected }
        run.order(.connect(2, to: [server(3)]))
        run.run { $0.state(ofClient: 2) == .connected }
        _ = run.call(1, create("/a", "old"))
        _ = run.call(1, get("/a", watch: true))
        run.order(.crash([server(1)]))
        run.run { $0.state(ofClient: 1) == .disconnected }
        run.run { $0.state(ofClient: 1) == .connected }
        _ = run.call(2, set("/a", "new"))
        run.run(for: .milliseconds(50))
        let events = run.effects(at: "c1").filter { if case .notified = $0 { true } else { false } }
        #expect(events == [.notified(event: "NodeDataChanged", path: "/a")])
        #expect(run.violations == [])
    }

    @Test func `is told of a change that came while it was away`() {
        var run = Run(serving: 3, clients: [1, 3])
        _ = run.call(1, create("/a", "old"))
        _ = run.call(1, get("/a", watch: true))
        run.order(.cutClient(1, from: nil))
        _ = run.call(2, set("/a", "new"))
        run.order(.disconnect(server(1), from: server(3)))
        run.run { $0.state(ofClient: 1) != .connected }
        run.order(.heal)
        run.run { $0.state(ofClient: 1) == .connected }
        run.run(for: .milliseconds(50))
        let events = run.effects(at: "c1").filter { if case .notified = $0 { true } else { false } }
        #expect(events == [.notified(event: "NodeDataChanged", path: "/a")])
        #expect(run.violations == [])
    }

    @Test func `loses its session, and its ephemeral nodes, when it is away for too long`() {
        var run = Run(serving: 3, clients: [1, 3]) { $0.conditions.sessionTimeout = 4_000 }
        _ = run.call(1, create("/lock", mode: .ephemeral))
        run.order(.cutClient(1, from: nil))
        run.run(for: .seconds(12))
        let answer = run.call(2, get("/lock"))
        #expect(answer == "NONODE")
        run.order(.heal)
        run.run { $0.state(ofClient: 1) == .connected }
        let states = run.effects(at: "c1").compactMap { effect -> ClientState? in
            if case .clientState(let state, _, _) = effect { state } else { nil }
        }
        #expect(states.contains(.expired))
        #expect(run.violations == [])
    }

    @Test func `closes its session and is heard no more`() {
        var run = Run(serving: 3, clients: [1, 3])
        _ = run.call(1, create("/lock", mode: .ephemeral))
        run.order(.call(1, .closeSession))
        run.run { $0.state(ofClient: 1) == .closed }
        let answer = run.call(2, get("/lock"))
        #expect(answer == "NONODE")
        let begin = run.steps.count
        run.run(for: .seconds(30))
        #expect(run.steps[begin...].filter { $0.at == "c1" }.isEmpty)
        #expect(run.violations == [])
    }

    @Test func `stays connected by pings when it has nothing to say`() {
        var run = Run(serving: 3, clients: [2])
        run.run(for: .seconds(120))
        #expect(run.world.state(ofClient: 1) == .connected)
        #expect(run.violations == [])
    }
}
