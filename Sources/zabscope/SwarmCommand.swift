public import ArgumentParser
import Foundation
import Properties
import Simulator
import Trace
public import Zab

struct SwarmCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "swarm",
        abstract: "Run many seeds with faults of every kind, in search of a broken promise.",
        discussion: """
            Crashes at any point, power failures, partitions, broken links, delays and slow disks, while \
            clients write, read and watch; then everything heals, and all must come together again. Of the \
            first seed that breaks a promise the plan is made as short as can be and its trace is written; \
            the exit code is then 1.

            Examples:
              zabscope swarm --seeds 2000
              zabscope swarm --without ack-after-flush
              zabscope swarm --without commit-needs-quorum --harm -o harm.jsonl
            """)

    @Option(help: "How many seeds.")
    var seeds: UInt64 = 500

    @Option(help: "The first seed.")
    var from: UInt64 = 1

    @Option(
        help: ArgumentHelp("Switch this rule off; may be given several times.", valueName: "rule"))
    var without: [Rule] = []

    @Flag(help: "Assumption off: links lose single proposals.")
    var lossy = false

    @Flag(help: "Go on until a client sees the harm (G, W and X promises).")
    var harm = false

    @Option(help: "Seeds run at a time; by default, as many as there are processors.")
    var workers: Int?

    @Flag(inversion: .prefixedNo, help: "Make the failing plan as short as can be.")
    var shrink = true

    @Option(name: .shortAndLong, help: ArgumentHelp("Where the trace goes.", valueName: "file"))
    var output: String?

    func validate() throws {
        guard seeds > 0 else { throw ValidationError("--seeds: at least one") }
    }

    func run() async throws {
        let swarm = Swarm(seeds: from...(from + seeds - 1), without: without, isLossy: lossy)
        let start = ContinuousClock.now
        let found = await swarm.search(
            workers: workers ?? ProcessInfo.processInfo.activeProcessorCount,
            untilBroken: isWanted
        ) { progress in
            Console.progress("\(progress.seeds) of \(seeds) seeds, \(progress.steps) steps")
        }
        Console.endProgress()
        let time = String(format: "%.1f s", (ContinuousClock.now - start) / .seconds(1))
        guard let found else {
            Console.print("\(seeds) seeds in \(time): every promise holds.")
            return
        }
        try report(found, of: swarm, after: time)
        throw Failure.broken("")
    }

    private func isWanted(_ property: Property) -> Bool {
        !harm || [.clients, .watches, .sessions].contains(property.family)
    }

    private func report(_ found: Swarm.Finding, of swarm: Swarm, after time: String) throws {
        Console.print("Seed \(found.seed) fails, after \(time): \(Self.words(found))")
        var best = found
        if shrink {
            Console.progress("making it shorter …")
            best = swarm.shrink(found)
            Console.endProgress()
            Console.print(
                "Made shorter, from \(found.plan.interventions.count) actions to "
                    + "\(best.plan.interventions.count): \(Self.words(best))")
        }
        var lines = best.plan.description.split(separator: "\n").map(String.init)
        lines.insert(contentsOf: without.map { "break \($0.rawValue)" }, at: 1)
        Console.print("What was done:\n\n" + lines.joined(separator: "\n") + "\n")
        let path = output ?? "swarm-\(found.seed).jsonl"
        try Files.write(best.recording, to: path)
        Console.print("Look at it: zabscope learn \(path)")
    }

    private static func words(_ finding: Swarm.Finding) -> String {
        finding.violation?.description ?? "the servers did not come together again"
    }
}

extension Rule: ExpressibleByArgument {}
