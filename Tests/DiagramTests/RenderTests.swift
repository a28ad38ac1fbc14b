import Diagram
import Picture
import Testing
import Trace
import Zab

struct RenderTests {
    /// A server appends, sends, and the message is lost; with a title.
    static func figure(steps: Int = 1) -> Figure {
        let servers: [Header.Member] = [
            Header.Member(lane: "s1", votes: true), Header.Member(lane: "s2", votes: true),
        ]
        var recording = Recording(header: Header(servers: servers, title: "One & only"))
        for n in 1...steps {
            let message = MessageRecord(
                id: "s1.1-s2.1#1/\(n)", kind: .proposal, from: "s1", to: "s2",
                zxid: Zxid(epoch: 1, counter: UInt32(n)))
            recording.steps.append(
                Step(
                    n: n, t: Int64(n), at: "s1", life: 1, input: .timer(name: "x"),
                    effects: [.send(message: message)]))
        }
        return SequencePicture(recording: recording).figure
    }

    @Test func `each format begins as it must`() throws {
        let figure = Self.figure()
        #expect(try render(figure, .png).starts(with: [0x89, 0x50, 0x4E, 0x47]))
        #expect(try render(figure, .pdf).starts(with: "%PDF".utf8))
        #expect(try render(figure, .dot) == Array(figure.dot.utf8))
        let svg = String(decoding: try render(figure, .svg), as: UTF8.self)
        #expect(svg.contains("<svg role=\"img\""))
        #expect(svg.contains("<title id=\"zs-title\">One &amp; only</title>"))
        #expect(svg.contains("<desc id=\"zs-desc\">Steps 1 to 1 of 1; lanes s1 s2."))
        #expect(svg.contains("id=\"m1_s1_s2\" class=\"edge message PROPOSAL flying\""))
    }

    @Test func `drawing from many tasks at once is safe`() async throws {
        let figure = Self.figure(steps: 5)
        let expected = try render(figure, .svg)
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<24 {
                group.addTask { (try? render(figure, .svg)) == expected }
            }
            for await isEqual in group { #expect(isEqual) }
        }
    }

    @Test func `a high picture becomes a smaller PNG, and says so`() throws {
        var figure = Self.figure()
        figure.height = 30_000
        figure.width = 20
        let drawing = try draw(figure, .png)
        #expect(
            drawing.warnings == [
                "drawn at 80 % of its size: a PNG has at most 32000 pixels a side"
            ])
    }

    @Test func `a PNG that nobody could read is refused, while SVG is not`() throws {
        var figure = Self.figure()
        figure.height = 60_000
        let error = #expect(throws: DiagramError.self) { try render(figure, .png) }
        #expect(
            error?.description.hasSuffix(
                "draw fewer steps (--steps A...B), or draw it as SVG or PDF") == true)
        #expect(!(try render(figure, .svg)).isEmpty)
    }

    @Test func `what Graphviz cannot read is a typed error with its own words`() throws {
        #expect(throws: DiagramError.self) { try renderDOT("digraph { a [label=\"unclosed }") }
        #expect(throws: DiagramError.self) { try renderDOT("digraph { a }") }
        let error = #expect(throws: DiagramError.self) { try renderDOT("digraph { a -> }") }
        #expect(error?.description.contains("syntax error") == true)
        // An error leaves nothing behind that would spoil the next drawing.
        #expect(try draw(Self.figure(), .svg).warnings == [])
    }
}
