import Foundation
import Lessons
import Scenario
import Testing
import Trace
import Zab

@Suite struct `The run of a page` {
    @Test func `predictions, notes, experiments and pictures find their steps`() throws {
        let run = LessonRun(try Sample.read())
        #expect(run.errors.map(\.description) == [])
        guard case .scenario(let setUp) = run.outcomes[2],
            case .scenario(let shown) = run.outcomes[4],
            case .note(let note) = run.outcomes[6], case .picture(let picture) = run.outcomes[8]
        else {
            Issue.record("\(run.outcomes)")
            return
        }
        #expect(setUp == 1..<4)
        #expect(shown.lowerBound == 4)
        #expect(
            run.outcomes[3]
                == .prediction(PredictionOutcome(gate: 3, right: "a", elsewhere: "b")))
        #expect(run.outcomes[7] == .experiment(after: shown.upperBound - 1))
        #expect(picture == Array(4...note))
        #expect(run.recording.step(note)?.at == "s3")
    }

    @Test func `a stale trace is told by line and rewritten`() throws {
        let run = LessonRun(try Sample.read())
        #expect(run.staleTraces == [5])
        #expect(!run.isGood)
        let difference = try #require(run.differences.first)
        #expect(difference.line == 44)
        #expect(difference.message.contains("the page \"old\""))
        let recorded = try Sample.read(run.recordedText)
        let again = LessonRun(recorded)
        #expect(again.isGood)
        #expect(again.differences == [])
        #expect(again.recordedText == run.recordedText)
        #expect(recorded.blocks.count == run.page.blocks.count)
    }

    @Test func `recording rewrites the file once`() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString + ".md")
        let text = Sample.page.replacing(
            "page-1", with: file.deletingPathExtension().lastPathComponent + "-1")
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        #expect(try LessonRun(try LessonPage(path: file.path)).record())
        #expect(try !LessonRun(try LessonPage(path: file.path)).record())
    }

    @Test(
        arguments: [
            (
                "when: s3 becomes leading\nIt", "when: s2 becomes leading\nIt",
                "47: no step of the scenario above matches this note"
            ),
            (
                "when: no leader\n     and count(up) > 0", "when: leader s3",
                "18: 2 choices are true: a, b"
            ),
            ("when: leader s3", "when: leader s1", "18: no choice is true"),
            (
                "crash s1 s2\n", "run for 5s\n",
                "18: the answer is a in the other run as well; it should differ"
            ),
            (
                "goal: no leader", "goal: leader s3",
                "54: the goal is reached already, before anything is tried"
            ),
            (
                "crash leader\n", "crash follower 1\n",
                "54: the solution does not reach the goal: s1 down, s2 following (synchronization), s3 leading (broadcast)"
            ),
            ("crash leader\n", "crash s7\n", "68:1: s7 is no member of this ensemble"),
            (
                "since s3 becomes leading", "since s3 becomes observing",
                "43: no step of the scenario above matches `since`"
            ),
            (
                "page-1.svg", "other-1.svg",
                "73: the page does not link the drawn picture: ![…](../Output/page-1.svg)"
            ),
            ("focus: s3 elects", "focus: s3 truncates", "73: no step matches the picture's focus"),
            (
                "run until leader established\n```", "run until leader s1 within 3s\n```",
                "40:1: this did not come true within 3s: s1 following (broadcast), s2 following (broadcast), s3 leading (broadcast)"
            ),
            (
                "run until leader established\n```",
                "run until leader established\nexpect leader s1\n```",
                "41:1: this is not true: s1 following (synchronization), s2 following (synchronization), s3 leading (broadcast)"
            ),
            ("ensemble 3\n", "", "14:1: there is no ensemble yet: `ensemble 3` comes first"),
            ("start all", "c1 get /", "15:1: c1 is not connected: `connect c1` comes first"),
            (
                "start all", "start all\nset tick 5s",
                "16:1: this comes before anything else is done with the ensemble"
            ),
            (
                "start all", "crash leader",
                "15:1: there is no leader now: s1 down, s2 down, s3 down"
            ),
            ("trace decisions s3 since s3 becomes leading", "trace all", "43: the trace has"),
        ])
    func `what does not come true is an error with its line`(
        old: String, new: String, message: String
    ) {
        #expect(Sample.page.contains(old))
        let text = Sample.page.replacing(old, with: new, maxReplacements: 1)
        let errors = Sample.errors(text)
        #expect(errors.contains { $0.hasPrefix("Lessons/page.md:\(message)") }, "\(errors)")
    }

    @Test func `a prediction that nothing follows is an error`() {
        let end = Sample.page.range(of: "```scenario\nrun until")?.lowerBound
        let text = String(Sample.page[..<(end ?? Sample.page.endIndex)])
        #expect(
            Sample.errors(text) == [
                "Lessons/page.md:18: no scenario block follows that would show the answer"
            ])
    }

    @Test func `the page for lesson new runs and is good once recorded`() throws {
        let text = LessonPage.template(title: "Mine", name: "page")
        let run = LessonRun(try Sample.read(text))
        #expect(run.errors.map(\.description) == [])
        #expect(LessonRun(try Sample.read(run.recordedText)).isGood)
    }
}

