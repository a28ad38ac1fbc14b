import Properties
public import Trace

extension Material {
    /// A recording to look at; it opens at the step that broke a promise, if one did.
    public init(_ recording: Recording, title: String) {
        self.init(
            title: recording.header.title ?? title, recording: recording, notes: [])
        start = violationStart
    }

    /// The step that broke a promise first.
    var violationStart: Int? { recording.violations.first?.step }
}

extension Recording {
    /// The promises that it breaks. A recording that begins in the middle cannot be judged: what it leaves
    /// out would look like a fault.
    var violations: [Violation] {
        steps.first?.n == 1 ? Checker.check(self) : []
    }
}
