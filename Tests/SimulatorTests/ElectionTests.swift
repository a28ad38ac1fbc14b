import Properties
import Simulator
import Testing
import Trace
import Zab
import Znodes

@Suite struct `A world of servers` {
    @Test func `elects the server with the highest id when all are empty`() {
        let run = Run(serving: 3)
        #expect(run.world.leader == id(3))
        #expect(run.violations == [])
    }

    @Test func `numbers its steps without a gap and never goes back in time`() {
        let run = Run(serving: 5)
        #expect(run.steps.map(\.n) == Array(1...run.steps.count))
        #expect(run.steps.map(\.t) == run.steps.map(\.t).sorted())
    }

    @Test func `answers a client's write and read`() {
        var run = Run(serving: 3, clients: [2])
        let created = run.call(1, create("/lock", "me", mode: .ephemeral))
        let read = run.call(1, get("/lock"))
        #expect(created == "created /lock")
        #expect(read == "\"me\" version 0")
        #expect(run.violations == [])
    }

    @Test func `elects another leader when the first crashes, and takes it back as a follower`() {
        var run = Run(serving: 3)
        run.order(.crash([.leader]))
        run.run { $0.isServing(id(1)) && $0.isServing(id(2)) && $0.leader == id(2) }
        run.order(.start([server(3)]))
        run.run { $0.isServing(id(3)) }
        #expect(run.world.leader == id(2))
        #expect(run.world.life(id(3)) == 2)
        #expect(run.violations == [])
    }

    @Test func `copes with an observer`() {
        var run = Run(World(voters: 3, observers: 1))
        run.order(.start([.all]))
        run.run { world in world.servers(count: 4).allSatisfy { world.isServing($0) } }
        #expect(run.world.resolve(.observer(1)) == [id(4)])
        #expect(run.world.resolve(.follower(2)) == [id(2)])
        #expect(run.world.resolve(.follower(3)) == [])
    }

    @Test func `goes two ways from a copy, and the same way when nothing is changed`() {
        var run = Run(serving: 3, clients: [1])
        var copy = run.world
        var changed = run.world
        changed.order(.crash([.leader]))
        run.order(.call(1, create("/a")))
        copy.order(.call(1, create("/a")))
        let original = run.world.run(for: .seconds(1))
        let same = copy.run(for: .seconds(1))
        let other = changed.run(for: .seconds(1))
        #expect(same == original)
        #expect(copy == run.world)
        #expect(other != original)
    }
}
