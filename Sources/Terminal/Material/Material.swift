public import Scenario
public import Trace

/// What is stepped through: a recording, and all that a lesson says about it.
public struct Material: Sendable {
    public var title: String
    public var recording: Recording
    public var notes: [Note]
    /// In the order in which they are asked.
    public var questions: [Question]
    public var experiments: [Experiment]
    /// Later steps stay hidden until the learner comes to them.
    public var revealsStepByStep: Bool
    /// The step that is shown first; nil for the first one.
    public var start: Int?
    /// What is said before the first step, in Markdown: a page of its own.
    public var opening: String?
    /// What is said behind the last step, in Markdown: a page of its own.
    public var closing: String?
    /// Runs beside this one, which an experiment's goal may look at.
    public var worlds: [(name: String, recording: Recording)]
    /// Nil for a recording whose world is gone.
    public var whatIf: (any WhatIf)?

    public init(
        title: String, recording: Recording, notes: [Note] = [], questions: [Question] = [],
        experiments: [Experiment] = [], revealsStepByStep: Bool = false, start: Int? = nil,
        opening: String? = nil, closing: String? = nil,
        worlds: [(name: String, recording: Recording)] = [], whatIf: (any WhatIf)? = nil
    ) {
        self.title = title
        self.recording = recording
        self.notes = notes
        self.questions = questions.enumerated()
            .sorted { ($0.element.after, $0.offset) < ($1.element.after, $1.offset) }
            .map(\.element)
        self.experiments = experiments
        self.revealsStepByStep = revealsStepByStep
        self.start = start
        self.opening = opening
        self.closing = closing
        self.worlds = worlds
        self.whatIf = whatIf
    }

    /// Narration for one step, in Markdown.
    public struct Note: Hashable, Sendable {
        public var step: Int
        public var text: String
        /// Running text of the page rather than a word about the step: it stands last.
        public var isAside: Bool

        public init(step: Int, text: String, isAside: Bool = false) {
            self.step = step
            self.text = text
            self.isAside = isAside
        }
    }

    /// A prediction. Nothing after its step is shown until it is answered.
    public struct Question: Hashable, Sendable {
        /// The last step that may be seen before the answer.
        public var after: Int
        /// What the page says right before it asks, in Markdown.
        public var lead: String?
        public var text: String
        public var choices: [Choice]

        public init(after: Int, lead: String? = nil, text: String, choices: [Choice]) {
            self.after = after
            self.lead = lead
            self.text = text
            self.choices = choices
        }
    }

    public struct Choice: Hashable, Sendable {
        public var text: String
        public var isRight: Bool
        /// Why it is right or wrong.
        public var reason: String

        public init(text: String, isRight: Bool, reason: String) {
            self.text = text
            self.isRight = isRight
            self.reason = reason
        }
    }

    /// Something to try on a branch.
    public struct Experiment: Hashable, Sendable {
        /// The step at which it is offered.
        public var step: Int
        public var text: String
        /// What must come true of the branch; patterns count from this step on.
        public var goal: Predicate
        public var hints: [String]

        public init(step: Int, text: String, goal: Predicate, hints: [String] = []) {
            self.step = step
            self.text = text
            self.goal = goal
            self.hints = hints
        }
    }
}

/// A recording whose worlds are still there, so that each can be copied and led elsewhere.
public protocol WhatIf: Sendable {
    /// Copies the world as it was after `step` (0: before the first), performs the commands on the copy, and
    /// returns the whole run: the steps up to `step` and those that the commands made.
    func perform(_ commands: [Command], after step: Int) throws -> Branch
}

/// Another course of a run.
public struct Branch: Sendable {
    public var recording: Recording
    public var whatIf: any WhatIf

    public init(recording: Recording, whatIf: any WhatIf) {
        self.recording = recording
        self.whatIf = whatIf
    }
}
