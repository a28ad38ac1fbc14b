public import Scenario

/// Commands that the page runs next.
public struct ScenarioBlock: Hashable, Sendable {
    public var commands: [Command]
    /// Set-up that a reader may skip.
    public var isQuiet: Bool

    public init(commands: [Command], isQuiet: Bool) {
        self.commands = commands
        self.isQuiet = isQuiet
    }
}
