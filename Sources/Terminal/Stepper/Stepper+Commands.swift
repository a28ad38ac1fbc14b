import Scenario
import Trace
import Zab

extension Stepper {
    /// The words of the command line beside the scenario's verbs.
    static let words = ["why", "explain", "help", "return", "hint", "goto", "quit"]

    /// Carries out what was typed at `:`.
    mutating func obey(_ text: String) {
        let words = text.split { $0 == " " }.map(String.init)
        let rest = words.dropFirst().joined(separator: " ")
        switch words[0].lowercased() {
        case "why", "w": openWhy()
        case "explain", "e", "what":
            rest.isEmpty ? openGlossary() : explain(rest)
        case "help", "h", "?": page = .help(isLesson: !material.questions.isEmpty)
        case "return", "back": returnFromBranch()
        case "hint": hint()
        case "goto", "g":
            if let n = Int(rest) { go(to: n) } else { say("goto takes a step number.") }
        case "quit", "q", "exit": quit()
        default:
            if let n = Int(text) { go(to: n) } else { tryCommands(text) }
        }
    }

    // MARK: What if

    private mutating func tryCommands(_ text: String) {
        let commands: [Command]
        do {
            commands = try ScenarioParser.commands(in: text)
        } catch {
            if Lexicon.entry(text) != nil || Zxid(text) != nil {
                explain(text)
            } else {
                complain(error, about: text)
            }
            return
        }
        guard !commands.isEmpty else { return }
        if askedQuestion != nil || read != nil {
            say("Answer the question first; a what-if would give it away.")
            return
        }
        guard let whatIf = run.whatIf else {
            say("This is a recording: there is no world to branch off from.")
            return
        }
        do {
            let branch = try whatIf.perform(commands, after: current)
            show(branch, commands: commands.map(\.text))
        } catch {
            // What was typed is in sight: its line and column say nothing.
            let message = (error as? ScenarioError)?.explanation ?? "\(error)"
            notice = Line(message, Style(.red))
        }
    }

    private mutating func complain(_ error: ScenarioError, about text: String) {
        let word = text.prefix { $0 != " " }
        let suggestion =
            error.column == 1
            ? nearest(to: String(word), among: Self.words + Verb.words) : error.suggestion
        var message = error.message
        if error.column > 1 { message = "column \(error.column): " + message }
        if let suggestion { message += "; did you mean \"\(suggestion)\"?" }
        notice = Line(message, Style(.red))
    }

    private mutating func show(_ branch: Branch, commands: [String]) {
        let start = current
        let next = Run(
            branch.recording, whatIf: branch.whatIf, from: run.from ?? current,
            commands: run.commands + commands)
        if isBranch {
            runs.removeLast()
            places.removeLast()
        }
        runs.append(next)
        places.append(Place(current: start, frontier: next.last))
        let made = next.last - start
        go(to: next.last)
        switch made {
        case ...0: say("Done; nothing has happened yet. Go on with :run for 1s", .dim)
        case 1: say("One new step, \(next.last). :return goes back.", .dim)
        default: say("New steps \(start + 1) to \(next.last); p walks back, :return leaves.", .dim)
        }
        let solved = reached
        for (index, experiment) in material.experiments.enumerated()
        where !reached.contains(index) && experiment.step <= (next.from ?? 0) {
            if experiment.goal.holds(
                atEndOf: branch.recording, after: experiment.step, beside: material.worlds)
            {
                reached.insert(index)
            }
        }
        if reached != solved { say("Goal reached.", Style(.green, bold: true)) }
    }

    mutating func returnFromBranch() {
        guard isBranch else {
            say("This is the run itself; there is nothing to return from.")
            return
        }
        runs.removeLast()
        places.removeLast()
        notePage = 0
        say("Back in the run itself.", .dim)
    }

    /// The last experiment that was offered up to the current step, or the branch's start.
    var currentExperiment: Int? {
        let step = isBranch ? (run.from ?? 0) : current
        return material.experiments.indices.last { material.experiments[$0].step <= step }
    }

    private mutating func hint() {
        guard let index = currentExperiment else {
            say("There is no experiment here.")
            return
        }
        let hints = material.experiments[index].hints
        guard !hints.isEmpty else {
            say("This experiment has no hints.")
            return
        }
        hintsShown[index] = min(hints.count, (hintsShown[index] ?? 0) + 1)
        notePage = 0
    }

    // MARK: Pages

    private mutating func openWhy() {
        let chain = run.recording.causes(of: current)
        var lines: [Line] = []
        for (index, step) in chain.enumerated() {
            let role = run.states(before: step.n)[step.at]?.role
            var line = Line(index == 0 ? "  " : "↑ ", .dim)
            line.append(step.sentence(role: role))
            lines.append(line)
        }
        lines.append(Line())
        lines.append(
            Line(
                chain.last?.cause == nil
                    ? "Nothing in this recording caused the last of these: it is where the chain begins."
                    : "What came before is not in this recording.", .dim))
        page = Page(
            title: "Why step \(current) happened: each line is caused by the next", lines: lines)
    }

    mutating func explain(_ word: String) {
        if let zxid = Zxid(word) {
            page = Page(title: "The transaction \(zxid)", lines: story(of: zxid))
        } else if let entry = Lexicon.entry(word) {
            page = Page(title: entry.word, lines: Inline.lines(entry.text))
        } else {
            let near = nearest(to: word, among: Lexicon.words)
            say("\(word) is not in the glossary" + (near.map { "; did you mean \($0)?" } ?? "."))
        }
    }

    private mutating func openGlossary() {
        let lines = Lexicon.entries.flatMap { entry -> [Line] in
            var line = Line(entry.word, .bold)
            line.append("  ")
            for (index, part) in Inline.lines(entry.text).enumerated() {
                if index > 0 { line.append(" ") }
                line.append(part)
            }
            return [line, Line()]
        }
        page = Page(title: "Glossary", lines: lines)
    }
}
