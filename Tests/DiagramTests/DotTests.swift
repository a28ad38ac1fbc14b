import Diagram
import Picture
import Testing
import Trace
import Zab

struct DotTests {
    @Test func `every element has its place, counted upwards from the bottom left`() {
        var figure = Figure(width: 100, height: 60, title: "A write")
        figure.boxes = [
            Box(Rect(left: 0, top: 20, right: 100, bottom: 60), .ground, fill: .paleGreen),
            Box(
                Rect(left: 16, top: 20, right: 24, bottom: 60), .bar, fill: .blue, line: .ink,
                lineWidth: 0.4, identity: Identity("", "bar leading", "s1: leading")),
        ]
        figure.marks = [
            Mark(
                .filledSquare, at: Point(20, 40), size: 8, colour: .black,
                label: Label(Text("durable 1:1"), at: Point(60, 40)))
        ]
        figure.labels = [Label(Text("12", size: 7, colour: .grey), at: Point(5, 40))]
        figure.lines = [
            Line(
                [Point(25, 30), Point(85, 30)], tail: .dot, head: .filled,
                label: Label(Text("ACK 1:1"), at: Point(50, 25)),
                identity: Identity("m3-s1-s2", "message ACK"))
        ]
        #expect(
            figure.dot == #"""
                digraph zabscope {
                  graph [splines=line, outputorder=edgesfirst, bgcolor=white, pad=0.05, fontname="DejaVu Sans Mono", tooltip="A write", _background="c 7 -#EEF7F3 C 7 -#EEF7F3 P 4 0 40 100 40 100 0 0 0"];
                  node [shape=box, fixedsize=true, label="", margin=0, fontname="DejaVu Sans Mono", fontsize=9];
                  edge [dir=both, arrowsize=0.7, arrowtail=none, arrowhead=none, color="#333333", fontname="DejaVu Sans Mono", fontsize=9];
                  a [style=invis, shape=point, width=0, pos="0,60"];
                  b [style=invis, shape=point, width=0, pos="100,0"];
                  n1 [pos="20,20", width=0.111, height=0.556, style="filled", fillcolor="#0072B2", color="#333333", penwidth=0.4, class="bar leading", tooltip="s1: leading"];
                  n2 [pos="20,20", width=0.111, height=0.111, style=filled, fillcolor="#000000", xlabel="durable 1:1", fontcolor="#333333", xlp="60,20"];
                  node [shape=plain, fixedsize=false];
                  n3 [pos="5,20", label="12", fontsize=7, fontcolor="#6B6B6B"];
                  a -> b [pos="s,25,30 e,85,30 30.6,30 46.4,30 62.2,30 78,30", arrowtail=dot, arrowhead=normal, label="ACK 1:1", fontcolor="#333333", lp="50,35", id="m3-s1-s2", class="message ACK"];
                }

                """#)
    }

    @Test func `data cannot break out of the text`() throws {
        let rude = #"say "hi" \N \l <b>&amp;</b> ]; }"# + "\u{1}\u{7F}"
        var figure = Figure(width: 400, height: 60, title: rude, alt: rude)
        for (index, isBold) in [false, true].enumerated() {
            figure.labels.append(
                Label(Text(rude, isBold: isBold), at: Point(200, 10 + Double(index) * 20)))
        }
        figure.lines = [
            Line(
                [Point(0, 50), Point(400, 50)], label: Label(Text(rude), at: Point(200, 40)),
                identity: Identity("id", "class", rude))
        ]
        let drawing = try draw(figure, .svg)
        #expect(drawing.warnings == [])
        let svg = String(decoding: drawing.bytes, as: UTF8.self)
        let shown = "&lt;b&gt;&amp;amp;&lt;/b&gt;"
        #expect(svg.components(separated: shown) >= 4)
        #expect(!svg.contains("<b>"))
    }
}

extension String {
    /// How often `part` occurs.
    func components(separated part: String) -> Int {
        var count = 0
        var rest = self[...]
        while let range = rest.firstRange(of: part) {
            count += 1
            rest = rest[range.upperBound...]
        }
        return count
    }
}
