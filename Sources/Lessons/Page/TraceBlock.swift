public import Scenario
public import Trace

/// What exactly happened in the scenario block above, as text.
public struct TraceBlock: Hashable, Sendable {
    /// Longer traces are not read.
    public static let mostLines = 40

    public var filter: TraceFilter
    public var window: Window
    /// The lines as they stand in the page.
    public var lines: [String]

    public init(filter: TraceFilter, window: Window, lines: [String]) {
        self.filter = filter
        self.window = window
        self.lines = lines
    }
}

/// A part of the steps of a block: `since P`, `until Q`, `where R`, each as it is wanted.
public struct Window: Hashable, Sendable {
    /// From the first step that matches.
    public var since: Predicate?
    /// To the first step behind that one that matches, inclusive.
    public var until: Predicate?
    /// Only the steps that match.
    public var only: Predicate?

    public init(since: Predicate? = nil, until: Predicate? = nil, only: Predicate? = nil) {
        self.since = since
        self.until = until
        self.only = only
    }
}
