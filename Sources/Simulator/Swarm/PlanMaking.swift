import Replication
import Trace
import Zab
import Znodes

extension Plan {
    /// What the swarm does with this seed. The same mix serves every run, whatever rules are broken.
    public init(seed: UInt64) {
        var dice = SplitMix64(seed: seed &* 0x2545_F491_4F6C_DD1D &+ 0x1234_5678)
        self.seed = seed
        voters = dice.chance(2, in: 3) ? 3 : 5
        observers = dice.chance(1, in: 4) ? 1 : 0
        settings = Self.settings(&dice)
        conditions = Self.conditions(&dice)
        healing = .milliseconds(Int64(dice.pick(1_500...6_000)))
        interventions = []
        core = []
        var workload = Workload(servers: servers, end: healing, dice: dice.split())
        workload.make(clients: dice.pick(1...4), calls: dice.pick(10...120))
        var faults = FaultMix(
            servers: servers, voters: voters, end: healing, busy: workload.bursts,
            dice: dice.split())
        faults.make(count: dice.pick(3...24))
        interventions = (faults.made + workload.made).enumerated()
            .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element)
        core = Self.core(of: servers, voters: voters, &dice)
    }

    /// The same plan on a network that loses single proposals (assumption off), here and there.
    public func losingProposals() -> Plan {
        var plan = self
        var dice = SplitMix64(seed: seed &+ 0x5EED)
        for _ in 0..<dice.pick(2...6) {
            let time = Time(nanoseconds: Int64(dice.below(Int(healing.nanoseconds))))
            let filter = MessageFilter(.proposal, to: .server(dice.pick(servers)))
            plan.interventions.append(TimedIntervention(at: time, .dropNext(filter)))
        }
        plan.interventions = plan.interventions.enumerated()
            .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element)
        return plan
    }

    /// Everything quick, so that a run of seconds sees many elections.
    private static func settings(_ dice: inout SplitMix64) -> Replication.Settings {
        var timing = Timing()
        timing.tick = .milliseconds(Int64(dice.pick([50, 100, 200])))
        timing.initLimit = 8
        timing.syncLimit = Int64(dice.pick(2...5))
        timing.finalizeWait = .milliseconds(Int64(dice.pick([5, 20, 60])))
        timing.notificationFirst = .milliseconds(40)
        timing.notificationLast = .milliseconds(320)
        timing.connectDelay = .milliseconds(Int64(dice.pick([10, 30])))
        timing.window = dice.pick([4, 16, 64, 500])
        if dice.chance(1, in: 8) { timing.lastCounter = UInt32(dice.pick(6...40)) }
        var settings = Replication.Settings(timing: timing)
        settings.snapCount = dice.pick([4, 10, 40, 1_000])
        settings.snapshotPieceNodes = dice.pick([2, 8, 64])
        settings.service.extendedTypesEnabled = true
        // Hard limits are not enforced here: they are judged by what is applied already, as in Java, so a
        // write in a hurry passes where one after another it would not.
        settings.service.containerMaxNeverUsed = dice.pick([0, 500])
        settings.containerCheckInterval = .milliseconds(Int64(dice.pick(100...1_500)))
        return settings
    }

    private static func conditions(_ dice: inout SplitMix64) -> Conditions {
        func span(_ least: Int64, _ most: Int64) -> Span {
            Span(.microseconds(least), .microseconds(most))
        }
        var conditions = Conditions()
        conditions.latency = dice.pick([span(100, 400), span(500, 3_000), span(1_000, 15_000)])
        conditions.clientLatency = span(100, 2_000)
        conditions.flush = dice.pick([span(100, 500), span(1_000, 6_000), span(2_000, 40_000)])
        conditions.record = dice.pick([span(100, 500), span(1_000, 6_000), span(2_000, 40_000)])
        conditions.snapshot = dice.pick([span(500, 2_000), span(5_000, 60_000)])
        conditions.breakAfter = .milliseconds(Int64(dice.pick([50, 300, 1_000])))
        conditions.connectTimeout = .milliseconds(100)
        conditions.restartAfter = .milliseconds(Int64(dice.pick(5...60)))
        conditions.clientRetry = .milliseconds(20)
        conditions.tearsWrites = dice.chance(1, in: 2)
        return conditions
    }

    /// All servers, or a quorum and perhaps some more.
    private static func core(
        of servers: [ServerID], voters: Int, _ dice: inout SplitMix64
    ) -> [ServerID] {
        if dice.chance(1, in: 2) { return servers }
        var candidates = Array(servers.prefix(voters))
        let size = dice.pick((voters / 2 + 1)...voters)
        while candidates.count > size { candidates.remove(at: dice.below(candidates.count)) }
        return candidates + servers.dropFirst(voters).filter { _ in dice.chance(1, in: 2) }
    }
}
