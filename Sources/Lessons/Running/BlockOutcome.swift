/// What became of a block of a page when it was run. Steps are those of the page's main world.
public enum BlockOutcome: Hashable, Sendable {
    /// Prose, or a block that was not reached.
    case nothing
    /// The steps that a scenario block made; empty when nothing was recorded.
    case scenario(steps: Range<Int>)
    /// What the trace block should say.
    case trace(lines: [String], steps: [Int])
    /// The step that a note belongs to.
    case note(step: Int)
    case prediction(PredictionOutcome)
    /// The experiment begins behind this step.
    case experiment(after: Int)
    /// The steps that a picture shows.
    case picture(steps: [Int])
}

public struct PredictionOutcome: Hashable, Sendable {
    /// Nothing beyond this step may be seen before an answer is given; 0 for the beginning.
    public var gate: Int
    /// The letter of the right choice; nil only in a page with errors.
    public var right: String?
    /// The right letter in the other run, if the prediction names one.
    public var elsewhere: String?

    public init(gate: Int, right: String?, elsewhere: String?) {
        self.gate = gate
        self.right = right
        self.elsewhere = elsewhere
    }
}
