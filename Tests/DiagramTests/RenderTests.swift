import Diagram
import Foundation
import Picture
import Testing

struct RenderTests {
    @Test func `every format of every story is drawn without a complaint`() throws {
        for (name, story) in [
            ("election", Stories.election()), ("broadcast", Stories.broadcast()),
            ("recovery", Stories.recovery()),
        ] {
            let figure = SequencePicture(recording: story.recording).figure
            for format in Format.allCases {
                let drawing = try draw(figure, format)
                #expect(drawing.warnings == [])
                #expect(!drawing.bytes.isEmpty)
                if let folder = ProcessInfo.processInfo.environment["ZABSCOPE_LOOK"] {
                    try Data(drawing.bytes).write(
                        to: URL(filePath: folder).appending(path: "\(name).\(format.rawValue)"))
                }
            }
        }
    }
}
