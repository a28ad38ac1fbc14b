import Trace

/// Everything put together, from the back to the front.
extension SequenceLayout {
    mutating func compose(title: String?) -> Figure {
        var figure = Figure()
        right = (x.last ?? left) + headWidth / 2
        let labels = signs.compactMap(\.label) + arrows.compactMap(\.label) + loose
        // Words do not touch the edge of the ground that they stand on.
        for label in labels { right = max(right, label.rect.right + Style.margin / 2) }
        right += Style.margin
        figure.width = right
        figure.height = bottom + (model.hasLater ? 16 : 2) + Style.margin
        figure.title = title ?? "Sequence"
        figure.alt = SequenceAlt.text(model)
        composeBands(&figure)
        composeLanes(&figure)
        composeCommands(&figure)
        composeHeads(&figure)
        composeNumbers(&figure)
        composeEdges(&figure)
        // Only now, since a layout may have taken several passes.
        for (index, arrow) in model.arrows.enumerated() {
            arrows[index].identity = identity(of: arrow)
        }
        for (index, mark) in model.marks.enumerated() {
            signs[index].identity = Identity("e\(mark.step)", "mark \(mark.shape)", mark.tooltip)
        }
        figure.marks = signs
        figure.labels += loose
        figure.lines += arrows
        return figure
    }

    func composeBands(_ figure: inout Figure) {
        for band in model.bands {
            let (from, to) = area(of: band)
            if to - from < 1 { continue }
            figure.boxes.append(
                Box(
                    Rect(left: Style.margin, top: from, right: right - Style.margin, bottom: to),
                    .ground, fill: Style.tint(band.phase),
                    identity: Identity("band\(figure.boxes.count)", "band \(band.phase.rawValue)")))
            let name = Style.name(band.phase)
            var text = name
            if let epoch = band.epoch { text += "\nepoch \(epoch)" }
            let label = Text(
                text, size: 7.5, colour: .grey, isBold: true, alignment: .left)
            if to - from < label.height + 2 { continue }
            figure.labels.append(
                Label(
                    label,
                    at: Point(Style.margin + 3 + label.width / 2, from + 5 + label.height / 2)))
        }
    }

    func composeLanes(_ figure: inout Figure) {
        for (lane, name) in model.lanes.enumerated() where name.kind != .server {
            figure.boxes.append(
                Box(
                    Rect(left: x[lane] - 0.6, top: top, right: x[lane] + 0.6, bottom: bottom), .bar,
                    fill: .silver))
        }
        for cut in model.cuts {
            let (from, to) = span(from: cut.from, to: cut.to)
            for lane in cut.leftLanes {
                let middle = (x[lane] + x[lane + 1]) / 2
                figure.boxes.append(
                    Box(
                        Rect(left: middle - 3, top: from, right: middle + 3, bottom: to), .ground,
                        fill: .paleVermillion, identity: Identity("cut\(lane)", "cut", cut.text)))
                for edge in [middle - 3, middle + 3] {
                    figure.lines.append(
                        Line(
                            [Point(edge, from), Point(edge, to)], stroke: .dashed, width: 0.8,
                            colour: .vermillion))
                }
            }
        }
        var letters = Array(repeating: "", count: model.lanes.count)
        for span in model.spans {
            let whole = bar(of: span)
            var role = whole
            role.right = x[span.lane] + Style.bar / 2
            let who = model.lanes[span.lane].name
            figure.boxes.append(
                Box(
                    role, .bar, fill: Style.fill(span.role), line: "#777777", lineWidth: 0.4,
                    identity: Identity(
                        "", "bar \(span.role.rawValue)", "\(who): \(span.role.rawValue)")))
            // The role's letter, high in its bar; marks stand on rows, the letter between them.
            let isNew = span.from == nil || letters[span.lane] != span.role.letter
            if isNew && whole.height >= 18 {
                letters[span.lane] = span.role.letter
                figure.boxes.append(
                    Box(
                        Rect(
                            center: Point(x[span.lane], whole.top + 12), width: Style.bar,
                            height: 9), .ground,
                        text: Text(
                            span.role.letter, size: 7.5, colour: Style.ink(span.role),
                            isBold: true)))
            }
            if let fill = Style.fill(span.phase) {
                var phase = whole
                phase.left = role.right + 0.5
                figure.boxes.append(
                    Box(
                        phase, .bar, fill: fill,
                        identity: Identity(
                            "", "phase \(span.phase.rawValue)", "\(who): \(span.phase.rawValue)")))
            }
        }
    }

    func composeCommands(_ figure: inout Figure) {
        for command in model.commands {
            let strip = strip(of: command)
            // All of it stands in the tooltip.
            let text = Text(command.text, size: 8.5, isBold: true)
                .fitted(to: strip.right - strip.left - 6)
            figure.boxes.append(
                Box(
                    strip, .panel, fill: .paleVermillion, line: "#E8C4A8", lineWidth: 0.5,
                    text: text,
                    identity: Identity("e\(command.step)", "command", command.text)))
        }
    }

    func composeHeads(_ figure: inout Figure) {
        for (lane, head) in model.heads.enumerated() {
            var text = head.lane.name
            let rect = Rect(
                left: x[lane] - headWidth / 2, top: top - Style.head + 2,
                right: x[lane] + headWidth / 2, bottom: top - 2)
            if head.lane.kind == .client {
                text += "\nclient"
            } else {
                text += "\n" + Style.name(head.role ?? .down)
                if let epoch = head.epoch, epoch > 0 { text += " epoch \(epoch)" }
            }
            figure.boxes.append(
                Box(
                    rect, .panel, fill: .white,
                    line: head.role.map { $0 == .down ? .silver : Style.fill($0) } ?? .grey,
                    lineWidth: 1.5, isRounded: true, text: Text(text, size: 8.5),
                    identity: Identity("head-\(head.lane.name)", "head")))
        }
    }

    func composeNumbers(_ figure: inout Figure) {
        for (row, entry) in model.rows.enumerated() where !entry.steps.isEmpty {
            let text = Text(entry.numbers, size: 7, colour: .grey)
            figure.labels.append(
                Label(text, at: Point(numbersRight - text.width / 2, y[row])))
        }
        for row in breaks {
            let seconds = Double(model.rows[row].time - model.rows[row - 1].time) / 1_000_000
            let text = Text("⋮ \(Int(seconds)) ms", size: 7, colour: .grey)
            figure.labels.append(
                Label(
                    text,
                    at: Point(numbersRight - text.width / 2, y[row] - Style.row * 0.55)))
        }
    }

    func composeEdges(_ figure: inout Figure) {
        let window = "steps \(model.window.lowerBound)–\(model.window.upperBound) of \(model.total)"
        func edge(_ text: String, _ height: Double, _ line: Double) {
            figure.lines.append(
                Line(
                    [Point(Style.margin, line), Point(right - Style.margin, line)],
                    stroke: .dashed, width: 0.7, colour: .silver))
            let text = Text(text, size: 7.5, colour: .grey)
            figure.labels.append(
                Label(text, at: Point(Style.margin + 3 + text.width / 2, height)))
        }
        if model.hasEarlier { edge("⋮ earlier · " + window, Style.margin + 4, top) }
        if model.hasLater { edge("⋮ later · " + window, bottom + 8, bottom) }
    }
}
