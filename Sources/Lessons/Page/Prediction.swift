public import Scenario

/// A question to answer before the page goes on.
///
/// The right choice is the one whose predicate is true when the next scenario block has run; exactly one
/// must be. Patterns count from the prediction on.
public struct Prediction: Hashable, Sendable {
    public var question: String
    public var choices: [Choice]
    /// Another run, on which another choice must be right: shows that the answer hangs on what happens.
    public var elsewhere: Elsewhere?

    public struct Choice: Hashable, Sendable {
        /// `a` to `h`.
        public var letter: String
        public var text: String
        public var when: Predicate
        /// Why it is right or wrong; shown after answering.
        public var reason: String

        public init(letter: String, text: String, when: Predicate, reason: String) {
            self.letter = letter
            self.text = text
            self.when = when
            self.reason = reason
        }
    }

    public enum Elsewhere: Hashable, Sendable {
        /// The whole run of a named world.
        case world(String)
        /// What happens instead of the next scenario block, on a copy of the world; a scenario that
        /// begins with `ensemble` starts from nothing.
        case commands([Command])
    }

    public init(question: String, choices: [Choice], elsewhere: Elsewhere?) {
        self.question = question
        self.choices = choices
        self.elsewhere = elsewhere
    }
}
