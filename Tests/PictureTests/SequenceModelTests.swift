import Picture
import Testing
import Trace

struct SequenceModelTests {
    @Test func `hand-made stories can be drawn without an overlap`() {
        for story in [Stories.election(), Stories.broadcast(), Stories.recovery()] {
            let picture = SequencePicture(recording: story.recording)
            #expect(picture.figure.overlaps() == [])
        }
    }
}
