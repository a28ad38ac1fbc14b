import Properties
import Simulator
import Testing
import Trace
import Zab
import Znodes

private let alice = Identity(scheme: "digest", id: "alice:secret")
private let hers = [ACL(.all, for: alice)]

@Suite struct `Every operation` {
    /// Client 1 may go on to another server; client 2 stays.
    private func pair() -> Run {
        var run = Run(World(voters: 3))
        run.order(.start([.all]))
        run.run { world in world.servers(count: 3).allSatisfy { world.isServing($0) } }
        run.order(.connect(1, to: [server(1), server(2)]))
        run.order(.connect(2, to: [server(3)]))
        run.run { $0.state(ofClient: 1) == .connected && $0.state(ofClient: 2) == .connected }
        return run
    }

    private func moveAway(_ run: inout Run) {
        run.order(.crash([server(1)]))
        run.run { $0.state(ofClient: 1) == .disconnected }
        run.run { $0.state(ofClient: 1) == .connected }
    }

    private func events(_ run: Run, since begin: Int) -> [String] {
        run.effects(at: "c1", since: begin).compactMap {
            if case .notified(let event, let path) = $0 { "\(event) \(path)" } else { nil }
        }
    }

    @Test func `watches that stay are set again on another server`() {
        var run = pair()
        #expect(run.call(1, .addWatch(AddWatchRequest("/a", mode: .persistentRecursive))) == "done")
        #expect(run.call(1, .addWatch(AddWatchRequest("/b", mode: .persistent))) == "done")
        moveAway(&run)
        let begin = run.steps.count
        for path in ["/a", "/a/x", "/b", "/b/x"] as [ZnodePath] {
            _ = run.call(2, create(path))
        }
        run.run(for: .milliseconds(50))
        #expect(
            events(run, since: begin) == [
                "NodeCreated /a", "NodeCreated /a/x", "NodeCreated /b", "NodeChildrenChanged /b",
            ])
        #expect(run.violations == [])
    }

    @Test func `a watch that was removed is not set again`() {
        var run = pair()
        _ = run.call(1, .addWatch(AddWatchRequest("/a", mode: .persistent)))
        let watches = WatchesRequest("/a", kind: .persistent)
        #expect(run.call(1, .checkWatches(watches)) == "done")
        #expect(run.call(1, .removeWatches(watches)) == "done")
        #expect(run.call(1, .checkWatches(watches)) == "NOWATCHER")
        moveAway(&run)
        let begin = run.steps.count
        _ = run.call(2, create("/a"))
        run.run(for: .milliseconds(50))
        #expect(events(run, since: begin) == [])
        #expect(run.call(1, .removeWatches(watches)) == "NOWATCHER")
    }

    @Test func `an identity is shown again on another server, and forwarded to the leader`() {
        var run = pair()
        run.order(.authenticate(1, alice))
        _ = run.call(1, .create(CreateRequest("/a", acl: hers)))
        #expect(run.call(2, get("/a")) == "NOAUTH")
        #expect(run.call(2, set("/a", "no")) == "NOAUTH")
        moveAway(&run)
        #expect(run.call(1, .whoAmI) == "[digest:alice]")
        #expect(run.call(1, set("/a", "yes")) == "version 1")
        #expect(run.call(1, get("/a")) == "\"yes\" version 1")
        #expect(run.violations == [])
    }

    @Test func `who may not read a node is not told of it`() {
        var run = pair()
        for client in [1, 2] {
            _ = run.call(client, .addWatch(AddWatchRequest("/", mode: .persistentRecursive)))
        }
        run.order(.authenticate(2, alice))
        let begin = run.steps.count
        _ = run.call(2, .create(CreateRequest("/secret", acl: hers)))
        _ = run.call(2, create("/open"))
        run.run(for: .milliseconds(50))
        #expect(events(run, since: begin) == ["NodeCreated /open"])
        #expect(run.violations == [])
    }

    @Test func `the reads that only a session can ask`() {
        var run = pair()
        _ = run.call(1, create("/a"))
        _ = run.call(1, create("/a/e", mode: .ephemeral))
        #expect(run.call(1, .getEphemerals(GetEphemeralsRequest())) == "[/a/e]")
        #expect(run.call(2, .getEphemerals(GetEphemeralsRequest())) == "[]")
        #expect(
            run.call(2, .getAllChildrenNumber(GetAllChildrenNumberRequest("/a"))) == "1")
        let both = MultiReadRequest([
            .getChildren(GetChildrenRequest("/a")), .getData(GetDataRequest("/b")),
        ])
        #expect(run.call(2, .multiRead(both)) == "multi [[e], NONODE]")
        #expect(run.call(2, .check(CheckRequest("/a"))) == "UNIMPLEMENTED")
        #expect(run.violations == [])
    }
}

@Suite struct `The workload` {
    /// What the swarm's clients do in its first runs: every request that a client can make.
    @Test func `has every operation in it`() {
        var asked: Set<Opcode> = []
        var shows = false
        for seed in UInt64(1)...40 {
            for item in Plan(seed: seed).interventions {
                switch item.intervention {
                case .call(_, let request): asked.insert(request.opcode)
                case .authenticate: shows = true
                default: break
                }
            }
        }
        let never: Set<Opcode> = [
            // A client's own, which its user does not ask for.
            .createSession, .ping, .setWatches, .setWatches2, .auth, .sasl,
            // A leader's, inside a multi only, or refused.
            .error, .deleteContainer, .check, .reconfig,
        ]
        #expect(Set(Opcode.allCases).subtracting(asked) == never)
        #expect(shows)
    }
}
