public import Scenario
public import Trace

/// A scenario with its named worlds, run command by command.
public struct ScenarioRun: Sendable {
    public private(set) var main: Stage
    /// Finished runs beside it, in the order of their commands.
    public private(set) var worlds: [(name: String, stage: Stage)] = []

    /// `seed` is used unless the scenario sets one.
    public init(title: String? = nil, seed: UInt64 = 1) {
        main = Stage(title: title, seed: seed)
    }

    /// Runs a whole scenario text; the first command that fails ends it.
    public init(running text: String, title: String? = nil, seed: UInt64 = 1) throws(ScenarioError)
    {
        self.init(title: title, seed: seed)
        for command in try ScenarioParser.commands(in: text) { try perform(command) }
    }

    public mutating func perform(_ command: Command) throws(ScenarioError) {
        switch command.action {
        case .expect(let predicate):
            if !holds(predicate) {
                throw main.fail(command, "this is not true: \(main.standing)")
            }
        case .world(let name, let commands):
            if worlds.contains(where: { $0.name == name }) {
                throw main.fail(command, "there is a world \"\(name)\" already")
            }
            var inner = ScenarioRun(title: name)
            for command in commands { try inner.perform(command) }
            worlds.append((name, inner.main))
        default: try main.perform(command)
        }
    }

    /// Whether it is true, so far, of the run and the worlds beside it.
    public func holds(_ predicate: Predicate) -> Bool {
        predicate.holds(atEndOf: main.recording, beside: recordings)
    }

    /// The runs beside the main one.
    public var recordings: [(name: String, recording: Recording)] {
        worlds.map { ($0.name, $0.stage.recording) }
    }

    /// The run as it was after so many steps of the main world.
    public func run(after count: Int) -> ScenarioRun {
        var earlier = self
        earlier.main = main.stage(after: count)
        return earlier
    }
}
