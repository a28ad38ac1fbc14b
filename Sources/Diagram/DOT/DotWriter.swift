public import Picture

extension Figure {
    /// The figure in the DOT language, every coordinate given. Draw it with `neato -n2`.
    public var dot: String { String(decoding: dotBytes(), as: UTF8.self) }

    func dotBytes(dpi: Double? = nil) -> [UInt8] {
        var writer = DotWriter(height: height)
        writer.write(self, dpi: dpi)
        return writer.bytes
    }
}

/// Writes DOT as bytes; numbers in tenths of a point, so that the text is the same on every machine.
///
/// Only what Graphviz 2.42 and 14 both understand is used. Edges hang on two invisible corner nodes: their
/// own coordinates say where they run, and the corners keep the canvas the same from frame to frame.
struct DotWriter {
    var bytes: [UInt8] = []
    let height: Double
    var count = 0

    init(height: Double) {
        self.height = height
        bytes.reserveCapacity(64 * 1024)
    }

    mutating func write(_ figure: Figure, dpi: Double?) {
        put("digraph zabscope {\n")
        put("  graph [splines=line, outputorder=edgesfirst, bgcolor=white, pad=0.05")
        if let dpi {
            put(", dpi=")
            number(dpi)
        }
        put(", fontname=\"DejaVu Sans Mono\", tooltip=")
        quote(figure.title)
        background(figure)
        put("];\n")
        put("  node [shape=box, fixedsize=true, label=\"\", margin=0, ")
        put("fontname=\"DejaVu Sans Mono\", fontsize=9];\n")
        put("  edge [dir=both, arrowsize=0.7, arrowtail=none, arrowhead=none, ")
        put("color=\"#333333\", fontname=\"DejaVu Sans Mono\", fontsize=9];\n")
        corner("a", Point(0, 0))
        corner("b", Point(figure.width, figure.height))
        for box in figure.boxes where !Self.isBackground(box) { write(box) }
        for mark in figure.marks { write(mark) }
        put("  node [shape=plain, fixedsize=false];\n")
        for label in figure.labels { write(label) }
        for mark in figure.marks { if let label = mark.label, label.plate != nil { write(label) } }
        for line in figure.lines { if let label = line.label, label.plate != nil { write(label) } }
        for line in figure.lines { write(line) }
        put("}\n")
    }

    /// Ground without a frame or text goes behind the lines, where nodes cannot.
    private static func isBackground(_ box: Box) -> Bool {
        box.role == .ground && box.text == nil && box.line == nil && box.fill != nil
    }

    /// The ground as xdot operations: a fill colour and a rectangle each.
    private mutating func background(_ figure: Figure) {
        var isFirst = true
        for box in figure.boxes where Self.isBackground(box) {
            guard let fill = box.fill else { continue }
            put(isFirst ? ", _background=\"" : " ")
            isFirst = false
            for pen: StaticString in ["c 7 -", " C 7 -"] {
                put(pen)
                put(fill.hex)
            }
            put(" P 4")
            let rect = box.rect
            for (x, y) in [
                (rect.left, rect.top), (rect.right, rect.top), (rect.right, rect.bottom),
                (rect.left, rect.bottom),
            ] {
                put(" ")
                number(x)
                put(" ")
                number(height - y)
            }
        }
        if !isFirst { put("\"") }
    }

    private mutating func corner(_ name: StaticString, _ point: Point) {
        put("  ")
        put(name)
        put(" [style=invis, shape=point, width=0, pos=\"")
        place(point)
        put("\"];\n")
    }

    // MARK: Elements

    private mutating func write(_ box: Box) {
        begin("pos", box.rect.center)
        if box.fill != nil || box.line != nil { size(box.rect.width, box.rect.height) }
        if box.fill == nil && box.line == nil {
            put(", shape=plain, fixedsize=false")
        } else {
            let dash: StaticString =
                switch box.stroke {
                case .solid: ""
                case .dashed: ",dashed"
                case .dotted: ",dotted"
                }
            put(box.fill == nil ? ", style=\"solid" : ", style=\"filled")
            if box.isRounded { put(",rounded") }
            put(dash)
            put("\"")
            if let fill = box.fill { colour(", fillcolor=", fill) }
            if let line = box.line {
                colour(", color=", line)
                put(", penwidth=")
                number(box.lineWidth)
            } else {
                put(", penwidth=0")
            }
        }
        if let text = box.text { font(text) }
        end(box.identity)
    }

