import Foundation
import Testing

@Suite(.serialized) struct `Usage` {
    private let bench: Workbench
    init() throws { bench = try Workbench() }

    static let commands = [
        "learn", "lessons", "lesson", "lesson new", "lesson check", "lesson record", "run", "draw",
        "show", "check", "swarm",
    ]

    @Test(arguments: commands) func `every command explains itself with an example`(
        command: String
    ) async throws {
        let help = try await bench.zabscope(line: "\(command) --help")
        #expect(help.code == 0)
        #expect(help.complaint == "")
        #expect(help.text.contains("USAGE: zabscope \(command)"))
        #expect(help.text.contains("  zabscope \(command)"))
        #expect(help.text.contains("Example"))
    }

    @Test func `the command alone explains itself`() async throws {
        let help = try await bench.zabscope()
        #expect(help.code == 0)
        #expect(help.text.contains("Examples:\n  zabscope learn "))
        for command in ["learn", "lessons", "lesson", "run", "draw", "show", "check", "swarm"] {
            #expect(help.text.contains("\n  \(command) "), "\(command)")
        }
        #expect(try await bench.zabscope("help") == help)
    }

    @Test func `the version is printed`() async throws {
        #expect(try await bench.zabscope("--version").text == "0.1.0\n")
    }

    @Test(arguments: [
        ("drow 01-one-write", "there is no command \"drow\"; did you mean \"draw\"?"),
        ("lesson chek a.md", "there is no command \"chek\"; did you mean \"check\"?"),
        (
            "lesson frobnicate",
            "there is no command \"frobnicate\"; the commands are new, check and record"
        ),
        (
            "draw 01-one-wriet",
            "01-one-wriet: no such file or lesson, did you mean 01-one-write? "
                + "`zabscope lessons` lists them."
        ),
        ("draw 1 --steps 500...600", "--steps: the last step is 68"),
        ("draw 1 --lanes s1,q", "--lanes: q is neither a server nor a client"),
        ("draw 1 --world six", "--world: there is no six"),
        (
            "draw 1 -o a.jpeg",
            "-o a.jpeg: .jpeg is none of svg, png, pdf and dot; say --format, or name the file "
                + "otherwise"
        ),
        (
            "draw 1 -o no/such/folder.svg",
            "no/such/folder.svg: this cannot be written: there is no folder no/such"
        ),
        (
            "run 1 --show foo",
            "--show: \"foo\" is neither a lane nor one of decisions, messages and all"
        ),
        ("show 1 foo", "show: \"foo\" is neither a lane nor one of decisions, messages and all"),
        ("run 1 --seed 7", "--seed is for scenarios; a lesson has its own"),
        ("learn 1 --interactive", "--interactive: there is no terminal here"),
    ])
    func `wrong usage is refused with a hint`(line: String, complaint: String) async throws {
        let outcome = try await bench.zabscope(line: line)
        #expect(outcome == Workbench.Outcome(code: 2, text: "", "zabscope: \(complaint)\n"))
    }

    @Test(arguments: [
        "draw", "run", "check", "show", "lesson check", "lesson new", "draw 1 --kind foo",
        "draw 1 --format gif", "draw 1 --steps 9...3", "draw 1 --steps a...b", "draw 1 --rows x",
        "swarm --seeds 0", "swarm --without comit-needs-quorum", "learn --interactive --linear",
        "check a b", "--verison",
    ])
    func `what the parser refuses is wrong usage too`(line: String) async throws {
        let outcome = try await bench.zabscope(line: line)
        #expect(outcome.code == 2)
        #expect(outcome.text == "")
        #expect(outcome.complaint.hasPrefix("Error: "))
        #expect(outcome.complaint.contains("Usage: zabscope"))
    }

    @Test func `nothing is coloured where nobody watches`() async throws {
        try bench.write(Story.failing, to: "failing.zab")
        for line in [
            "--help", "lessons", "learn 1", "learn 1 --answers", "learn 1 --color always",
            "show 26 all", "run 26", "run failing.zab", "draw nothing", "swarm --seeds 1",
        ] {
            let outcome = try await bench.zabscope(line: line)
            #expect(!(outcome.text + outcome.complaint).contains("\u{1b}"), "\(line)")
        }
    }
}

extension Workbench.Outcome {
    init(code: Int32, text: String, _ complaint: String) {
        self.init(code: code, bytes: .init(text.utf8), complaint: complaint)
    }
}
