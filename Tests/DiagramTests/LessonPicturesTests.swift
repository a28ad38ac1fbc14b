import Diagram
import Foundation
import Lessons
import Picture
import Testing
import Trace

/// Every picture of every lesson, those of its page and those of its whole run.
struct `Pictures of the lessons` {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static let pages = LessonLibrary(folder: root.appending(path: "Lessons").path)?.pages ?? []

    struct Drawn {
        var name: String
        var figure: Figure
    }

    /// As `lesson record` draws them.
    static func pictures(of run: LessonRun) -> [Drawn] {
        zip(run.page.blocks, run.outcomes).compactMap { block, outcome in
            guard case .picture(let picture) = block.content else { return nil }
            guard case .picture(let steps) = outcome, let first = steps.first,
                let last = steps.last,
                let kind = PictureKind(rawValue: picture.kind.rawValue)
            else {
                Issue.record("\(run.page.file):\(block.line): the picture shows nothing")
                return nil
            }
            return Drawn(
                name: picture.fileName(in: run.page.name),
                figure: kind.figure(of: run.recording, window: first...last))
        }
    }

    /// As `draw` draws the whole run, and each step of the states, votes and logs at every tenth step.
    static func wholeRun(_ recording: Recording) -> [Drawn] {
        let sequences = SequencePicture.pages(recording, rows: 60).map {
            Drawn(
                name: "sequence \($0)",
                figure: PictureKind.sequence.figure(of: recording, window: $0))
        }
        let scales = [SequenceOptions.Scale.order, .time].map {
            Drawn(
                name: "sequence by \($0)",
                figure: PictureKind.sequence.figure(
                    of: recording, options: SequenceOptions(scale: $0)))
        }
        let others = [PictureKind.states, .votes, .logs].flatMap { kind in
            [Drawn(name: "\(kind)", figure: kind.figure(of: recording))]
                + stride(from: 1, through: recording.steps.count, by: 10).map {
                    Drawn(
                        name: "\(kind) at \($0)",
                        figure: kind.figure(of: recording, window: $0...$0)
                    )
                }
        }
        return sequences + scales + others
    }

    @Test(arguments: pages) func `no label overlaps anything, and Graphviz has nothing to say`(
        path: String
    ) throws {
        let run = LessonRun(try LessonPage(path: path))
        let pictures = Self.pictures(of: run)
        #expect(!pictures.isEmpty)
        for drawn in pictures + Self.wholeRun(run.recording) {
            let overlaps = drawn.figure.overlaps()
            #expect(overlaps.isEmpty, "\(run.page.name), \(drawn.name)")
            let warnings = try draw(drawn.figure, .svg).warnings
            #expect(warnings == [], "\(run.page.name), \(drawn.name)")
        }
    }

    @Test func `the drawn files are those of the pages' pictures`() throws {
        let expected = try Self.pages.flatMap { path in
            let page = try LessonPage(path: path)
            return page.blocks.compactMap { block -> String? in
                guard case .picture(let picture) = block.content else { return nil }
                return picture.fileName(in: page.name) + ".svg"
            }
        }
        let output = Self.root.appending(path: "Output").path
        let files = try FileManager.default.contentsOfDirectory(atPath: output)
        #expect(files.filter { $0.hasSuffix(".svg") }.sorted() == expected.sorted())
    }
}
