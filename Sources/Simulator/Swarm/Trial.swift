public import Properties
import Replication
public import Trace
public import Zab

/// One run of the swarm: a plan carried out, every step checked, and then the proof that all is well
/// once faults have stopped.
public struct Trial: Sendable {
    public let plan: Plan
    public private(set) var world: World
    public private(set) var checker: Checker
    /// The step from which on nothing is broken any more.
    public private(set) var healStep: Int?
    /// What broke first; nil when nothing has.
    public private(set) var violation: Violation?
    /// The core did not come together again in time.
    public private(set) var isStuck = false

    /// How long the core may take to come together; all waits of the plan's timing fit into it several
    /// times.
    public static let patience = Time.seconds(30)

    public init(_ plan: Plan, without broken: [Rule] = []) {
        self.plan = plan
        world = plan.world(without: broken)
        checker = Checker(header: world.header(seed: plan.seed))
    }

    /// The first line of its trace.
    public var header: Header {
        world.header(
            title: "swarm, seed \(plan.seed)", seed: plan.seed, scenario: plan.description)
    }

    public var fails: Bool { violation != nil || isStuck }

    /// Runs to the end, or to the first thing that breaks.
    ///
    /// - Parameter isWanted: which broken promise ends the run; all others are passed over. What breaks in
    ///   the protocol reaches a client only some steps later, if at all.
    public mutating func run(
        observing: (Step) -> Void = { _ in },
        untilBroken isWanted: (Property) -> Bool = { _ in true }
    ) {
        while let step = next(notAfter: plan.healing, isWanted) {
            observing(step)
            if violation != nil { return }
        }
        heal()
        let deadline = plan.healing + Self.patience
        while !isWell {
            guard let step = next(notAfter: deadline, isWanted) else {
                isStuck = true
                break
            }
            observing(step)
            if violation != nil { return }
        }
        // What was said last has to arrive before it is judged who heard it.
        let bounds = Bounds(plan.settings.timing)
        let end = world.now + .nanoseconds(2 * bounds.convergence)
        while let step = next(notAfter: end, isWanted) {
            observing(step)
            if violation != nil { return }
        }
        checker.finish(livenessFrom: healStep, bounds: bounds, end: end.nanoseconds)
        violation = checker.violations.first { isWanted($0.property) }
    }

    private mutating func next(
        notAfter deadline: Time, _ isWanted: (Property) -> Bool
    ) -> Step? {
        guard world.advance(notAfter: deadline), let step = world.takeRecord() else { return nil }
        checker.observe(step)
        if !checker.holds { violation = checker.violations.first { isWanted($0.property) } }
        return step
    }

    /// All faults end; the core starts, the rest stops.
    private mutating func heal() {
        world.run(until: plan.healing)
        world.order(.healAll)
        let rest = plan.servers.filter { !plan.core.contains($0) }
        if !rest.isEmpty { world.order(.crash(rest.map(Target.server))) }
        world.order(.start(plan.core.map(Target.server)))
        healStep = world.steps + 1
    }

    /// One leader with the whole core behind it, all at the same state, and no call left open.
    private var isWell: Bool {
        guard healStep.map({ world.steps > $0 }) == true, let leader = world.leader,
            let end = world.replica(leader)?.lastZxid
        else { return false }
        return plan.core.allSatisfy { id in
            world.isServing(id) && world.replica(id)?.lastZxid == end
        } && world.hasNoOpenCalls
    }
}
