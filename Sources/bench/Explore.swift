import Properties
import Simulator
import Trace
import Zab

enum Explore {
    static func run(_ words: [String]) {
        let first = UInt64(words[0])!, last = UInt64(words[1])!
        let broken = words.dropFirst(2).compactMap { Rule(rawValue: $0) }
        var steps = 0
        var bad = 0
        let time = Stopwatch.once {
            for seed in first...last {
                var trial = Trial(Plan(seed: seed), without: broken)
                var steps_: [Step] = []
                let header = trial.header
                trial.run(observing: { if first == last { steps_.append($0) } })
                if first == last { try? Recording(header: header, steps: steps_).write(to: "/tmp/seed-\(first).jsonl") }
                steps += trial.world.steps
                if let violation = trial.violation {
                    print(seed, violation.property.name, "step", violation.step, violation.reason)
                    bad += 1
                } else if trial.isStuck { print(seed, "stuck"); bad += 1 }
            }
        }
        print("seeds", last - first + 1, "bad", bad, "steps", steps, "steps/s", Int(Double(steps) / time), "time", time)
    }
}
