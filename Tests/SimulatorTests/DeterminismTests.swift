import Foundation
import Replication
import Simulator
import Testing
import Trace
import Zab

/// FNV-1a: the same everywhere, unlike `Hasher`.
private func digest(_ texts: some Sequence<String>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for text in texts {
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
    return hash
}

/// All that some seeds of the swarm do, to the last byte of their trace files.
private func swarmDigest() -> UInt64 {
    digest(
        (1...6).lazy.map { seed -> String in
            let plan = Plan(seed: UInt64(seed))
            var world = plan.world()
            var writer = TraceWriter(header: world.header(seed: plan.seed))
            return world.run(until: plan.healing).map { writer.line(for: $0) }.joined()
        })
}

@Suite struct `The same seed` {
    @Test func `gives the same trace, byte by byte, in another process`() async {
        let result = await #expect(
            processExitsWith: .success, observing: [\.standardOutputContent]
        ) {
            FileHandle.standardOutput.write(Data("digest \(swarmDigest()) end".utf8))
        }
        let output = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
        #expect(output.contains("digest \(swarmDigest()) end"))
    }

    @Test func `does the same whether it is recorded or not`() {
        for seed in UInt64(1)...6 {
            let plan = Plan(seed: seed)
            var recorded = plan.world()
            var silent = plan.world(isRecording: false)
            let steps = recorded.run(until: plan.healing)
            let none = silent.run(until: plan.healing)
            #expect(steps.count == recorded.steps)
            #expect(none == [])
            #expect(recorded.steps == silent.steps)
            for id in plan.servers {
                #expect(recorded.replica(id) == silent.replica(id), "\(id) with seed \(seed)")
            }
        }
    }

    /// Debug and release builds both meet this number. It changes with every change of what servers do;
    /// then take over the new one.
    @Test func `does the same in every build configuration`() {
        let plan = Plan(seed: 11)
        var world = plan.world()
        let skeleton = world.run(until: plan.healing).lazy.map {
            "\($0.n) \($0.t) \($0.at) \($0.life) \($0.cause ?? 0) \($0.effects.count)\n"
        }
        #expect(digest(skeleton) == 2_300_947_339_719_875_046)
    }

    @Test func `makes the same plan`() {
        #expect(Plan(seed: 7) == Plan(seed: 7))
        #expect(Plan(seed: 7) != Plan(seed: 8))
        #expect(Plan(seed: 7).description == Plan(seed: 7).description)
    }
}
