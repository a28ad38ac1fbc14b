import Scenario
public import Trace

/// A page after its run: what each block came to, and what is wrong with it.
public struct LessonRun: Sendable {
    public let page: LessonPage
    public private(set) var run: ScenarioRun
    /// One for each block of the page.
    public private(set) var outcomes: [BlockOutcome]
    /// Everything that is wrong, in the order of the page; differing traces apart.
    public private(set) var errors: [LessonError] = []
    /// Blocks whose trace is not what the run says.
    public private(set) var staleTraces: [Int] = []

    /// The steps of the latest scenario block.
    private var latest = 1..<1
    /// Predictions that wait for the next scenario block, with the run as it stood there.
    private var open: [(block: Int, run: ScenarioRun)] = []

    public var recording: Recording { run.main.recording }

    /// Whether the page is right in every point, its recorded traces included.
    public var isGood: Bool { errors.isEmpty && staleTraces.isEmpty }

    public init(_ page: LessonPage) {
        self.page = page
        run = ScenarioRun(title: page.name)
        outcomes = page.blocks.map { _ in .nothing }
        for (index, block) in page.blocks.enumerated() {
            switch block.content {
            case .prose: break
            case .scenario(let scenario):
                if !perform(scenario, at: index) { return }
            case .trace(let trace): check(trace, at: index)
            case .note(let note): check(note, at: index)
            case .prediction(let prediction): begin(prediction, at: index)
            case .experiment(let experiment): check(experiment, at: index)
            case .picture(let picture): check(picture, at: index)
            }
        }
        for (block, _) in open {
            fail("no scenario block follows that would show the answer", at: block)
        }
    }

    // MARK: Scenario

    private mutating func perform(_ scenario: ScenarioBlock, at index: Int) -> Bool {
        let first = run.main.steps.count + 1
        do {
            for command in scenario.commands { try run.perform(command) }
        } catch {
            errors.append(LessonError(file: page.file, error))
            return false
        }
        latest = first..<(run.main.steps.count + 1)
        outcomes[index] = .scenario(steps: latest)
        if !scenario.isQuiet { closePredictions() }
        return true
    }

    // MARK: Predictions

    private mutating func begin(_ prediction: Prediction, at index: Int) {
        open.append((index, run))
        let gate = run.main.steps.count
        outcomes[index] = .prediction(PredictionOutcome(gate: gate, right: nil, elsewhere: nil))
    }

    private mutating func closePredictions() {
        for (index, earlier) in open {
            guard case .prediction(let prediction) = page.blocks[index].content else { continue }
            let gate = earlier.main.steps.count
            var outcome = PredictionOutcome(gate: gate, right: nil, elsewhere: nil)
            outcome.right = right(
                of: prediction, where: truth(in: run, after: gate), "", at: index)
            do {
                outcome.elsewhere = try elsewhere(prediction, earlier, at: index)
            } catch {
                errors.append(LessonError(file: page.file, error))
            }
            if let right = outcome.right, outcome.elsewhere == right {
                fail("the answer is \(right) in the other run as well; it should differ", at: index)
            }
            outcomes[index] = .prediction(outcome)
        }
        open = []
    }

    private mutating func elsewhere(
        _ prediction: Prediction, _ earlier: ScenarioRun, at index: Int
    ) throws(ScenarioError) -> String? {
        switch prediction.elsewhere {
        case nil: return nil
        case .world(let name):
            guard let other = run.worlds.first(where: { $0.name == name })?.stage else {
                fail("there is no world \"\(name)\"", at: index)
                return nil
            }
            let recording = other.recording
            return right(
                of: prediction, where: { $0.holds(atEndOf: recording) }, " in \(name)", at: index)
        case .commands(let commands):
            var other = earlier
            var gate = earlier.main.steps.count
            if case .ensemble = commands.first?.action {
                other = ScenarioRun()
                gate = 0
            }
            for command in commands { try other.perform(command) }
            return right(
                of: prediction, where: truth(in: other, after: gate), " in the other run",
                at: index)
        }
    }

    /// Whether a predicate has come true in the run behind this step.
    private func truth(in run: ScenarioRun, after gate: Int) -> (Predicate) -> Bool {
        let recording = run.main.recording
        let others = run.recordings
        return { $0.holds(atEndOf: recording, after: gate, beside: others) }
    }

    private mutating func right(
        of prediction: Prediction, where holds: (Predicate) -> Bool, _ place: String, at index: Int
    ) -> String? {
        let letters = prediction.choices.filter { holds($0.when) }.map(\.letter)
        if letters.count == 1 { return letters[0] }
        fail(
            letters.isEmpty
                ? "no choice is true\(place)"
                : "\(letters.count) choices are true\(place): \(letters.joined(separator: ", "))",
            at: index)
        return nil
    }

    // MARK: The rest

    private var excerpt: Excerpt { Excerpt(recording, steps: latest) }

    private mutating func check(_ note: Note, at index: Int) {
        if let step = excerpt.matches(note.when).first {
            outcomes[index] = .note(step: step)
        } else {
            fail("no step of the scenario above matches this note", at: index)
        }
    }

    private mutating func check(_ trace: TraceBlock, at index: Int) {
        guard let steps = steps(in: trace.window, at: index) else { return }
        let lines = excerpt.lines(of: steps, trace.filter)
        outcomes[index] = .trace(lines: lines, steps: steps)
        if lines.count > TraceBlock.mostLines {
            fail(
                "the trace has \(lines.count) lines, and nobody reads more than "
                    + "\(TraceBlock.mostLines): narrow it by servers, `decisions`, `messages`, "
                    + "`since`, `until` or `where`", at: index)
        }
        if lines != trace.lines { staleTraces.append(index) }
    }

    private mutating func check(_ picture: PictureBlock, at index: Int) {
        guard let steps = steps(in: picture.window, at: index) else { return }
        outcomes[index] = .picture(steps: steps)
        if let focus = picture.focus, excerpt.matches(focus).isEmpty {
            fail("no step matches the picture's focus", at: index)
        }
        let file = "\(picture.fileName(in: page.name)).svg"
        if !page.text.contains(file) {
            fail("the page does not link the drawn picture: ![…](../Output/\(file))", at: index)
        }
    }

    private mutating func steps(in window: Window, at index: Int) -> [Int]? {
        switch excerpt.steps(in: window) {
        case .success(let steps) where !steps.isEmpty: return steps
        case .success:
            fail("nothing happened in the scenario above that this could show", at: index)
        case .failure(let missing):
            fail("no step of the scenario above matches `\(missing.key)`", at: index)
        }
        return nil
    }

    private mutating func check(_ experiment: Experiment, at index: Int) {
        let start = run.main.steps.count
        outcomes[index] = .experiment(after: start)
        if isReached(experiment, in: run, after: start) {
            fail("the goal is reached already, before anything is tried", at: index)
        }
        var trial = run
        do {
            for command in experiment.solution { try trial.perform(command) }
        } catch {
            errors.append(LessonError(file: page.file, error))
            return
        }
        if !isReached(experiment, in: trial, after: start) {
            fail(
                "the solution does not reach the goal: \(trial.main.standing)", at: index)
        }
    }

    /// Whether a run that was branched off behind step `start` has reached the goal.
    public func isReached(
        _ experiment: Experiment, in trial: ScenarioRun, after start: Int
    ) -> Bool {
        truth(in: trial, after: start)(experiment.goal)
    }

    private mutating func fail(_ message: String, at index: Int) {
        errors.append(
            LessonError(file: page.file, line: page.blocks[index].line, message: message))
    }
}
