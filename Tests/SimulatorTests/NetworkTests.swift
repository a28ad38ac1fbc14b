import Properties
import Simulator
import Testing
import Trace
import Zab
import Znodes

@Suite struct `Messages of the swarm's runs` {
    private static func steps(_ seed: UInt64) -> [Step] {
        let plan = Plan(seed: seed)
        var world = plan.world()
        return world.run(until: plan.healing)
    }

    @Test(arguments: seeds)
    func `arrive once or are lost once, after they were sent`(seed: UInt64) {
        var onTheWay: [String: MessageRecord] = [:]
        for step in Self.steps(seed) {
            if let message = step.input.received ?? step.input.lost {
                let sent = onTheWay.removeValue(forKey: message.id)
                #expect(sent == message, "\(message.id) at step \(step.n)")
            }
            for message in step.sent {
                #expect(onTheWay.updateValue(message, forKey: message.id) == nil)
            }
        }
        #expect(onTheWay.count < 400, "the rest is still under way")
    }

    @Test(arguments: seeds)
    func `arrive on each connection in the order in which they were written`(seed: UInt64) {
        var last: [Substring: Int] = [:]
        for step in Self.steps(seed) {
            guard let message = step.input.received, let slash = message.id.lastIndex(of: "/"),
                let position = Int(message.id[message.id.index(after: slash)...])
            else { continue }
            let connection = message.id[..<slash]
            #expect(last[connection, default: 0] < position, "\(message.id) at step \(step.n)")
            last[connection] = position
        }
        #expect(!last.isEmpty)
    }

    @Test(arguments: seeds)
    func `name the life of the server that receives them`(seed: UInt64) {
        for step in Self.steps(seed) {
            guard let message = step.input.received, step.at.kind == .server else { continue }
            #expect(message.id.contains("-\(step.at).\(step.life)#"), "step \(step.n)")
        }
    }
}

@Suite struct `The network` {
    @Test func `loses what is under way to a server that crashes, each message in a step`() {
        var run = Run(serving: 3, clients: [3])
        let begin = run.steps.count
        run.order(.call(1, create("/a")))
        run.run { $0.steps > begin + 1 }
        run.order(.crash([server(1)]))
        run.run(for: .seconds(3))
        let lost = run.steps[begin...].compactMap(\.input.lost)
        #expect(lost.allSatisfy { $0.to == .server(1) })
        #expect(!lost.isEmpty)
    }

    @Test func `makes a leader in the minority step down and the majority elect another`() {
        var run = Run(serving: 3)
        run.order(.partition([[server(3)], [server(1), server(2)]]))
        run.run { $0.leader == id(2) && $0.isServing(id(2)) && !$0.isServing(id(3)) }
        run.order(.heal)
        run.run { $0.isServing(id(3)) }
        #expect(run.world.leader == id(2))
        #expect(run.violations == [])
    }

    @Test func `keeps a held message, and all behind it, until it is released`() {
        var run = Run(serving: 3, clients: [3])
        let hold = MessageFilter(.proposal, to: server(1))
        run.order(.hold(hold))
        let begin = run.steps.count
        let answer = run.call(1, create("/a"))
        #expect(answer == "created /a")
        run.run(for: .milliseconds(100))
        func received() -> [MessageKind] {
            run.steps[begin...].filter { $0.at == .server(1) }.compactMap {
                $0.input.received.map(\.kind)
            }
        }
        #expect(received() == [])
        run.order(.release(hold))
        run.run(for: .milliseconds(10))
        #expect(received() == [.proposal, .commit])
        #expect(run.violations == [])
    }

    @Test func `drops one message with the assumption off, and the connection goes on`() {
        var run = Run(serving: 3, clients: [3])
        run.order(.dropNext(MessageFilter(.commit, to: server(1))))
        let answer = run.call(1, create("/a"))
        #expect(answer == "created /a")
        run.run(for: .milliseconds(20))
        let losses = run.steps.compactMap { step in
            if case .lost(let message, .dropped) = step.input { message.kind } else { nil }
        }
        #expect(losses == [.commit])
        #expect(run.world.replica(id(1)) != nil)
    }

    @Test func `delivers a message twice with the assumption off`() {
        var run = Run(serving: 3, clients: [3])
        run.order(.duplicateNext(MessageFilter(.proposal, to: server(1))))
        let begin = run.steps.count
        _ = run.call(1, create("/a"))
        run.run(for: .milliseconds(20))
        let proposals = run.steps[begin...].compactMap(\.input.received).filter {
            $0.kind == .proposal && $0.to == .server(1)
        }
        #expect(proposals.count == 2)
        #expect(Set(proposals.map(\.id)).count == 1)
    }

    @Test func `delays what it is told to`() {
        var run = Run(serving: 3, clients: [3])
        run.order(.delay(MessageFilter(.ack, to: server(3)), by: .milliseconds(500)))
        let begin = run.world.now
        _ = run.call(1, create("/a"))
        #expect(run.world.now - begin > .milliseconds(500))
    }

    @Test func `breaks a connection at both ends`() {
        var run = Run(serving: 3)
        let begin = run.steps.count
        run.order(.disconnect(server(1), from: server(3)))
        run.run { !$0.isServing(id(1)) }
        run.run { $0.isServing(id(1)) }
        let ends = run.steps[begin...].compactMap { step -> Lane? in
            if case .disconnected(_, "broken") = step.input { step.at } else { nil }
        }
        #expect(ends.sorted() == ["s1", "s3"])
        #expect(run.violations == [])
    }
}
