/// One input with all its effects: what a learner steps over.
public struct Step: Hashable, Sendable, Codable {
    /// The number of the step in this trace, from 1.
    public var n: Int
    /// Nanoseconds since the start of the recording (virtual in the simulator).
    public var t: Int64
    public var at: Lane
    /// Which incarnation of the server; 0 for clients and the network.
    public var life: Int
    public var input: StepInput
    /// The step that caused this one: the one that sent the message, started the timer or the flush.
    public var cause: Int?
    public var effects: [StepEffect]
    /// The fields of the server's state that changed.
    public var state: ServerState?
    /// A key frame: all fields of all servers after this step, by lane, every so often.
    public var all: [String: ServerState]?

    public init(
        n: Int, t: Int64, at: Lane, life: Int, input: StepInput, cause: Int? = nil,
        effects: [StepEffect] = [], state: ServerState? = nil, all: [String: ServerState]? = nil
    ) {
        self.n = n
        self.t = t
        self.at = at
        self.life = life
        self.input = input
        self.cause = cause
        self.effects = effects
        self.state = state
        self.all = all
    }
}
