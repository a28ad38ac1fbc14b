public import Scenario

/// Narration for the first step of the scenario block above that matches.
public struct Note: Hashable, Sendable {
    public var when: Predicate
    public var text: String

    public init(when: Predicate, text: String) {
        self.when = when
        self.text = text
    }
}
