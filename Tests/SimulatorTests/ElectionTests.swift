import Properties
import Simulator
import Testing
import Trace
import Zab
import Znodes

@Suite struct `A world of three servers` {
    @Test func `elects the server with the highest id when all are empty`() {
        var world = World(voters: 3)
        world.order(.start([.all]))
        let isServing = world.run(before: .seconds(5)) { world in
            [1, 2, 3].allSatisfy { world.isServing(ServerID($0)) }
        }
        #expect(isServing)
        #expect(world.leader == ServerID(3))
    }

    @Test func `answers a client's write and read`() {
        var world = World(voters: 3)
        var answers: [String] = []
        world.order(.start([.all]))
        world.order(.connect(1, to: [.server(ServerID(2))]))
        world.order(
            .call(1, .create(CreateRequest("/lock", data: Array("me".utf8), mode: .ephemeral))))
        world.order(.call(1, .getData(GetDataRequest("/lock"))))
        var checker = Checker(header: world.header())
        let isDone = world.run(
            before: .seconds(20),
            observing: { step in
                checker.observe(step)
                for case .answered(_, let outcome) in step.effects { answers.append(outcome.text) }
            }, until: { _ in answers.count == 2 })
        #expect(isDone)
        #expect(answers == ["created /lock", "\"me\" version 0"])
        #expect(checker.violations == [])
    }
}
