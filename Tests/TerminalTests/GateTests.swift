import Lessons
import Testing
import Trace

@testable import Terminal

/// Words that stand in no frame before the question after step 36 is answered.
private let secrets = [
    "COMMIT", "commit 1:1", "REPLY", "✕ crash", "A quorum is enough.", "Two of three.",
]

@Test func `nothing beyond an open question can be reached`() {
    for attempt in [
        "nnnnnnnnnnnn", "G", ":43\n", "]]]]]]", "/COMMIT\n>", "/s3 commits 1:1\n", "/crash\n",
    ] {
        var stepper = Stepper(Sample.lesson)
        for character in attempt {
            stepper.handle(character == "\n" ? .enter : .character(character))
        }
        #expect(stepper.current <= 36, "\(attempt)")
        #expect(stepper.frontier <= 36, "\(attempt)")
    }
}

@Test func `whatever is pressed, an open question hides what follows`() {
    let keys: [Key] = [
        .right, .left, .end, .home, .pageDown, .pageUp, .tab, .enter, .escape, .backspace,
        .character("n"), .character("G"), .character("]"), .character(">"), .character("<"),
        .character("i"), .character("?"), .character(":"), .character("4"), .character("0"),
        .character("/"), .character("o"), .character("w"), .character("h"), .character("y"),
    ]
    var dice: UInt64 = 7
    for round in 0..<12 {
        var stepper = Stepper(Sample.lesson)
        for _ in 0..<60 {
            dice = dice &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let key = keys[Int(dice >> 33) % keys.count]
            // A digit answers; typed at a prompt it does not.
            if stepper.prompt == nil && stepper.page == nil, case .character(let character) = key,
                Stepper.choice(character) != nil
            {
                continue
            }
            stepper.handle(key)
            // Help and the glossary speak of commits in general.
            guard stepper.page == nil else { continue }
            var frame = stepper.shown(160, 40)
            if let prompt = stepper.prompt { frame = frame.replacing(prompt.text, with: "") }
            if let secret = secrets.first(where: frame.contains) {
                Issue.record("round \(round) shows \(secret)\n\(frame)")
                return
            }
        }
        #expect(stepper.answers == [nil])
    }
}

@Test func `an answer opens the way and gives the reason of every choice`() {
    var stepper = Stepper(Sample.lesson)
    stepper.type("Gb")
    let shown = stepper.shown(100, 30)
    #expect(shown.contains("Right. What must happen next"))
    #expect(shown.contains("✗a all flush: A quorum is enough."))
    #expect(shown.contains("✓b one more flushes (your choice): Two of three."))
    #expect(shown.contains("✗c nothing: One disk is no quorum."))
    stepper.type("n")
    #expect(stepper.current == 37)
}

@Test func `a wrong answer is said to be wrong, and opens the way too`() {
    var stepper = Stepper(Sample.lesson)
    stepper.type("G1")
    #expect(stepper.shown(100, 30).contains("Not so. What must happen next"))
    stepper.type("G")
    #expect(stepper.current == 43)
    #expect(stepper.isFinished)
    #expect(stepper.shown(100, 30).contains("The end. 0 of 1 predicted right."))
}

@Test func `a letter pressed elsewhere leads to the question first`() {
    var stepper = Stepper(Sample.lesson)
    stepper.type("Ggb")
    #expect(stepper.current == 36 && stepper.answers == [nil])
    stepper.type("b")
    #expect(stepper.answers == [1])
}

@Test func `before it is reached a question asks nothing`() {
    var stepper = Stepper(Sample.lesson)
    stepper.type("b")
    #expect(stepper.answers == [nil] && stepper.current == 31)
    #expect(!stepper.shown().contains("Predict"))
}

@Test func `a lesson shows no step before the learner comes to it`() {
    var stepper = Stepper(Sample.lesson)
    #expect(!stepper.shown().contains("PROPOSAL"))
    stepper.type("nn")
    #expect(stepper.shown().contains("PROPOSAL"))
    stepper.type("g")
    #expect(stepper.shown().contains("PROPOSAL"), "what was seen stays")
}

/// A second question at the step of the first, and prose that leads to it.
private var twice: Material {
    var lesson = Sample.lesson
    lesson.questions.append(
        Material.Question(
            after: 36, lead: "One disk has it.", text: "And who tells c1?",
            choices: [
                Material.Choice(text: "s3 does", isRight: false, reason: "It never met c1."),
                Material.Choice(text: "s1 does", isRight: true, reason: "It was asked."),
            ]))
    return lesson
}

@Test func `an answer is read before the next question at the same step can be answered`() {
    var stepper = Stepper(twice)
    stepper.type("Gb")
    #expect(stepper.shown(100, 30).contains("There is another question: n shows it."))
    #expect(!stepper.shown(100, 30).contains("And who tells c1?"))
    stepper.type("a")
    #expect(stepper.answers == [1, nil], "the letter was not meant for a question unseen")
    stepper.command("crash s1")
    #expect(!stepper.isBranch)
    stepper.type("n")
    let asked = stepper.shown(100, 30)
    #expect(asked.contains("One disk has it."))
    #expect(asked.contains("Predict: And who tells c1?"))
    #expect(!asked.contains("Two of three."))
    stepper.type("b")
    #expect(stepper.answers == [1, 1])
    #expect(stepper.shown(100, 30).contains("Right. And who tells c1?"))
    stepper.type("n")
    #expect(stepper.current == 37)
}

@Test func `a broken promise is told of a lesson only when no question is left`() throws {
    let text = """
        ensemble 3
        break ack-after-flush
        start all
        run until leader established
        connect c1 to s1
        run
        """
    let run = try ScenarioRun(running: text)
    var material = Material(run, title: "early")
    let last = material.recording.steps.count
    material.start = last
    let telling = Stepper(material)
    #expect(telling.shown().contains("S15"))
    var question = Sample.question
    question.after = last
    material.questions = [question]
    var stepper = Stepper(material)
    #expect(stepper.violations.isEmpty)
    #expect(!stepper.shown().contains("S15"))
    stepper.type("b")
    #expect(stepper.shown().contains("S15"))
}
