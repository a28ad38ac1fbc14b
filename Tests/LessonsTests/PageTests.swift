import Foundation
import Lessons
import Scenario
import Testing
import Trace

/// A small page, to be broken in one place or another.
enum Sample {
    static let page = """
        ---
        insight: One thing
        misconception: Another
        minutes: 5
        needs: [00-none]
        tracks: []
        sources: [here, there]
        ---
        # A title

        Some *prose* with `code`.

        ```scenario quietly
        ensemble 3
        start all
        ```

        ```predict
        Who leads?
        a) The one with
           the highest id
           when: leader s3
        b) Nobody
           when: no leader
             and count(up) > 0
        elsewhere:
          crash s1 s2
          run for 1s
        ```

        <details><summary>Answers</summary>

        - **a** Ids break ties.
        - **b** Three are enough,
          of course.

        </details>

        ```scenario
        run until leader established
        ```

        ```trace decisions s3 since s3 becomes leading
        old
        ```

        ```note
        when: s3 becomes leading
        It leads.

        Really.
        ```

        ```try
        Let nobody lead.
        goal: no leader
        ```

        <details><summary>Hint</summary>

        Crash it.

        </details>

        <details><summary>Solution</summary>

        ```scenario
        crash leader
        ```

        </details>

        ```picture sequence
        caption: The election
        until: s3 becomes leading
        focus: s3 elects
        ```

        ![The election](../Output/page-1.svg)

        | a | b |
        |---|---|
        | 1 | 2 |

        ```text
        as it is
        ```
        """

    static func read(_ text: String = page) throws -> LessonPage {
        try LessonPage(text: text, file: "Lessons/page.md")
    }

    static func errors(_ text: String) -> [String] {
        do {
            return LessonRun(try read(text)).errors.map(\.description)
        } catch let error as LessonErrors {
            return error.errors.map(\.description)
        } catch {
            return ["\(error)"]
        }
    }
}

