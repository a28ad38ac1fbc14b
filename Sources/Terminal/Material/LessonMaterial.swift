public import Lessons
import Scenario
import Trace

extension Material {
    /// A lesson that was run: its notes, questions and experiments at their steps, its prose where the page
    /// has it.
    public init(_ lesson: LessonRun) {
        let page = lesson.page
        self.init(
            title: Self.title(of: page), recording: lesson.recording, revealsStepByStep: true,
            worlds: lesson.run.recordings, whatIf: StageWhatIf(lesson.run))
        var prose: [String] = []
        var last = 0
        var hasBegun = false
        // Whether the block before was a paragraph: then it leads to a question or an experiment.
        var leads = false
        for (block, outcome) in zip(page.blocks, lesson.outcomes) {
            defer { leads = Self.isParagraph(block.content) }
            switch (block.content, outcome) {
            case (.prose(let text), _):
                if let said = Self.said(text) { prose.append(said) }
            case (.scenario(let scenario), .scenario(let steps)) where !steps.isEmpty:
                if !hasBegun && !scenario.isQuiet {
                    hasBegun = true
                    start = steps.lowerBound
                    if opening == nil {
                        opening = Self.opening(page, prose)
                    } else if !prose.isEmpty {
                        notes.append(
                            Note(
                                step: steps.lowerBound, text: prose.joined(separator: "\n\n"),
                                isAside: true))
                    }
                    prose = []
                } else if hasBegun && !prose.isEmpty {
                    notes.append(
                        Note(step: last, text: prose.joined(separator: "\n\n"), isAside: true))
                    prose = []
                }
                last = steps.upperBound - 1
            case (.note(let note), .note(let step)):
                notes.append(Note(step: step, text: note.text))
            case (.prediction(let prediction), .prediction(let outcome)):
                var question = Question(prediction, outcome)
                if hasBegun {
                    if leads { question.lead = prose.popLast() }
                } else if opening == nil {
                    // What stands behind a question does not open the lesson.
                    opening = Self.opening(page, prose)
                    prose = []
                }
                questions.append(question)
            case (.experiment(let experiment), .experiment(let after)):
                var offered = Experiment(experiment, after: after)
                if leads, let lead = prose.popLast() { offered.text = lead + "\n\n" + offered.text }
                experiments.append(offered)
            default: break
            }
        }
        // A question before the first step is asked at the set-up's last one.
        if let first = questions.first, let start, first.after < start {
            self.start = max(1, first.after)
        }
        closing = Self.closing(page, prose)
    }

    /// `1 · One write, end to end`.
    static func title(of page: LessonPage) -> String {
        guard let number = Int(page.name.prefix { $0.isNumber }) else { return page.title }
        return "\(number) · \(page.title)"
    }

    private static func isParagraph(_ content: LessonPage.Content) -> Bool {
        guard case .prose(let prose) = content, case .paragraph = prose.kind else { return false }
        return said(prose) != nil
    }

    private static func said(_ prose: Prose) -> String? {
        switch prose.kind {
        case .heading(1), .verbatim: nil
        // Under this heading stand experiments, which are offered at their step.
        case .heading where prose.text == "Try it": nil
        case .heading: "**\(prose.text)**"
        case .list: prose.markdown
        case .paragraph, .quote: prose.markdown.hasPrefix("![") ? nil : prose.markdown
        }
    }

    private static func opening(_ page: LessonPage, _ prose: [String]) -> String {
        var parts: [String] = []
        if !page.front.misconception.isEmpty {
            parts.append("Many believe: *\(page.front.misconception)*")
        }
        return (parts + prose).joined(separator: "\n\n")
    }

    private static func closing(_ page: LessonPage, _ prose: [String]) -> String {
        var parts = prose
        if !page.front.insight.isEmpty {
            parts.insert("**To take home:** \(page.front.insight)", at: 0)
        }
        return parts.joined(separator: "\n\n")
    }

    /// A scenario that was run.
    public init(_ run: ScenarioRun, title: String) {
        self.init(title: title, recording: run.main.recording, whatIf: StageWhatIf(run))
        start = violationStart
    }
}

extension Material.Question {
    init(_ prediction: Prediction, _ outcome: PredictionOutcome) {
        self.init(
            after: outcome.gate, text: prediction.question,
            choices: prediction.choices.map { choice in
                Material.Choice(
                    text: choice.text, isRight: choice.letter == outcome.right,
                    reason: choice.reason)
            })
    }
}

extension Material.Experiment {
    init(_ experiment: Experiment, after step: Int) {
        self.init(
            step: step, text: experiment.task, goal: experiment.goal, hints: experiment.hints)
    }
}

/// The worlds that a stage has kept, one for each step.
struct StageWhatIf: WhatIf {
    private let run: ScenarioRun

    init(_ run: ScenarioRun) { self.run = run }

    func perform(_ commands: [Command], after step: Int) throws -> Branch {
        var trial = run.run(after: step)
        for command in commands { try trial.perform(command) }
        return Branch(recording: trial.main.recording, whatIf: StageWhatIf(trial))
    }
}
