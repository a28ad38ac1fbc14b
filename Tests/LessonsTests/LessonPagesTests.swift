import Foundation
import Lessons
import Properties
import Scenario
import Testing
import Trace

/// The repository's own pages: each is a golden test.
@Suite struct `Our lessons` {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Lessons")

    static let pages: [String] = {
        let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        return (files ?? []).filter { $0.first?.isNumber == true && $0.hasSuffix(".md") }.sorted()
    }()

    private static func page(_ name: String) throws -> LessonPage {
        try LessonPage(path: folder.appending(path: name).path)
    }

    @Test func `the eight pages of the first issue are there`() {
        let names = [
            "01-one-write", "02-ack-means-on-disk", "04-first-election", "05-newest-history-wins",
            "07-leader-in-the-minority", "10-catching-up", "12-the-deposed-leaders-tail",
            "26-acknowledge-too-early",
        ]
        #expect(names.filter { !Self.pages.contains($0 + ".md") } == [])
    }

    /// With RECORD=1 in the environment the pages are rewritten; that fails the test, so that a green run
    /// never recorded.
    @Test(arguments: pages) func `runs as it says, and rereads as it ran`(name: String) throws {
        let run = LessonRun(try Self.page(name))
        #expect(run.errors.map(\.description) == [])
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            if try run.record() { Issue.record("\(name) has been rewritten") }
        } else {
            #expect(run.differences.map(\.description) == [])
        }

        // What the page shows, made again from the trace as it is written to a file.
        let recording = run.recording
        let reread = try Recording(text: recording.jsonLines)
        #expect(reread == recording)
        for (block, outcome) in zip(run.page.blocks, run.outcomes) {
            guard case .trace(let trace) = block.content,
                case .trace(let lines, let steps) = outcome,
                let first = steps.first, let last = steps.last
            else { continue }
            let excerpt = Excerpt(reread, steps: first..<(last + 1))
            #expect(excerpt.lines(of: steps, trace.filter) == lines)
        }
    }

    @Test(arguments: pages) func `breaks a promise of Zab only where a rule is off`(
        name: String
    ) throws {
        let recording = LessonRun(try Self.page(name)).recording
        let violations = Checker.check(recording)
        #expect(violations.isEmpty == recording.header.off.isEmpty, "\(violations)")
    }

    @Test(arguments: pages) func `keeps the promises of the curriculum`(name: String) throws {
        let page = try Self.page(name)
        #expect(page.predictions.count >= 2)
        #expect(page.predictions.allSatisfy { $0.elsewhere != nil })
        #expect(!page.experiments.isEmpty)
        #expect(page.experiments.allSatisfy { !$0.hints.isEmpty })
        #expect(!page.pictures.isEmpty)
        #expect((5...10).contains(page.front.minutes))
        #expect(!page.front.insight.isEmpty && !page.front.misconception.isEmpty)
        #expect(!page.front.sources.isEmpty)
        #expect(page.text.contains("## In real ZooKeeper"))
        #expect(page.text.contains("**What would Raft do?**"))
        let known = Self.pages.map { String($0.dropLast(3)) }
        #expect(page.front.needs.filter { !known.contains($0) } == [])
    }

    @Test(arguments: pages) func `links only to what is there`(name: String) throws {
        let text = try Self.page(name).text
        for match in text.matches(of: /\]\(([^)#]+\.md)\)/) {
            let path = Self.folder.appending(path: String(match.1)).path
            #expect(FileManager.default.fileExists(atPath: path), "\(match.1)")
        }
    }

    @Test func `the page on writing names everything that a page may hold`() throws {
        let page = try String(
            contentsOf: Self.folder.appending(path: "WRITING.md"), encoding: .utf8)
        let kinds = ["scenario", "trace", "note", "predict", "try", "picture"]
        #expect(kinds.filter { !page.contains("\n### \($0)\n") } == [])
        let words =
            TraceFilter.words + PictureBlock.Kind.allCases.map(\.rawValue)
            + ["since P", "until Q", "where R", "at: P"]
        #expect(words.filter { !page.contains("`\($0)`") } == [])
        #expect(FrontMatter.keys.filter { !page.contains("\n\($0):") } == [])
    }

    @Test func `what a page shows does not depend on the run before it`() throws {
        let page = try Self.page("01-one-write.md")
        #expect(LessonRun(page).recording == LessonRun(page).recording)
    }
}
