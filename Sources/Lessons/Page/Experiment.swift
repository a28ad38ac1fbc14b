public import Scenario

/// Something to try on a copy of the world, with a goal that is checked.
public struct Experiment: Hashable, Sendable {
    public var task: String
    /// Patterns count from the beginning of the experiment; it must not be true already.
    public var goal: Predicate
    /// At most three, each giving away a little more.
    public var hints: [String]
    /// One way to reach the goal; the checker runs it.
    public var solution: [Command]

    public init(task: String, goal: Predicate, hints: [String], solution: [Command]) {
        self.task = task
        self.goal = goal
        self.hints = hints
        self.solution = solution
    }
}
