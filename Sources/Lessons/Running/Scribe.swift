import Scenario
import Simulator
import Trace

/// What a stage keeps of its run: each step, and the world behind it.
struct Scribe: Sendable {
    private(set) var steps: [Step] = []
    private(set) var view: RunView
    /// The world before the first step, and after each.
    private(set) var worlds: [World]

    init(_ world: World) {
        view = RunView(header: world.header())
        worlds = [world]
    }

    mutating func note(_ step: Step) {
        steps.append(step)
        view.apply(step)
    }

    /// Keeps the world behind the step noted last; whether there was one.
    mutating func keep(_ world: World) -> Bool {
        guard worlds.count <= steps.count else { return false }
        worlds.append(world)
        return true
    }

    func rewound(to count: Int, header: Header) -> Scribe {
        var earlier = Scribe(worlds[0])
        for step in steps.prefix(count) { earlier.note(step) }
        earlier.worlds = Array(worlds.prefix(count + 1))
        return earlier
    }
}
