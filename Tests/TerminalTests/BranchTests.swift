import Lessons
import Scenario
import Testing
import Trace

@testable import Terminal

private let write = """
    ensemble 3
    start all
    run until leader established
    connect c1 to s1
    c1 create /a "x"
    """

private func stepper(_ text: String = write) throws -> Stepper {
    Stepper(Material(try ScenarioRun(running: text), title: "write"))
}

@Test func `a verb branches off from the current step and return leads back`() throws {
    var stepper = try stepper()
    let last = stepper.recording.steps.count
    stepper.command("\(last - 4)")
    let here = stepper.current
    stepper.command("crash s1")
    #expect(stepper.isBranch)
    #expect(stepper.recording.steps.prefix(here) == stepper.material.recording.steps.prefix(here))
    #expect(stepper.recording.states(after: stepper.current)["s1"]?.role == .down)
    #expect(stepper.shown().contains("What if, from step \(here): crash s1 · every promise holds"))
    stepper.command("run for 2s")
    #expect(stepper.shown().contains("crash s1; run for 2s"))
    #expect(stepper.recording.steps.count > last)
    stepper.command("return")
    #expect(!stepper.isBranch)
    #expect(stepper.current == here)
    #expect(stepper.recording == stepper.material.recording)
}

@Test func `a branch says which promise broke and where`() throws {
    var stepper = try stepper(
        """
        ensemble 3
        break ack-after-flush
        start all
        run until leader established
        connect c1 to s1
        """)
    stepper.type("G")
    stepper.command("c1 create /a \"x\"")
    #expect(stepper.shown(120, 30).contains("broke at step"))
    #expect(!stepper.shown(120, 30).contains("every promise holds"))
}

@Test(arguments: [40, 80, 200])
func `a step that is folded away has its place on screen all the same`(width: Int) throws {
    var stepper = try stepper(write + "\nrun for 10s")
    for row in stepper.run.rows.all where row.pings != nil {
        for n in row.steps {
            stepper.command("\(n)")
            let lines = stepper.shown(width, 24).split(separator: "\n")
            #expect(lines.contains { $0.hasPrefix("▸") && $0.contains("PING") })
        }
    }
    #expect(stepper.run.rows.all.contains { $0.pings != nil })
}

@Test func `a verb that cannot be done leaves the run as it is`() throws {
    var stepper = try stepper()
    stepper.type("G")
    let frame = stepper.shown()
    stepper.command("crash s9")
    #expect(!stepper.isBranch)
    #expect(stepper.shown().contains("s9 is no member"))
    stepper.type("i")
    stepper.type("i")
    #expect(stepper.shown() == frame)
}

private let page = """
    ---
    insight: A leader falls, another stands up
    misconception: The service is gone with its leader
    minutes: 3
    ---
    # When the leader falls

    Three servers, and one of them leads.

    ```scenario quietly
    ensemble 3
    start all
    run until leader established
    ```

    ```predict
    The leader crashes. Who leads next?
    a) The other server with the highest id
       when: leader s2
    b) Nobody
       when: no leader
    elsewhere:
      crash all
    ```

    <details><summary>Answers</summary>

    - **a** Two of three are a quorum.
    - **b** It would take a second crash.

    </details>

    ```scenario
    crash leader
    run until leader established
    ```

    ```note
    when: s2 becomes leading
    It is only a *candidate* yet.
    ```

    ```try
    Let nobody lead.
    goal: no leader
    ```

    <details><summary>Hint</summary>

    Two of three are a quorum.

    </details>

    <details><summary>Solution</summary>

    ```scenario
    crash leader
    ```

    </details>

    ## In real ZooKeeper

    Look at `srvr`.
    """

private func lesson() throws -> Material {
    let run = LessonRun(try LessonPage(text: page, file: "07-when-the-leader-falls.md"))
    #expect(run.errors == [])
    return Material(run)
}

@Test func `a lesson page becomes material at its steps`() throws {
    let material = try lesson()
    #expect(material.title == "7 · When the leader falls")
    #expect(material.opening?.contains("Three servers, and one of them leads.") == true)
    #expect(material.closing?.contains("**To take home:** A leader falls") == true)
    #expect(material.closing?.contains("Look at `srvr`.") == true)
    #expect(material.questions.map { $0.choices.map(\.isRight) } == [[true, false]])
    #expect(material.questions[0].after == material.start)
    #expect(material.notes.map(\.text) == ["It is only a *candidate* yet."])
    #expect(material.experiments.map(\.hints) == [["Two of three are a quorum."]])
    #expect(material.experiments[0].step == material.recording.steps.count)
}

@Test func `a lesson is stepped through from its first page to its last`() throws {
    let material = try lesson()
    var stepper = Stepper(material)
    #expect(stepper.shown().contains("Many believe: The service is gone with its leader"))
    stepper.handle(.escape)
    #expect(stepper.shown().contains("Predict: The leader crashes. Who leads next?"))
    stepper.command("run for 10s")
    #expect(!stepper.isBranch, "a what-if would give the answer away")
    stepper.type("aG")
    #expect(stepper.isFinished)
    stepper.handle(.right)
    #expect(stepper.shown().contains("To take home: A leader falls, another stands up"))
}

@Test func `an experiment has hints and a goal that is checked`() throws {
    var stepper = Stepper(try lesson())
    stepper.handle(.escape)
    stepper.type("aG")
    #expect(stepper.shown(120, 40).contains("Try: Let nobody lead."))
    stepper.command("hint")
    #expect(stepper.shown(120, 40).contains("Hint: Two of three are a quorum."))
    stepper.command("run for 1s")
    #expect(!stepper.shown(120, 40).contains("Goal reached"))
    stepper.command("crash leader")
    #expect(stepper.shown(120, 40).contains("Goal reached"))
}

@Test func `a trace opens at the step that broke a promise`() throws {
    let run = try ScenarioRun(
        running: """
            ensemble 3
            break ack-after-flush
            start all
            run until leader established
            connect c1 to s1
            c1 create /a "x"
            """)
    let stepper = Stepper(Material(run.main.recording, title: "broken.jsonl"))
    #expect(stepper.shown(120, 30).contains("broke at step \(stepper.current)"))
    #expect(stepper.shown(120, 30).contains("Broken: "))
    let before = stepper.recording.steps.count
    #expect(stepper.current < before)
}
