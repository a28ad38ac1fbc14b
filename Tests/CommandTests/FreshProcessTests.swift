import Foundation
import Testing

/// What is made from a lesson's trace file, reread in a fresh process, equals what the run itself makes.
@Suite(.serialized) struct `A trace reread` {
    private let bench: Workbench
    init() throws { bench = try Workbench() }

    @Test(arguments: Workbench.lessonNames) func `gives the lesson's pictures, text and checks`(
        lesson: String
    ) async throws {
        let ran = try await bench.zabscope(line: "run \(lesson) --trace run.jsonl --show all")
        #expect(ran.complaint == "")
        let pictures = `Drawing`.kinds.map { "--kind \($0)" } + ["--steps 20...50"]
        for picture in pictures {
            let rest = "\(picture) --format dot -o -"
            let run = try await bench.zabscope(line: "draw \(lesson) \(rest)")
            #expect(run.code == 0)
            #expect(run.text.hasPrefix("digraph zabscope {"))
            #expect(try await bench.zabscope(line: "draw run.jsonl \(rest)") == run, "\(picture)")
        }
        let shown = try await bench.zabscope("show", "run.jsonl", "all")
        #expect(shown.code == 0)
        #expect(shown.lines.count > 20)
        #expect(ran.text.hasPrefix(shown.text))
        #expect(try await bench.zabscope("show", lesson, "all") == shown)

        // Behind the steps the run says what broke, or that nothing did.
        let verdict = String(ran.text.dropFirst(shown.text.count))
        let check = try await bench.zabscope("check", "run.jsonl")
        #expect(check.code == ran.code)
        if check.code == 0 {
            #expect(verdict.hasSuffix("every promise holds.\n"))
            #expect(check.text.hasSuffix("all hold.\n"))
        } else {
            #expect(check.text == verdict + "Look at it: zabscope learn run.jsonl\n")
        }

        // The page adds prose and questions and leaves its set-up out; the sentences are the same.
        let told = try await bench.zabscope("learn", lesson, "--linear")
        let reread = try await bench.zabscope("learn", "run.jsonl", "--linear")
        let sentences = told.lines.filter { $0.hasPrefix("Step ") }
        #expect(sentences.count > 8)
        let known = Set(sentences)
        #expect(reread.lines.filter(known.contains) == sentences)
    }
}