@Suite struct `Pages` {
    @Test func `front matter, title and blocks are read with their lines`() throws {
        let page = try Sample.read()
        #expect(page.name == "page")
        #expect(page.title == "A title")
        var front = FrontMatter()
        front.insight = "One thing"
        front.misconception = "Another"
        front.minutes = 5
        front.needs = ["00-none"]
        front.sources = ["here", "there"]
        #expect(page.front == front)
        let kinds = page.blocks.map { block in
            switch block.content {
            case .prose(let prose): "\(block.line) \(prose.kind)"
            case .scenario(let scenario): "\(block.line) scenario \(scenario.isQuiet)"
            case .trace: "\(block.line) trace"
            case .note: "\(block.line) note"
            case .prediction: "\(block.line) predict"
            case .experiment: "\(block.line) try"
            case .picture: "\(block.line) picture"
            }
        }
        #expect(
            kinds == [
                "9 heading(1)", "11 paragraph", "13 scenario true", "18 predict",
                "39 scenario false", "43 trace", "47 note", "54 try", "73 picture", "79 paragraph",
                "81 verbatim", "85 verbatim",
            ])
    }

    @Test func `a prediction is read with its reasons`() throws {
        let prediction = try #require(try Sample.read().predictions.first)
        #expect(
            prediction
                == Prediction(
                    question: "Who leads?",
                    choices: [
                        .init(
                            letter: "a", text: "The one with the highest id",
                            when: try Predicate(parsing: "leader s3"), reason: "Ids break ties."),
                        .init(
                            letter: "b", text: "Nobody",
                            when: try Predicate(parsing: "no leader and count(up) > 0"),
                            reason: "Three are enough, of course."),
                    ],
                    elsewhere: .commands(
                        try ScenarioParser.commands(
                            in: "  crash s1 s2\n  run for 1s", firstLine: 27))))
    }

    @Test func `an experiment is read with hints and solution`() throws {
        let experiment = try #require(try Sample.read().experiments.first)
        #expect(
            experiment
                == Experiment(
                    task: "Let nobody lead.", goal: try Predicate(parsing: "no leader"),
                    hints: ["Crash it."],
                    solution: try ScenarioParser.commands(in: "crash leader", firstLine: 68)))
    }

    @Test func `prose is plain text for the terminal`() throws {
        guard case .prose(let prose) = try Sample.read().blocks[1].content else {
            Issue.record("no prose")
            return
        }
        #expect(prose.text == "Some prose with code.")
        #expect(prose.markdown == "Some *prose* with `code`.")
    }

    @Test func `notes keep their paragraphs`() throws {
        guard case .note(let note) = try Sample.read().blocks[6].content else {
            Issue.record("no note")
            return
        }
        #expect(note.text == "It leads.\n\nReally.")
    }

    @Test(
        arguments: [
            ("minutes: 5", "minutes: 500", "4: `minutes` is a number from 1 to 60"),
            ("minutes: 5\n", "", "1: the front matter has no `minutes`"),
            (
                "tracks:", "track:",
                "6: \"track\" is not a key of the front matter (insight, misconception, minutes, needs, tracks, sources); did you mean \"tracks\"?"
            ),
            ("needs: [00-none]", "needs: one", "5: a list is expected here: [one, two]"),
            ("# A title", "A title", "9: the page has no title: a line `# …`"),
            ("Some *prose*", "# Second", "11: a page has one title"),
            ("start all", "strat all", "15:1: \"strat\" is not a command; did you mean \"start\"?"),
            (
                "scenario quietly", "scenario quitely",
                "13:13: only \"quietly\" stands behind \"scenario\""
            ),
            (
                "```trace decisions", "```trce decisions",
                "43:4: \"trce\" is not a kind of block; did you mean \"trace\"?"
            ),
            (
                "trace decisions", "trace desicions",
                "43:4: \"desicions\" is no filter of a trace (decisions, messages, all, since, until, where or a server); did you mean \"decisions\"?"
            ),
            (
                "since s3 becomes", "since s3 becoms",
                "43:32: \"becoms\" is not what a server does; did you mean \"becomes\"?"
            ),
            ("   when: leader s3\n", "", "20:1: choice a) has no `when:`"),
            ("when: leader s3\nb)", "when: leader s3\nc)", "23:1: choice b) is expected here"),
            (
                "when: no leader\n", "when: no ledger\n",
                "24:13: \"leader\" is expected here, not \"ledger\"; did you mean \"leader\"?"
            ),
            (
                "and count(up) > 0", "and count(upp) > 0",
                "25:16: \"upp\" is not something to count; did you mean \"up\"?"
            ),
            (
                "- **a** Ids break ties.\n", "",
                "20:1: choice a) has no reason: below the block stands a <details> with a list, an item `**a** …` for each choice"
            ),
            (
                "crash s1 s2", "crush s1 s2",
                "27:3: \"crush\" is not a command; did you mean \"crash\"?"
            ),
            ("when: s3 becomes leading\nIt", "It", "48:1: a note begins with `when: PREDICATE`"),
            ("goal: no leader\n", "", "54:1: an experiment has a `goal: PREDICATE`"),
            (
                "Solution", "Another hint",
                "54:1: the experiment has no solution: below it stands a <details> titled Solution with a scenario block"
            ),
            (
                "picture sequence", "picture sequnce",
                "73:1: a picture is one of sequence, states, votes, logs; did you mean \"sequence\"?"
            ),
            (
                "focus: s3", "fokus: s3",
                "76:1: a line of a picture is one of caption, since, until, at, only, focus; did you mean \"focus\"?"
            ),
            ("</details>\n\n```scenario\nrun", "```scenario\nrun", ""),
        ])
    func `a mistake in the page is an error with its line`(
        old: String, new: String, message: String
    ) throws {
        #expect(Sample.page.contains(old))
        let text = Sample.page.replacing(old, with: new, maxReplacements: 1)
        let errors = Sample.errors(text)
        #expect(!errors.isEmpty)
        if !message.isEmpty { #expect(errors.contains("Lessons/page.md:\(message)")) }
    }

    @Test(
        arguments: [
            ("", "1: the page is empty"), ("\n\n", "1: the page is empty"),
            ("# No front", "1: a page begins with front matter between two lines `---`"),
            ("---\ninsight: x", "1: a page begins with front matter between two lines `---`"),
            ("---\n- a\n---\n# T", "2: the front matter is a list of `key: value` lines"),
        ])
    func `a page without head or content is an error`(text: String, message: String) {
        #expect(Sample.errors(text).first == "Lessons/page.md:\(message)")
    }

    @Test func `broken YAML is an error with its line`() {
        let errors = Sample.errors("---\ninsight: [x\nminutes: 5\n---\n# T")
        #expect(errors.count == 1)
        #expect(errors.first?.contains("the front matter is no YAML") == true)
    }

    @Test func `windows line ends change nothing but the text`() throws {
        var page = try Sample.read(Sample.page.replacing("\n", with: "\r\n"))
        page.text = Sample.page
        let expected = try Sample.read()
        #expect(page.blocks.map(\.line) == expected.blocks.map(\.line))
        #expect(page.predictions == expected.predictions)
    }
}

@Suite struct `Page files` {
    private func message(_ path: String) -> String {
        do {
            _ = try LessonPage(path: path)
            return ""
        } catch {
            return error.errors[0].message
        }
    }

    @Test func `a missing file, a directory, rubbish and a huge file each say so`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "page.md")
        #expect(message(file.path) == "there is no such file")
        #expect(message(folder.path) == "this is a directory, not a page")
        try Data().write(to: file)
        #expect(message(file.path) == "the page is empty")
        try Data([0xFF, 0xFE, 0, 1, 2]).write(to: file)
        #expect(message(file.path) == "this is no text in UTF-8, so no page")
        try Data(repeating: UInt8(ascii: "x"), count: 100_000_000).write(to: file)
        #expect(message(file.path) == "no lesson is longer than 4 MiB")
    }
}
