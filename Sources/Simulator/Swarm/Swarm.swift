public import Properties
public import Trace
public import Zab

/// Many runs, each from its own seed, in search of one that breaks a promise.
public struct Swarm: Sendable {
    public let seeds: ClosedRange<UInt64>
    /// Rules that no server keeps.
    public let broken: [Rule]
    /// Assumption off: links lose single proposals.
    public let isLossy: Bool

    public init(
        seeds: ClosedRange<UInt64>, without broken: [Rule] = [], isLossy: Bool = false
    ) {
        self.seeds = seeds
        self.broken = broken
        self.isLossy = isLossy
    }

    private func plan(_ seed: UInt64) -> Plan {
        isLossy ? Plan(seed: seed).losingProposals() : Plan(seed: seed)
    }

    /// A run that went wrong.
    public struct Finding: Sendable {
        public let plan: Plan
        /// Nil when nothing broke but the core did not come together again.
        public let violation: Violation?
        public let recording: Recording

        public var seed: UInt64 { plan.seed }
    }

    /// How far a search has come.
    public struct Progress: Sendable {
        public var seeds = 0
        public var steps = 0
        public var failures = 0
    }

    /// Runs all seeds, or up to the first that fails; the failing one with the lowest number. The result is
    /// the same however many workers there are.
    ///
    /// - Parameter isWanted: which broken promise counts as failing.
    public func search(
        workers: Int = 1,
        untilBroken isWanted: @escaping @Sendable (Property) -> Bool = { _ in true },
        progress report: (Progress) -> Void = { _ in }
    ) async -> Finding? {
        var progress = Progress()
        var failing: UInt64?
        await withTaskGroup(of: (seed: UInt64, steps: Int, fails: Bool).self) { group in
            var waiting = seeds.makeIterator()
            func launch() {
                guard failing == nil, let seed = waiting.next() else { return }
                group.addTask {
                    var trial = Trial(plan(seed), without: broken)
                    trial.run(untilBroken: isWanted)
                    return (seed, trial.world.steps, trial.fails)
                }
            }
            for _ in 0..<max(1, workers) { launch() }
            for await result in group {
                progress.seeds += 1
                progress.steps += result.steps
                if result.fails {
                    progress.failures += 1
                    failing = min(failing ?? result.seed, result.seed)
                }
                report(progress)
                launch()
            }
        }
        return failing.flatMap { finding(in: plan($0), untilBroken: isWanted) }
    }

    /// What goes wrong with this plan; nil when nothing does.
    public func finding(
        in plan: Plan, untilBroken isWanted: (Property) -> Bool = { _ in true }
    ) -> Finding? {
        var trial = Trial(plan, without: broken)
        var steps: [Step] = []
        trial.run(observing: { steps.append($0) }, untilBroken: isWanted)
        guard trial.fails else { return nil }
        return Finding(
            plan: plan, violation: trial.violation,
            recording: Recording(header: trial.header, steps: steps))
    }
}
