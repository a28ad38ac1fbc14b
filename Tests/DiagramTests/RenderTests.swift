import Diagram
import Foundation
import Picture
import Testing

struct RenderTests {
    @Test func `every kind of every story is drawn in every format without a complaint`() throws {
        for (name, story) in [
            ("election", Stories.election()), ("broadcast", Stories.broadcast()),
            ("recovery", Stories.recovery()),
        ] {
            let recording = story.recording
            for (kind, figure) in [
                ("sequence", SequencePicture(recording: recording).figure),
                ("window", SequencePicture(recording: recording, window: 20...50).figure),
                ("states", StatesPicture(recording: recording).figure),
                ("votes", VotesPicture(recording: recording, window: 1...9).figure),
                ("logs", LogsPicture(recording: recording, window: 1...55).figure),
            ] {
                #expect(figure.overlaps() == [], "\(name) \(kind)")
                for format in Format.allCases {
                    let drawing = try draw(figure, format)
                    #expect(drawing.warnings == [], "\(name) \(kind)")
                    #expect(!drawing.bytes.isEmpty)
                    if let folder = ProcessInfo.processInfo.environment["ZABSCOPE_LOOK"] {
                        let file = "\(name)-\(kind).\(format.rawValue)"
                        try Data(drawing.bytes).write(
                            to: URL(filePath: folder).appending(path: file))
                    }
                }
            }
        }
    }
}
