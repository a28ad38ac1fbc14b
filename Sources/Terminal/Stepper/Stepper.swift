public import Properties
import Scenario
public import Trace

/// The stepper as a value: where the learner is, what is open, what was answered. `handle` takes a key,
/// `frame` says what the screen shows; neither knows a terminal.
///
/// Nothing beyond an open prediction leaves this type: not by stepping, jumping, searching, nor by a
/// what-if.
public struct Stepper: Sendable {
    let material: Material
    /// The run itself, and the branch when there is one.
    var runs: [Run]
    var places: [Place]
    /// For each question of the material, which choice was taken.
    var answers: [Int?]
    /// The question whose answer is being read, while another one waits at the same step.
    var read: Int?
    var hintsShown: [Int: Int] = [:]
    /// Experiments whose goal was reached.
    var reached: Set<Int> = []
    var page: Page?
    var prompt: Prompt?
    var pastCommands: [String] = []
    var found: [Int] = []
    var searched = ""
    /// One line about the last key, until the next one.
    var notice: Line?
    /// Which page of a narration that is longer than its place.
    var notePage = 0
    var inspects = false
    /// The server in the inspect panel; nil for that of the step.
    var chosen: Lane?
    var size = (width: 80, height: 24)
    public private(set) var isOver = false

    /// Where one is in a run.
    struct Place: Sendable {
        var current: Int
        /// The furthest step that was shown.
        var frontier: Int
    }

    public init(_ material: Material) {
        self.material = material
        let run = Run(material.recording, whatIf: material.whatIf)
        runs = [run]
        answers = material.questions.map { _ in nil }
        let start = material.start ?? run.rows.all.first?.steps.lowerBound ?? run.first
        places = [Place(current: start, frontier: start)]
        go(to: start)
        if let opening = material.opening {
            page = Page(title: material.title, lines: Page.lines(opening))
        }
    }

    var run: Run { runs[runs.count - 1] }
    var isBranch: Bool { runs.count > 1 }

    /// The step that is shown.
    public internal(set) var current: Int {
        get { places[places.count - 1].current }
        set { places[places.count - 1].current = newValue }
    }

    var frontier: Int {
        get { places[places.count - 1].frontier }
        set { places[places.count - 1].frontier = newValue }
    }

    /// The recording that is shown: the run itself or the branch.
    public var recording: Recording { run.recording }

    /// Promises broken in the run that is shown, up to what may be seen. While a lesson has questions
    /// left, none is told of its own run: it would give them away.
    public var violations: [Violation] {
        guard openQuestion == nil else { return [] }
        return run.violations.filter { $0.step <= visibleLimit }
    }

    /// Whether every step was seen and every question answered.
    public var isFinished: Bool {
        let place = places[0]
        let last = runs[0].rows.all.last { $0.isStop }?.steps.lowerBound ?? 0
        return place.frontier >= last && answers.allSatisfy { $0 != nil }
    }

    // MARK: Questions

    /// The first question without an answer; in a branch none is asked.
    var openQuestion: Int? {
        isBranch ? nil : answers.firstIndex { $0 == nil }
    }

    /// The open question, if the learner has come to it.
    var askedQuestion: Int? {
        guard read == nil, let open = openQuestion,
            frontier >= min(material.questions[open].after, run.last)
        else { return nil }
        return open
    }

    /// The last step that may be reached.
    var limit: Int {
        guard let open = openQuestion else { return run.last }
        return max(run.first, min(material.questions[open].after, run.last))
    }

    /// The last step that may be seen now.
    var visibleLimit: Int {
        material.revealsStepByStep && !isBranch ? min(frontier, limit) : limit
    }

    mutating func answer(_ choice: Int) {
        guard let asked = askedQuestion, material.questions[asked].choices.indices.contains(choice)
        else { return }
        answers[asked] = choice
        notePage = 0
        current = min(material.questions[asked].after, run.last)
        if askedQuestion != nil, current == limit { read = asked }
    }

    /// Goes on from an answer to the question that waits behind it.
    mutating func askNext() {
        read = nil
        notePage = 0
    }

    // MARK: Keys

    /// Tells how large the screen is, so that pages scroll no further than their end.
    public mutating func resize(width: Int, height: Int) { size = (width, height) }

    /// Takes a key. Whatever it is, the stepper stays in a state that can be shown.
    public mutating func handle(_ key: Key) {
        if key == .interrupt {
            isOver = true
            return
        }
        notice = nil
        if prompt != nil {
            handleInPrompt(key)
        } else if page != nil {
            handleInPage(key)
        } else {
            handleInRun(key)
        }
    }

    mutating func quit() { isOver = true }

    mutating func say(_ text: String, _ style: Style = Style(.yellow)) {
        notice = Line(text, style)
    }
}
