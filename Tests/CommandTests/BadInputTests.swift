import Foundation
import Testing

/// Whatever a file holds, each command says what is wrong with it and ends with 2: no crash, and no more
/// memory than a sane file takes.
@Suite(.serialized) struct `Bad input` {
    private let bench: Workbench
    init() throws { bench = try Workbench() }

    /// The three ways in: `learn`, `run`, `draw` and `show` find out what a file is; `check` wants a trace;
    /// `lesson check` wants a page.
    private func expect(
        _ file: String, source: String, trace: String, page: String,
        memory: Int = 2_000_000, at location: SourceLocation = #_sourceLocation
    ) async throws {
        let complaints = [
            ("learn", source), ("run", source), ("draw", source), ("show", source),
            ("check", trace),
            ("lesson check", page),
        ]
        for (command, complaint) in complaints {
            let outcome = try await bench.zabscope(memory: memory, line: "\(command) \(file)")
            #expect(
                outcome == Workbench.Outcome(code: 2, text: "", "zabscope: \(file)\(complaint)\n"),
                "\(command)", sourceLocation: location)
        }
    }

    @Test func `binary rubbish`() async throws {
        // A linear congruence, so that the rubbish is the same every time.
        var state: UInt32 = 1
        let rubbish = (0..<4096).map { _ -> UInt8 in
            state = state &* 1_664_525 &+ 1_013_904_223
            return UInt8(state >> 24)
        }
        let (noTrace, noPage) = (
            ":1: this is no text in UTF-8, so no trace", ":1: this is no text in UTF-8, so no page"
        )
        for name in ["rubbish", "rubbish.zab", "rubbish.jsonl", "rubbish.md"] {
            try bench.write(rubbish, to: name)
        }
        let neither = ": neither a scenario, a lesson nor a trace; it is not text"
        try await expect("rubbish", source: neither, trace: noTrace, page: noPage)
        try await expect("rubbish.zab", source: neither, trace: noTrace, page: noPage)
        try await expect("rubbish.jsonl", source: noTrace, trace: noTrace, page: noPage)
        try await expect("rubbish.md", source: noPage, trace: noTrace, page: noPage)
    }

    @Test func `an empty file`() async throws {
        for name in ["empty", "empty.jsonl", "empty.md"] { try bench.write("", to: name) }
        let (empty, page) = (": the file is empty", ":1: the page is empty")
        try await expect("empty", source: empty, trace: empty, page: page)
        try await expect("empty.jsonl", source: empty, trace: empty, page: page)
        try await expect("empty.md", source: page, trace: empty, page: page)
    }

    @Test func `a directory`() async throws {
        for name in ["folder", "folder.jsonl", "folder.md"] { try bench.makeFolder(name) }
        let trace =
            ": no recording is in this directory; `zabd serve --record DIR` makes one, in files "
            + "called flight-000001.zfr and so on"
        let page = ":1: this is a directory, not a page"
        try await expect("folder", source: trace, trace: trace, page: page)
        try await expect("folder.jsonl", source: trace, trace: trace, page: page)
        try await expect("folder.md", source: page, trace: trace, page: page)
    }

    @Test func `a missing file`() async throws {
        let (missing, page) = (": there is no such file", ":1: there is no such file")
        try await expect("missing.zab", source: missing, trace: missing, page: page)
        try await expect("missing.jsonl", source: missing, trace: missing, page: page)
        try await expect("no/where.md", source: missing, trace: missing, page: page)
    }

    @Test(.timeLimit(.minutes(1))) func `a line of 100 MB`() async throws {
        let names = ["long.zab", "long.jsonl", "long.md", "brace"]
        let part = Data(repeating: UInt8(ascii: "x"), count: 1_000_000)
        for name in names {
            try bench.write(name == "brace" ? "{" : "", to: name)
            let file = try FileHandle(forWritingTo: bench.folder.appending(path: name))
            try file.seekToEnd()
            for _ in 0..<100 { try file.write(contentsOf: part) }
            try file.close()
        }
        let trace = ":1: the line is longer than 16 MiB; no step of a trace is"
        let page = ":1: no lesson is longer than 4 MiB"
        let scenario = ": longer than 1 MiB, which no scenario is"
        // Twice what a sane file takes, and less than holding this one twice.
        let memory = 300_000
        try await expect(
            "long.zab", source: scenario, trace: trace, page: page, memory: memory)
        try await expect("long.jsonl", source: trace, trace: trace, page: page, memory: memory)
        try await expect("long.md", source: page, trace: trace, page: page, memory: memory)
        let brace = try await bench.zabscope(memory: memory, line: "draw brace")
        #expect(brace == Workbench.Outcome(code: 2, text: "", "zabscope: brace\(trace)\n"))
    }

    @Test(.timeLimit(.minutes(1))) func `a device that never ends`() async throws {
        try await expect(
            "/dev/zero", source: ": longer than 1 MiB, which no scenario is",
            trace: ":1: the line is longer than 16 MiB; no step of a trace is",
            page: ":1: no lesson is longer than 4 MiB", memory: 300_000)
    }

    // MARK: Traces

    @Test func `a trace that ends in the middle of a line`() async throws {
        try bench.write(Story.write, to: "story.zab")
        #expect(try await bench.zabscope(line: "run story.zab --trace run.jsonl -q").code == 0)
        var lines = try bench.text("run.jsonl").split(separator: "\n").map(String.init)
        let whole = lines.count
        lines[whole - 1] = String(lines[whole - 1].dropLast(30))
        try bench.write(lines.joined(separator: "\n"), to: "torn.jsonl")
        let torn = ":\(whole):\(lines[whole - 1].utf8.count + 1): not JSON: the line ends too early"
        let page = ":1: a page begins with front matter between two lines `---`"
        try await expect("torn.jsonl", source: torn, trace: torn, page: page)

        lines[4] = String(lines[4].prefix(40))
        try bench.write(lines.joined(separator: "\n"), to: "torn.jsonl")
        let earlier = ":5:41: not JSON: the line ends too early"
        try await expect("torn.jsonl", source: earlier, trace: earlier, page: page)
    }

    @Test func `a trace of another version, and a file that is none`() async throws {
        let page = ":1: a page begins with front matter between two lines `---`"
        try bench.write("{\"zabscope\":99}\n", to: "new.jsonl")
        let version = ":1: the trace is of version 99; this program reads version 1"
        try await expect("new.jsonl", source: version, trace: version, page: page)
        let none = ":1: no trace: its first line must be a header that begins {\"zabscope\":1"
        for text in ["{\"a\":1}\n", "[1]\n", "12\n"] {
            try bench.write(text, to: "none.jsonl")
            try await expect("none.jsonl", source: none, trace: none, page: page)
        }
    }

    @Test func `a lesson is no trace`() async throws {
        let name = "01-one-write.md"
        let page = try Data(contentsOf: Workbench.lessons.appending(path: name))
        try page.write(to: bench.folder.appending(path: name))
        let outcome = try await bench.zabscope("check", name)
        #expect(
            outcome
                == Workbench.Outcome(
                    code: 2, text: "",
                    "zabscope: \(name):1: no trace: its first line must be a header that begins "
                        + "{\"zabscope\":1\n"))
    }

    // MARK: Scenarios and pages

    @Test(arguments: [
        (
            "ensemble 3\nstart all\n  crsh s1\n",
            ":3:3: \"crsh\" is not a command; did you mean \"crash\"?"
        ),
        (
            "ensemble 3\nrun until s1 recieves PROPOSAL\n",
            ":2:14: \"recieves\" is not what a server does; did you mean \"receives\"?"
        ),
        (
            "ensemble 3\nbreak ack-befor-flush\n",
            ":2:7: \"ack-befor-flush\" is not a rule; did you mean \"ack-after-flush\"?"
        ),
    ])
    func `an unknown word of a scenario`(text: String, complaint: String) async throws {
        try bench.write(text, to: "story.zab")
        for command in ["learn", "run", "draw", "show"] {
            let outcome = try await bench.zabscope(command, "story.zab")
            #expect(
                outcome
                    == Workbench.Outcome(code: 2, text: "", "zabscope: story.zab\(complaint)\n"),
                "\(command)")
        }
    }

    @Test func `a page with broken blocks`() async throws {
        let page = """
            ---
            insight: One thing
            misconception: Another
            minutes: 5
            ---
            # A page

            ```scenario
            ensembl 3
            ```

            ```note
            when: s1 recieves PROPOSAL
            Never.
            ```

            """
        try bench.write(page, to: "page.md")
        for command in ["learn", "run", "draw", "show", "lesson check"] {
            let outcome = try await bench.zabscope(line: "\(command) page.md")
            #expect(
                outcome
                    == Workbench.Outcome(
                        code: 2, text: "",
                        """
                        zabscope: page.md:9:1: "ensembl" is not a command; did you mean "ensemble"?
                        page.md:13:10: "recieves" is not what a server does; did you mean "receives"?

                        """), "\(command)")
        }
    }
}
