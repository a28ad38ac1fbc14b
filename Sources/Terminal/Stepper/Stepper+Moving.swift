import Picture
import Properties
import Trace

extension Stepper {
    /// Shows step `n`, or the nearest one that may be seen; says so if that is another.
    mutating func go(to n: Int) {
        let target = max(run.first, min(n, limit))
        if target != n {
            if n > limit && limit < run.last {
                say("The question after step \(limit) comes first.")
            } else {
                say("There are steps \(run.first) to \(run.last).")
            }
        }
        if target != current { read = nil }
        current = target
        frontier = max(frontier, target)
        notePage = 0
    }

    mutating func handleInRun(_ key: Key) {
        switch key {
        case .right, .down, .enter: forward()
        case .left, .up, .backspace: back()
        case .home: go(to: run.rows.all.first?.steps.lowerBound ?? run.first)
        case .end: goToEnd()
        case .pageDown: goToMilestone(forward: true)
        case .pageUp: goToMilestone(forward: false)
        case .tab: inspects ? choose(next: true) : turnNote()
        case .backTab: if inspects { choose(next: false) }
        case .escape: inspects = false
        case .character(let character): handle(character)
        case .delete, .refresh, .clear, .suspend, .interrupt: break
        }
    }

    private mutating func handle(_ character: Character) {
        switch character {
        case "n", "j", " ": forward()
        case "p", "k": back()
        case "g": go(to: run.rows.all.first?.steps.lowerBound ?? run.first)
        case "G": goToEnd()
        case "]": goToMilestone(forward: true)
        case "[": goToMilestone(forward: false)
        case ">": goToMatch(forward: true)
        case "<": goToMatch(forward: false)
        case ":", "/": prompt = Prompt(kind: character)
        case "i":
            inspects.toggle()
            chosen = nil
        case "?": page = .help(isLesson: !material.questions.isEmpty)
        case "q": quit()
        default:
            if Self.choice(character) != nil, read != nil {
                say("Another question comes first: n shows it.")
            } else if let choice = Self.choice(character), askedQuestion != nil {
                if current == limit { answer(choice) } else { go(to: limit) }
            } else {
                say("The key \(character) does nothing here; ? lists those that do.")
            }
        }
    }

    /// `a` or `1` is the first choice.
    static func choice(_ character: Character) -> Int? {
        guard let value = character.asciiValue else { return nil }
        switch value {
        case UInt8(ascii: "a")...UInt8(ascii: "f"): return Int(value - UInt8(ascii: "a"))
        case UInt8(ascii: "1")...UInt8(ascii: "6"): return Int(value - UInt8(ascii: "1"))
        default: return nil
        }
    }

    /// The letters of the open question's choices.
    var letters: String {
        let choices = askedQuestion.map { material.questions[$0].choices.count } ?? 1
        return "a–" + Narration.letter(choices - 1)
    }

    private mutating func forward() {
        if read != nil {
            askNext()
        } else if let stop = run.rows.stop(after: current), stop <= limit {
            go(to: stop)
        } else if current < limit {
            go(to: limit)
        } else if askedQuestion != nil {
            say("Answer first: \(letters).")
        } else {
            atTheEnd()
        }
    }

    private mutating func atTheEnd() {
        if isBranch {
            say("The branch ends here; go on with :run for 1s, or :return")
        } else if let closing = material.closing, isFinished {
            page = Page(title: material.title, lines: Page.lines(closing))
        } else {
            say("This is the last step.")
        }
    }

    private mutating func back() {
        if let stop = run.rows.stop(before: current) {
            go(to: stop)
        } else {
            say("This is the first step.")
        }
    }

    private mutating func goToEnd() {
        read = nil
        go(to: limit)
        if askedQuestion != nil { say("Up to the open question.") }
    }

    // MARK: Milestones

    /// Where a lesson speaks, a phase begins, the world is changed or a promise breaks.
    private var milestones: [Int] {
        var steps: [Int] = []
        if !isBranch {
            steps += material.notes.map(\.step) + material.questions.map(\.after)
            steps += material.experiments.map(\.step)
        }
        steps += violations.prefix(1).map(\.step)
        if let from = run.from { steps.append(from) }
        for step in run.recording.steps {
            switch step.input {
            case .command, .crash, .start, .call: steps.append(step.n)
            default: if step.state?.phase != nil { steps.append(step.n) }
            }
        }
        return steps.sorted()
    }

    private mutating func goToMilestone(forward: Bool) {
        let next =
            forward
            ? milestones.first { $0 > current } : milestones.last { $0 < current }
        if forward {
            if read != nil { return askNext() }
            if current == limit && askedQuestion != nil {
                say("Answer first: \(letters).")
                return
            }
            go(to: min(next ?? limit, limit))
        } else {
            go(to: next ?? run.rows.all.first?.steps.lowerBound ?? run.first)
        }
    }

    // MARK: Panels

    private mutating func turnNote() { notePage += 1 }

    private mutating func choose(next: Bool) {
        let servers = run.recording.header.servers.map(\.lane).sorted()
        guard !servers.isEmpty else { return }
        let now = servers.firstIndex(of: inspected ?? servers[0]) ?? 0
        chosen = servers[(now + (next ? 1 : servers.count - 1)) % servers.count]
    }

    /// The server in the inspect panel.
    var inspected: Lane? {
        if let chosen { return chosen }
        let at = run.recording.step(current)?.at
        if let at, at.kind == .server { return at }
        return run.recording.header.servers.map(\.lane).sorted().first
    }
}
