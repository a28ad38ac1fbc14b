import Diagram
import Picture
import Simulator
import Trace
import Zab
import Znodes

/// From trace to DOT is ours, from DOT to SVG is libgvc's: the first should be at most 0.3 of the second.
enum PictureBench {
    static func run() throws {
        let recording = recording(messages: 1_000)
        for count in [40, 200, 1_000] {
            let window = window(of: recording, messages: count)
            let runs = count > 500 ? 5 : 15
            var dot = 0
            let own = Stopwatch.median(of: runs) {
                dot = PictureKind.sequence.figure(of: recording, window: window).dot.utf8.count
            }
            let figure = PictureKind.sequence.figure(of: recording, window: window)
            let text = Stopwatch.median(of: runs) { dot = figure.dot.utf8.count }
            let drawn = try Stopwatch.median(of: runs) { _ = try render(figure, .svg) }
            let graphviz = drawn - text
            Figures.row(
                "picture of \(count) messages",
                [
                    ("trace to DOT", Figures.text(own * 1_000, 2) + " ms"),
                    ("libgvc", Figures.text(graphviz * 1_000, 2) + " ms"),
                    ("ratio", Figures.text(own / graphviz, 2)),
                    ("DOT", "\(dot / 1_024) KiB"),
                ])
        }
        let page = SequencePicture.pages(recording, rows: 40)[1]
        let redraw = try Stopwatch.median(of: 15) {
            let figure = PictureKind.sequence.figure(of: recording, window: page)
            _ = try render(figure, .svg)
        }
        Figures.row("40 rows drawn again", [("SVG", Figures.text(redraw * 1_000, 1) + " ms")])
    }

    /// Three servers, and a client that writes until so many messages have travelled.
    private static func recording(messages: Int) -> Recording {
        var world = World(voters: 3)
        var steps: [Step] = []
        world.order(.start([.all]))
        steps += world.run(for: .seconds(1))
        world.order(.connect(1, to: [.server(ServerID(1))]))
        steps += world.run(for: .seconds(1))
        var number = 0
        while steps.lazy.map(\.receivedMessages).reduce(0, +) < messages {
            number += 1
            let path = ZnodePath("/node\(number)")
            world.order(.call(1, .create(CreateRequest(path, data: [1]))))
            steps += world.run(for: .milliseconds(200))
        }
        return Recording(header: world.header(title: "bench"), steps: steps)
    }

    private static func window(of recording: Recording, messages: Int) -> ClosedRange<Int> {
        var seen = 0
        for step in recording.steps {
            seen += step.receivedMessages
            if seen >= messages { return 1...step.n }
        }
        return 1...recording.steps.count
    }
}

extension Step {
    fileprivate var receivedMessages: Int {
        if case .receive(let message) = input, message.kind != .ping { 1 } else { 0 }
    }
}
