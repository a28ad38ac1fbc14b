import Trace

/// Draws the chart with what has happened in it.
struct StatesDrawing {
    let chart: StateChart
    let walk: StateWalk
    let title: String?

    func figure() -> Figure {
        var figure = Figure(
            width: StateChartLayout.width(chart), height: StateChartLayout.height,
            title: (title.map { $0 + ": " } ?? "") + "states after step \(walk.end)", alt: alt)
        for node in chart.nodes { draw(node, in: &figure) }
        for role in chart.roles { name(role, in: &figure) }
        for edge in chart.edges { draw(edge, in: &figure) }
        // A way that the chart does not foresee is still shown.
        for way in walk.taken
        where !chart.edges.contains(where: { $0.from == way.from && $0.to == way.to }) {
            let (from, to) = (
                StateChartLayout.rect(way.from, chart), StateChartLayout.rect(way.to, chart)
            )
            figure.lines.append(
                Line(
                    [Point(from.left + 20, from.center.y), Point(to.left + 20, to.center.y)],
                    head: .filled, width: 1.4, colour: .vermillion,
                    identity: Identity("", "way", "step \(way.steps[0])")))
        }
        return figure
    }

    private func draw(_ node: StateChart.Node, in figure: inout Figure) {
        let rect = StateChartLayout.rect(node, chart)
        let here = walk.now.filter { $0.node == node }.map(\.lane)
        let role: Role =
            switch node {
            case .down: .down
            case .looking: .looking
            case .role(let role, _): role
            }
        let edge = role == .down || role == .looking ? Colour.grey : SequenceStyle.fill(role)
        figure.boxes.append(
            Box(
                rect, .panel, fill: here.isEmpty ? .white : Self.tint(role),
                line: here.isEmpty ? .silver : edge, lineWidth: here.isEmpty ? 1 : 3,
                isRounded: true,
                identity: Identity("state-" + node.id, here.isEmpty ? "state" : "state now")))
        let text = Text(node.name, size: 9, isBold: !here.isEmpty)
        figure.boxes.append(
            inner(text, at: Point(rect.center.x, rect.top + 12)))
        guard !here.isEmpty else { return }
        let now = Text("now", size: 7.5, colour: .black, isBold: true)
        figure.boxes.append(inner(now, at: Point(rect.right - 18, rect.top + 12)))
        let pitch = 23.0
        for (index, lane) in here.enumerated() {
            let shift = (Double(index) - Double(here.count - 1) / 2) * pitch
            let place = Point(rect.center.x + shift, rect.bottom - 15)
            figure.marks.append(
                Mark(
                    .token, at: place, size: 20, colour: .black,
                    label: Label(Text(lane.name, size: 8), at: place),
                    identity: Identity("token-" + lane.name, "token", "\(lane) is here")))
        }
    }

    /// Text that belongs to the box it stands in.
    private func inner(_ text: Text, at center: Point) -> Box {
        Box(Rect(center: center, width: text.width, height: text.height), .ground, text: text)
    }

    private static func tint(_ role: Role) -> Colour {
        switch role {
        case .leading: "#D6E8F5"
        case .following: "#FBECC9"
        case .observing: "#F5E4ED"
        case .looking, .down: .mist
        }
    }

    private func name(_ role: Role, in figure: inout Figure) {
        let rect = StateChartLayout.rect(.role(role, .discovery), chart)
        let text = Text(
            "\(role.rawValue.uppercased()) (\(role.letter))", size: 8, colour: .grey, isBold: true)
        figure.labels.append(Label(text, at: Point(rect.left + text.width / 2, rect.top - 8)))
        // The ways of a gutter share their words.
        let up = Text("gives up", size: 7.5, colour: .grey)
        let looking = StateChartLayout.rect(.looking, chart)
        figure.labels.append(
            Label(up, at: Point(rect.left - 32 - up.width / 2, looking.bottom + 12)))
        let crash = Text("crash", size: 7.5, colour: .grey)
        let down = StateChartLayout.rect(.down, chart)
        figure.labels.append(
            Label(crash, at: Point(rect.right + 5 - crash.width / 2, down.top - 10)))
    }

    private func draw(_ edge: StateChart.Edge, in figure: inout Figure) {
        let steps = walk.steps(edge.from, edge.to)
        let isTaken = !steps.isEmpty
        let isLast = walk.last.map { $0.from == edge.from && $0.to == edge.to } ?? false
        let (corners, place, alignment) = StateChartLayout.route(edge, chart)
        // Ways back and down share a gutter: their words are the same, so only steps are written there.
        var words = ""
        switch (edge.from, edge.to) {
        case (.role, .looking), (.role, .down): if isTaken { words = Self.numbers(steps) }
        default: words = edge.guardText + (isTaken ? "\n" + Self.numbers(steps) : "")
        }
        var line = Line(
            Line.route(corners), head: .filled, stroke: isTaken ? .solid : .dashed,
            width: isLast ? 2.6 : isTaken ? 1.3 : 0.8, colour: isTaken ? .ink : .silver,
            identity: Identity(
                "", isTaken ? "way taken" : "way",
                "\(edge.from.id) → \(edge.to.id): \(Self.flat(edge.guardText))"
                    + (isTaken ? ", step \(steps.map(String.init).joined(separator: ", "))" : "")))
        if !words.isEmpty {
            let text = Text(
                words, size: 8, colour: isTaken ? .black : .grey, isBold: isLast,
                alignment: alignment)
            let middle =
                alignment == .right ? place.x - text.width / 2 : place.x + text.width / 2
            line.label = Label(text, at: Point(middle, place.y))
        }
        figure.lines.append(line)
    }

    /// `#12`, `#12 #15`, `#12 … #40`.
    private static func numbers(_ steps: [Int]) -> String {
        guard let first = steps.first, let last = steps.last else { return "" }
        if steps.count == 1 { return "#\(first)" }
        return steps.count == 2 ? "#\(first) #\(last)" : "#\(first) … #\(last)"
    }

    private static func flat(_ text: String) -> String {
        text.split(separator: "\n").joined(separator: " ")
    }

    private var alt: String {
        var text = "After step \(walk.end):"
        for (lane, node) in walk.now {
            let role: String
            if case .role(let kind, _) = node { role = kind.rawValue + ", " } else { role = "" }
            text += " \(lane) is \(role)\(node.name)."
        }
        for way in walk.taken {
            text += " \(way.from.id) to \(way.to.id) in step "
            text += way.steps.map(String.init).joined(separator: ", ") + "."
        }
        return text
    }
}
