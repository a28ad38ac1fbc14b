import Picture
import Testing
import Trace

struct FigureTests {
    static let stories: [(String, Story)] = [
        ("election", Stories.election()), ("broadcast", Stories.broadcast()),
        ("recovery", Stories.recovery()),
    ]

    @Test(arguments: SequenceOptions.Scale.allCases)
    func `no label of a sequence stands on anything`(scale: SequenceOptions.Scale) {
        for (name, story) in Self.stories {
            let options = SequenceOptions(scale: scale, foldsPings: name != "broadcast")
            let figure = SequencePicture(recording: story.recording, options: options).figure
            #expect(figure.overlaps() == [], "\(name)")
        }
    }

    @Test func `no label of any window stands on anything`() {
        for (name, story) in Self.stories {
            for start in stride(from: 1, to: story.last, by: 3) {
                let window = start...min(start + 12, story.last)
                let figure = SequencePicture(recording: story.recording, window: window).figure
                #expect(figure.overlaps() == [], "\(name) \(window)")
            }
        }
    }

    @Test func `no label of the other pictures stands on anything at any step`() {
        for (name, story) in Self.stories {
            for end in stride(from: 1, through: story.last, by: 4) {
                let recording = story.recording
                for figure in [
                    StatesPicture(recording: recording, window: 1...end).figure,
                    StatesPicture(recording: recording, window: 1...end, server: "s2").figure,
                    VotesPicture(recording: recording, window: 1...end).figure,
                    LogsPicture(recording: recording, window: 1...end).figure,
                ] {
                    #expect(figure.overlaps() == [], "\(name) \(end): \(figure.title)")
                }
            }
        }
    }

    @Test func `overlaps are found`() {
        func label(_ text: String, _ x: Double, _ y: Double) -> Label {
            Label(Text(text), at: Point(x, y))
        }
        var figure = Figure(width: 200, height: 200)
        figure.labels = [label("one", 50, 50), label("two", 55, 54), label("far", 150, 150)]
        figure.boxes = [Box(Rect(center: Point(150, 150), width: 8, height: 80), .bar)]
        figure.marks = [Mark(.circle, at: Point(50, 50), size: 8, colour: .black)]
        figure.lines = [
            Line([Point(10, 100), Point(100, 100)], head: .filled, label: label("tip", 96, 100)),
            Line([Point(10, 20), Point(100, 20)], label: label("edge", 2, 30)),
        ]
        #expect(
            Set(figure.overlaps().map(\.pair)) == [
                .labelOnLabel, .labelOnBar, .labelOnMark, .labelOnArrowhead, .labelOutside,
            ])
        #expect(figure.overlaps().filter { $0.pair == .labelOnLabel }.map(\.other) == ["two"])
    }

    @Test func `texts that only touch do not overlap`() {
        let text = Text("abc")
        var figure = Figure(width: 200, height: 100)
        figure.labels = [
            Label(text, at: Point(50, 50)), Label(text, at: Point(50 + text.width, 50)),
            Label(text, at: Point(50, 50 + text.height)),
        ]
        #expect(figure.overlaps() == [])
    }

    @Test func `the width of a text is that of its longest line in letters`() {
        #expect(Text("äöü→✓", size: 10).width == Text("abcde", size: 10).width)
        #expect(Text("ab\nabcd", size: 10).width == Text("abcd", size: 10).width)
        #expect(Text("ab\nabcd", size: 10).height == 2 * Text("abcd", size: 10).height)
    }

    @Test func `the same recording gives the same figure`() {
        let first = SequencePicture(recording: Stories.recovery().recording)
        #expect(first == SequencePicture(recording: Stories.recovery().recording))
    }

    @Test func `the picture in words tells the decisions, commands and losses`() {
        let figure = SequencePicture(recording: Stories.recovery().recording, window: 46...62)
            .figure
        #expect(
            figure.alt == """
                Steps 46 to 62 of 76; lanes c1 s1 s2 s3. Step 50: partition s2 | s1 s3. \
                Step 58: s3 commit 1:2 · ACK 2/3. Step 62: s2 crash. \
                12 messages, 2 of them lost.
                """)
    }
}
