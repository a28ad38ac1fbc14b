import Replication
public import Scenario
public import Simulator
public import Trace
public import Zab

/// A scenario on its way: a world, and the record of everything it did.
///
/// A value: a copy goes on by itself, so a "what if" is a copy, and a step back is `stage(after:)`.
public struct Stage: Sendable {
    /// Nil before the ensemble has been described and something has been done with it.
    public private(set) var world: World?
    private var setUp: SetUp
    private var scribe: Scribe?
    /// The commands so far, for the trace's header.
    private var script: [String] = []
    private let title: String?
    /// Whether single messages were dropped or doubled, which FIFO connections do not do.
    private var breaksConnections = false

    /// How long a command waits for something that may never happen.
    public static let patience = Time.seconds(60)

    /// `seed` is used unless the scenario sets one.
    public init(title: String? = nil, seed: UInt64 = 1) {
        self.title = title
        setUp = SetUp(seed: seed)
    }

    public var steps: [Step] { scribe?.steps ?? [] }

    public var recording: Recording {
        Recording(header: header, steps: steps)
    }

    /// What predicates see now.
    public var view: RunView { scribe?.view ?? RunView(header: header) }

    private var header: Header {
        guard let world else { return Header(servers: [], title: title) }
        var header = world.header(
            title: title, seed: setUp.seed, scenario: script.joined(separator: "\n"))
        header.logs = setUp.recordedLogs(of: world)
        header.groups = setUp.recordedGroups(of: world)
        header.assumptionsOff = breaksConnections ? ["fifo"] : []
        return header
    }

    /// The stage as it was after so many steps.
    public func stage(after count: Int) -> Stage {
        guard let scribe, count < scribe.steps.count else { return self }
        var earlier = self
        earlier.world = scribe.worlds[max(count, 0)]
        earlier.scribe = scribe.rewound(to: max(count, 0), header: header)
        return earlier
    }

    /// Does what a command says. On an error the stage is left where the command stopped.
    public mutating func perform(_ command: Command) throws(ScenarioError) {
        script.append(command.text)
        if try setUp.take(command, started: world != nil) { return }
        if world == nil {
            let world = try setUp.makeWorld(for: command)
            self.world = world
            scribe = Scribe(world)
        }
        switch command.action {
        case .dropNext, .duplicateNext:
            order(try interventions(for: command))
            breaksConnections = true
        case .runUntil(let goal, let within): try run(until: goal, within: within, command)
        case .runFor(let time): go(for: time)
        case .runUntilQuiet: runUntilQuiet()
        case .step(let count): takeSteps(count)
        case .connect(let client, let server): try connect(client, to: server, command)
        case .call(let client, let operation, let async):
            try call(client, operation, async: async, command)
        case .crash(let servers, let trigger):
            try crash(servers, power: false, after: trigger, command)
        case .powerFail(let servers, let trigger):
            try crash(servers, power: true, after: trigger, command)
        default: order(try interventions(for: command))
        }
    }

    func fail(_ command: Command, _ message: String) -> ScenarioError {
        ScenarioError(line: command.line, column: command.column, message: message)
    }

    // MARK: Going on

    /// Does this at once, with all that is due at this very moment.
    mutating func order(_ interventions: [Intervention]) {
        for intervention in interventions { world?.order(intervention) }
        go(for: .zero)
    }

    mutating func go(for time: Time) { go(for: time) { _, _ in false } }

    /// Goes on until `isOver` after a step, or until the time has passed: whether it was over.
    @discardableResult
    mutating func go(for time: Time, until isOver: (World, RunView?) -> Bool) -> Bool {
        guard var world, var scribe else { return false }
        self.scribe = nil
        defer {
            self.world = world
            self.scribe = scribe
        }
        return world.run(
            before: world.now + time, observing: { scribe.note($0) },
            until: { world in
                let isNew = scribe.keep(world)
                return isOver(world, isNew ? scribe.view : nil)
            })
    }

    private mutating func takeSteps(_ count: Int) {
        for _ in 0..<count {
            guard let step = world?.step(), let world else { return }
            scribe?.note(step)
            _ = scribe?.keep(world)
        }
    }

    private mutating func run(
        until goal: Predicate, within: Time?, _ command: Command
    ) throws(ScenarioError) {
        var evaluator = Evaluator(goal)
        if evaluator.happened(in: Worlds(main: view)) { return }
        let limit = within ?? Self.patience
        let reached = go(for: limit) { _, view in
            guard let view else { return false }
            evaluator.feed(view)
            return evaluator.happened(in: Worlds(main: view))
        }
        if !reached {
            // A pattern waits for a step: what is the case already is none.
            let missed =
                if case .pattern = goal { "no such step came" } else { "this did not come true" }
            throw fail(command, "\(missed) within \(limit): \(standing)")
        }
    }

