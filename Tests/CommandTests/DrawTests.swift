import Foundation
import Testing

@Suite(.serialized) struct `Drawing` {
    private let bench: Workbench
    init() throws { bench = try Workbench() }

    static let kinds = ["sequence", "states", "votes", "logs"]
    /// How a file of each format begins.
    static let formats = [
        ("svg", "<?xml"), ("png", "\u{89}PNG\r\n"), ("pdf", "%PDF-"), ("dot", "digraph zabscope {"),
    ]

    @Test(arguments: kinds) func `each kind is drawn in each format`(kind: String) async throws {
        for (format, start) in Self.formats {
            let path = "Output/drawn/01-one-write-\(kind).\(format)"
            let drawn = try await bench.zabscope(
                line: "draw 01-one-write --kind \(kind) --format \(format)")
            #expect(drawn == Workbench.Outcome(code: 0, text: path + "\n", ""))
            let bytes = try bench.read(path)
            #expect(bytes.starts(with: start.unicodeScalars.map { UInt8($0.value) }), "\(format)")
        }
        let piped = try await bench.zabscope(line: "draw 1 --kind \(kind) -o -")
        let file = try bench.text("Output/drawn/01-one-write-\(kind).svg")
        #expect(piped == Workbench.Outcome(code: 0, text: file, ""))
    }

    @Test func `without a format the file's name decides, and then SVG`() async throws {
        for (format, start) in Self.formats {
            #expect(
                try await bench.zabscope("draw", "1", "-o", "a.\(format)")
                    == Workbench.Outcome(code: 0, text: "a.\(format)\n", ""))
            let bytes = try bench.read("a.\(format)")
            #expect(bytes.starts(with: start.unicodeScalars.map { UInt8($0.value) }), "\(format)")
        }
        #expect(
            try await bench.zabscope("draw", "1").text == "Output/drawn/01-one-write-sequence.svg\n"
        )
        #expect(try await bench.zabscope("draw", "1", "-o", "plain").code == 0)
        #expect(
            bench.files == [
                "Output/drawn/01-one-write-sequence.svg", "a.dot", "a.pdf", "a.png", "a.svg",
                "plain",
            ])
        #expect(try bench.text("plain").hasPrefix("<?xml"))
    }

    @Test func `only the steps asked for are drawn`() async throws {
        let drawn = try await bench.zabscope(line: "draw 1 --steps 30...42 -o -")
        #expect(drawn.text.contains("<desc id=\"zs-desc\">Steps 30 to 42 of 68;"))
        let one = try await bench.zabscope(line: "draw 1 --steps 30 -o -")
        #expect(one.text.contains("<desc id=\"zs-desc\">Steps 30 to 30 of 68;"))
        // Whatever stands behind the end is left out without a word.
        let rest = try await bench.zabscope(line: "draw 1 --steps 60...500 -o -")
        #expect(rest.text.contains("<desc id=\"zs-desc\">Steps 60 to 68 of 68;"))
    }

    @Test func `a long run becomes several files`() async throws {
        let drawn = try await bench.zabscope(line: "draw 1 --rows 20 -o part.svg")
        #expect(drawn.code == 0)
        let names = drawn.lines.dropLast().map(String.init)
        #expect(names.count > 1)
        #expect(names == (1...names.count).map { "part-\($0).svg" })
        #expect(bench.files == names.sorted())

        let piped = try await bench.zabscope(line: "draw 1 --rows 20 -o -")
        #expect(
            piped
                == Workbench.Outcome(
                    code: 2, text: "",
                    "zabscope: -o -: the run is long and becomes \(names.count) pictures; --rows 0 "
                        + "makes one of them, --steps A...B draws a part\n"))
        let whole = try await bench.zabscope(line: "draw 1 --rows 0 -o -")
        #expect(whole.code == 0)
        let graphs = try await bench.zabscope(line: "draw 1 --rows 20 --format dot -o -")
        #expect(graphs.lines.filter { $0 == "digraph zabscope {" }.count == names.count)
    }

    @Test func `a run that would flood the folder is not drawn`() async throws {
        let refused = try await bench.zabscope(line: "draw 1 --rows 1 -o part.svg")
        #expect(refused.code == 2)
        #expect(refused.text.isEmpty)
        #expect(refused.complaint.contains("pictures, more than 20; --steps A...B draws a part"))
        #expect(bench.files.isEmpty)
    }

    @Test func `a scenario's trace is drawn as the scenario is`() async throws {
        try bench.write(Story.write, to: "story.zab")
        let ran = try await bench.zabscope(line: "run story.zab --trace run.jsonl")
        #expect(ran.code == 0)
        #expect(ran.text.hasSuffix("; every promise holds.\n"))
        #expect(try await bench.zabscope("check", "run.jsonl").code == 0)
        for kind in Self.kinds {
            let run = try await bench.zabscope(
                line: "draw story.zab --kind \(kind) --format dot -o -")
            let file = try await bench.zabscope(
                line: "draw run.jsonl --kind \(kind) --format dot -o -")
            #expect(run.code == 0)
            #expect(run.text.hasPrefix("digraph zabscope {"))
            #expect(file == run, "\(kind)")
        }
    }

    @Test func `another seed may run otherwise, the same seed never`() async throws {
        try bench.write(Story.write, to: "story.zab")
        for (seed, name) in [(7, "a.jsonl"), (7, "b.jsonl")] {
            let ran = try await bench.zabscope(
                line: "run story.zab --seed \(seed) --trace \(name) -q")
            #expect(ran == Workbench.Outcome(code: 0, text: "", ""))
        }
        #expect(try bench.read("a.jsonl") == bench.read("b.jsonl"))
        #expect(try bench.text("a.jsonl").contains("\"seed\":7"))
    }
}
