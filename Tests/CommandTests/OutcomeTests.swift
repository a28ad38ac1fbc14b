import Foundation
import Testing

/// What scripts go by: 0 when all is well, 1 when something broke.
@Suite(.serialized) struct `Outcomes` {
    private let bench: Workbench
    init() throws { bench = try Workbench() }

    @Test func `an expectation that fails is told with its place`() async throws {
        try bench.write(Story.failing, to: "failing.zab")
        let outcome = try await bench.zabscope("run", "failing.zab", "-q")
        #expect(outcome.code == 1)
        #expect(outcome.text == "")
        #expect(outcome.complaint.hasPrefix("zabscope: failing.zab:4:1: this is not true: "))
        #expect(outcome.complaint.contains("s3 leading"))
    }

    @Test func `what happened before an expectation failed is kept`() async throws {
        try bench.write(Story.failing, to: "failing.zab")
        let outcome = try await bench.zabscope(line: "run failing.zab --trace run.jsonl -q")
        #expect(outcome.code == 1)
        let check = try await bench.zabscope("check", "run.jsonl")
        #expect(check.code == 0)
        #expect(check.text.hasSuffix(" promises checked: all hold.\n"))
    }

    @Test func `a broken promise is 1, with the step that broke it`() async throws {
        let ran = try await bench.zabscope(
            line: "run 26-acknowledge-too-early --trace run.jsonl -q")
        #expect(ran.code == 1)
        #expect(ran.complaint == "")
        let check = try await bench.zabscope("check", "run.jsonl")
        #expect(check.code == 1)
        #expect(check.text == ran.text + "Look at it: zabscope learn run.jsonl\n")
        #expect(check.text.contains(": S15 AckImpliesDurable is broken: "))
        #expect(check.text.contains(": G6 Durability is broken: "))
        let quiet = try await bench.zabscope("check", "run.jsonl", "--quiet")
        #expect(quiet == Workbench.Outcome(code: 1, text: "", ""))
    }

    @Test func `three seeds of the swarm hold`() async throws {
        let outcome = try await bench.zabscope("swarm", "--seeds", "3")
        #expect(outcome.code == 0)
        #expect(outcome.text.hasPrefix("3 seeds in "))
        #expect(outcome.text.hasSuffix(": every promise holds.\n"))
        #expect(outcome.complaint == "")
    }

    @Test func `the swarm catches a broken rule, and writes a trace that shows it`() async throws {
        let outcome = try await bench.zabscope(
            line: "swarm --seeds 100 --without ack-after-flush --no-shrink -o broken.jsonl")
        #expect(outcome.code == 1)
        #expect(outcome.text.hasSuffix("Look at it: zabscope learn broken.jsonl\n"))
        let check = try await bench.zabscope("check", "broken.jsonl")
        #expect(check.code == 1)
        #expect(check.text.contains(" is broken: "))
    }

    @Test func `a new lesson is good, and nothing is overwritten`() async throws {
        let made = try await bench.zabscope("lesson", "new", "mine.md")
        #expect(
            made
                == Workbench.Outcome(
                    code: 0, text: "Wrote mine.md. Next: zabscope lesson check mine.md\n", ""))
        #expect(
            try await bench.zabscope("lesson", "check", "mine.md")
                == Workbench.Outcome(code: 0, text: "mine.md: good\n", ""))
        let page = try bench.read("mine.md")
        #expect(
            try await bench.zabscope("lesson", "new", "mine.md")
                == Workbench.Outcome(
                    code: 2, text: "", "zabscope: mine.md is there already; nothing was written\n"))
        #expect(try bench.read("mine.md") == page)
    }

    @Test func `a page that is not true is 1, until it is recorded`() async throws {
        _ = try await bench.zabscope("lesson", "new", "mine.md")
        let page = try bench.text("mine.md")
        try bench.write(page.replacing("now leading", with: "now lending"), to: "mine.md")
        let check = try await bench.zabscope("lesson", "check", "mine.md")
        #expect(check.code == 1)
        #expect(check.text.hasPrefix("mine.md:"))
        #expect(check.text.contains("now leading"))

        let record = "lesson record mine.md --output pictures"
        let rewritten = try await bench.zabscope(line: record)
        #expect(
            rewritten
                == Workbench.Outcome(
                    code: 1, text: "mine.md: traces rewritten\n  pictures/mine-1.svg\n", ""))
        let unchanged = try await bench.zabscope(line: record)
        #expect(
            unchanged
                == Workbench.Outcome(
                    code: 0, text: "mine.md: unchanged\n  pictures/mine-1.svg\n", ""))
        #expect(try bench.text("mine.md") == page)
        #expect(bench.files == ["mine.md", "pictures/mine-1.svg"])
    }

    @Test func `the lessons are listed`() async throws {
        let list = try await bench.zabscope("lessons")
        #expect(list.code == 0)
        let names = list.lines.dropLast().map { $0.split(separator: " ").first.map(String.init) }
        #expect(names == Workbench.lessonNames)
    }

    @Test func `without a terminal the first lesson is told, and drawn`() async throws {
        let told = try await bench.zabscope("learn")
        #expect(told.code == 0)
        #expect(told.complaint == "")
        let picture = "Output/drawn/01-one-write-sequence.svg"
        let lesson = try await bench.zabscope("learn", "01-one-write", "--linear")
        #expect(lesson.text.contains("\nQuestion 1. "))
        let hint = "The others: zabscope lessons lists them, zabscope learn 2 tells one."
        #expect(told.text == lesson.text + picture + "\n\n\(hint)\n")
        #expect(bench.files == [picture])
        #expect(try bench.text(picture).hasPrefix("<?xml"))
    }
}