    /// Until half a second passes in which nothing but routine happens. The world stays at the last step
    /// that was more than that.
    private mutating func runUntilQuiet() {
        guard let start = world?.now else { return }
        while let now = world?.now, now - start < Self.patience {
            var ahead = self
            let more = ahead.go(for: .milliseconds(500)) { _, view in
                view?.last.map { !$0.isRoutine } ?? false
            }
            if !more { return }
            self = ahead
        }
    }

    // MARK: Clients

    private mutating func connect(
        _ client: Lane, to servers: [ServerSelector], _ command: Command
    ) throws(ScenarioError) {
        let all = world?.ensemble.members.members ?? []
        var ids = try targets(servers, command).flatMap { world?.resolve($0) ?? [] }
        if ids.count < 2 {
            let first = ids.first ?? all.first
            ids = all.filter { $0 >= first ?? $0 } + all.filter { $0 < first ?? $0 }
        }
        let number = Int(client.number)
        order([.connect(number, to: ids.map(Target.server))])
        let limit = Time.seconds(10)
        if !go(for: limit, until: { world, _ in world.state(ofClient: number) == .connected }) {
            throw fail(command, "\(client) has found no server within \(limit): \(standing)")
        }
    }

    private mutating func call(
        _ client: Lane, _ operation: ClientOperation, async: Bool, _ command: Command
    ) throws(ScenarioError) {
        let number = Int(client.number)
        guard world?.state(ofClient: number) != nil else {
            throw fail(command, "\(client) is not connected: `connect \(client)` comes first")
        }
        order([operation.intervention(ofClient: number)])
        if async { return }
        let limit = Self.patience
        if !go(for: limit, until: { world, _ in world.openCalls(ofClient: number) == 0 }) {
            throw fail(
                command,
                "\(client) has no answer within \(limit); `\(client) async …` goes on without one")
        }
    }

    // MARK: Crashes at a chosen point

    private mutating func crash(
        _ servers: [ServerSelector], power: Bool, after trigger: Trigger?, _ command: Command
    ) throws(ScenarioError) {
        guard let trigger else {
            return order(try interventions(for: command))
        }
        if case .effects(let count) = trigger {
            let traps = try targets(servers, command)
            return order(traps.map { .crashAfterEffects($0, count, power: power) })
        }
        var evaluator: Evaluator?
        if case .predicate(let predicate) = trigger { evaluator = Evaluator(predicate) }
        guard let start = world?.now else { return }
        while let now = world?.now, now - start < Self.patience {
            var ahead = self
            ahead.takeSteps(1)
            guard let step = ahead.steps.last, ahead.steps.count > steps.count else { break }
            evaluator?.feed(ahead.view)
            let place: MatchPlace?
            switch trigger {
            case .predicate:
                let holds = evaluator?.holdsNow(in: Worlds(main: ahead.view)) ?? false
                place = holds ? evaluator?.place ?? .input : nil
            case .effects: return
            case .effect(let number, let index):
                if step.n > number {
                    throw fail(command, "step \(number) has passed already")
                }
                place = step.n == number ? .effect(index) : nil
            }
            guard let place else {
                self = ahead
                continue
            }
            let targets = try targets(servers, command)
            let ids = targets.flatMap { world?.resolve($0) ?? [] }
            if case .effect(let index) = place, ids.count == 1, let id = ids.first,
                step.at == .server(id.rawValue)
            {
                trap(id, power: power, step: step, effect: index)
            } else {
                self = ahead
                let targets = ids.map(Target.server)
                order([power ? .powerFail(targets) : .crash(targets)])
            }
            return
        }
        throw fail(command, "this did not happen within \(Self.patience): \(standing)")
    }

    /// Lets the step that comes next happen up to and including this effect; then the process ends.
    ///
    /// The record of an effect may stand for none or several of the core's, so the number to stop at is
    /// found by trying on copies.
    private mutating func trap(_ id: ServerID, power: Bool, step: Step, effect: Int) {
        for count in 1...(step.effects.count * 2 + 8) {
            var trial = self
            trial.world?.order(.crashAfterEffects(.server(id), count, power: power))
            trial.takeSteps(2)
            if let cut = trial.steps.last, cut.effects.count > effect {
                trial.go(for: .zero)
                self = trial
                return
            }
        }
    }

    // MARK: Telling

    /// How the servers stand, for an error message.
    var standing: String {
        view.after.entries.map { lane, state in
            let role = state.role ?? .down
            let phase = state.phase ?? .none
            return phase == .none ? "\(lane) \(role)" : "\(lane) \(role) (\(phase))"
        }.joined(separator: ", ")
    }
}