@Suite struct `Stages` {
    private func run(_ text: String) throws -> ScenarioRun { try ScenarioRun(running: text) }

    private func failure(_ text: String) -> String {
        do {
            _ = try run(text)
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test func `a step back is an earlier value, and goes on the same way`() throws {
        let whole = try run("ensemble 3\nstart all\nrun for 1s")
        var back = whole.run(after: 10)
        #expect(back.main.steps == Array(whole.main.steps.prefix(10)))
        for command in try ScenarioParser.commands(in: "step 5") { try back.perform(command) }
        #expect(back.main.steps == Array(whole.main.steps.prefix(15)))
    }

    @Test func `a crash can come between two effects of one step`() throws {
        let run = try run(
            """
            ensemble 3
            start all
            run until leader established
            connect c1 to leader
            run
            c1 async create /a
            crash s1 after s1 appends 1:2
            """)
        let step = try #require(run.main.steps.last { $0.at == "s1" && !$0.effects.isEmpty })
        #expect(
            step.effects.map(\.text) == ["append 1:2 create /a"])
        #expect(try Predicate(parsing: "role(s1) = down").holds(atEndOf: run.main.recording))
    }

    @Test func `a crash can come behind a numbered effect`() throws {
        let set = "ensemble 3\nstart all\n"
        let whole = try run(set + "run for 1s")
        let step = try #require(whole.main.steps.first { $0.n > 3 && $0.effects.count > 2 })
        let run = try run(set + "crash \(step.at) after \(step.n)b")
        let cut = try #require(
            run.main.steps.first { $0.input == step.input && $0.at == step.at && $0.n > 3 })
        #expect(cut.effects == Array(step.effects.prefix(2)))
        #expect(
            failure(set + "run for 1s\ncrash s1 after 4a")
                == "line 4, column 1: step 4 has passed already")
    }

    @Test func `logs, groups and settings make the ensemble`() throws {
        let run = try run(
            """
            ensemble 3
            log s1 1:1...1:3
            set seed 7
            groups s1 | s2 | s3
            weights s1=2
            start all
            run until leader s1
            connect c1 to s1
            c1 get /1:3
            expect result(c1) = ok
            """)
        let header = run.main.recording.header
        #expect(header.seed == 7)
        #expect(header.groups == [["s1": 2], ["s2": 1], ["s3": 1]])
        #expect(header.logs?["s1"]?.map(\.zxid.description) == ["1:1", "1:2", "1:3"])
        #expect(header.logs?.count == 1)
        #expect(header.assumptionsOff == [])
    }

    @Test func `the header says which assumption was off, and which seed was used`() throws {
        let run = try ScenarioRun(
            running: "ensemble 3\nstart all\ndrop next COMMIT\nrun for 1s", title: "t", seed: 9)
        let header = run.main.recording.header
        #expect(header.assumptionsOff == ["fifo"])
        #expect(header.seed == 9)
        #expect(header.title == "t")
        #expect(header.scenario == "ensemble 3\nstart all\ndrop next COMMIT\nrun for 1s")
    }

    @Test func `quiet is when only heartbeats are left`() throws {
        let run = try run("ensemble 3\nstart all\nrun")
        #expect(
            try Predicate(parsing: "role(s1) = following and leader s3").holds(
                atEndOf: run.main.recording))
        let last = try #require(run.main.steps.last)
        #expect(!last.isRoutine)
        #expect(last.t < 1_000_000_000)
    }

    @Test(
        arguments: [
            ("start all", "there is no ensemble yet: `ensemble 3` comes first"),
            ("ensemble 3\nstart s4", "s4 is no member of this ensemble"),
            ("ensemble 3\nlog s4 1:1\nstart all", "s4 is no member of this ensemble"),
            ("ensemble 3\nweights s9=1\nstart all", "s9 is no voter of this ensemble"),
            ("ensemble 3\nstart rest", "\"rest\" names no server here"),
            (
                "ensemble 3\nstart follower 1",
                "there is no follower 1 now: s1 down, s2 down, s3 down"
            ),
            (
                "ensemble 3\nstart s1\nconnect c1",
                "c1 has found no server within 10s: s1 looking (election), s2 down, s3 down"
            ),
            (
                "ensemble 3\nstart s1\ncrash s1 after s2 appends",
                "this did not happen within 60s: s1 looking (election), s2 down, s3 down"
            ),
            ("world a { ensemble 1 }\nworld a { ensemble 1 }", "there is a world \"a\" already"),
        ])
    func `what cannot be done is an error`(text: String, message: String) {
        #expect(failure(text).hasSuffix(": \(message)"), "\(failure(text))")
    }
}