    private mutating func write(_ mark: Mark) {
        begin("pos", mark.center)
        let size = mark.size
        switch mark.shape {
        case .square:
            self.size(size, size)
            put(", style=filled, fillcolor=white")
        case .filledSquare:
            self.size(size, size)
            put(", style=filled")
            colour(", fillcolor=", mark.colour)
        case .circle, .token:
            self.size(size, size)
            put(", shape=circle, style=filled, fillcolor=white")
        case .filledCircle:
            self.size(size, size)
            put(", shape=circle, style=filled")
            colour(", fillcolor=", mark.colour)
        case .diamond:
            self.size(size, size)
            put(", shape=diamond, style=filled, fillcolor=white")
        case .ring:
            self.size(size, size)
            put(", shape=circle, style=filled, fillcolor=white, penwidth=2")
        case .cross:
            self.size(14, 14)
            put(", shape=none, label=\"✕\", fontsize=13")
            colour(", fontcolor=", mark.colour)
        case .bar:
            self.size(size, 4)
            put(", style=filled")
            colour(", fillcolor=", mark.colour)
        }
        if mark.shape != .cross && mark.colour != .black { colour(", color=", mark.colour) }
        if let label = mark.label, label.plate == nil {
            if mark.shape == .token {
                font(label.text)
            } else {
                font(label.text, "xlabel")
                put(", xlp=\"")
                place(label.center)
                put("\"")
            }
        }
        end(mark.identity)
    }

    private mutating func write(_ label: Label) {
        begin("pos", label.center)
        if let plate = label.plate { colour(", style=filled, fillcolor=", plate) }
        font(label.text)
        end(nil)
    }

    private mutating func write(_ line: Line) {
        let points = line.points
        guard let first = points.first, let last = points.last, points.count > 1 else { return }
        put("  a -> b [pos=\"")
        var base = first
        var neck = last
        let next = points[1]
        let before = points[points.count - 2]
        if line.tail == .dot {
            put("s,")
            place(base)
            put(" ")
            base = Self.step(from: first, to: next, by: 5.6)
        }
        if line.head != .none {
            put("e,")
            place(neck)
            put(" ")
            neck = Self.step(from: last, to: before, by: line.head == .dot ? 5.6 : Line.headLength)
        }
        place(base)
        if points.count == 2 {
            put(" ")
            place(base.toward(neck, 1 / 3))
            put(" ")
            place(base.toward(neck, 2 / 3))
        } else {
            for point in points[1..<(points.count - 1)] {
                put(" ")
                place(point)
            }
        }
        put(" ")
        place(neck)
        put("\"")
        if line.tail == .dot { put(", arrowtail=dot") }
        switch line.head {
        case .none: break
        case .dot: put(", arrowhead=dot")
        case .filled: put(", arrowhead=normal")
        case .hollow: put(", arrowhead=onormal")
        }
        switch line.stroke {
        case .solid: break
        case .dashed: put(", style=dashed")
        case .dotted: put(", style=dotted")
        }
        if line.width != 1 {
            put(", penwidth=")
            number(line.width)
        }
        if line.colour != .ink { colour(", color=", line.colour) }
        if let label = line.label, label.plate == nil {
            font(label.text)
            put(", lp=\"")
            place(label.center)
            put("\"")
        }
        end(line.identity)
    }

    private static func step(from: Point, to: Point, by distance: Double) -> Point {
        let (x, y) = (to.x - from.x, to.y - from.y)
        let length = max((x * x + y * y).squareRoot(), 0.001)
        return from.toward(to, min(distance / length, 0.9))
    }
}
