import Trace

/// Labels where there is room for them.
extension SequenceLayout {
    mutating func placeLabels(_ pass: Int) {
        self.pass = pass
        loose.removeAll(keepingCapacity: true)
        crowded.removeAll(keepingCapacity: true)
        var placer = LabelPlacer(
            bounds: Rect(left: left - 6, top: top + 2, right: .infinity, bottom: bottom - 1))
        block(in: &placer)
        placeMarkLabels(&placer)
        placeArrowLabels(&placer)
    }

    func block(in placer: inout LabelPlacer) {
        for span in model.spans {
            placer.block(bar(of: span).insetBy(-1.5))
        }
        for (lane, name) in model.lanes.enumerated() where name.kind == .client {
            placer.block(Rect(left: x[lane] - 2, top: top, right: x[lane] + 2, bottom: bottom))
        }
        for command in model.commands { placer.block(strip(of: command)) }
        for sign in signs { placer.block(sign.rect.insetBy(-1)) }
        for line in arrows {
            placer.avoid(from: line.points[0], to: line.points[1])
            if let head = line.headRect { placer.block(head.insetBy(-0.5)) }
            if line.tail == .dot {
                placer.block(Rect(center: line.points[0], width: 8, height: 6))
            }
        }
        for cut in model.cuts {
            for lane in cut.leftLanes {
                let (from, to) = (span(from: cut.from, to: cut.to))
                let middle = (x[lane] + x[lane + 1]) / 2
                placer.avoid(from: Point(middle, from), to: Point(middle, to))
            }
        }
    }

    /// The whole of a lane's bar, both stripes.
    func bar(of span: SequenceModel.Span) -> Rect {
        let (from, to) = self.span(from: span.from, to: span.to)
        return Rect(
            left: x[span.lane] - Style.bar / 2, top: from,
            right: x[span.lane] + Style.bar / 2 + 0.5 + Style.phaseBar, bottom: to)
    }

    func strip(of command: SequenceModel.Command) -> Rect {
        Rect(
            left: left - 4, top: y[command.row] - Style.commandHeight / 2,
            right: (x.last ?? left) + headWidth / 2,
            bottom: y[command.row] + Style.commandHeight / 2)
    }

    func span(from: Int?, to: Int?) -> (Double, Double) {
        (from.map { y[$0] } ?? top, to.map { y[min($0, y.count - 1)] } ?? bottom)
    }

    /// The colour of the ground at a height.
    func tint(at height: Double) -> Colour {
        for band in model.bands {
            let (from, to) = area(of: band)
            if from <= height && height < to { return Style.tint(band.phase) }
        }
        return .white
    }

    func area(of band: SequenceModel.Band) -> (Double, Double) {
        let (from, to) = span(from: band.from, to: band.to)
        return (
            from - (band.from == nil ? 0 : Style.row / 2), to - (band.to == nil ? 0 : Style.row / 2)
        )
    }

    mutating func placeMarkLabels(_ placer: inout LabelPlacer) {
        for (index, mark) in model.marks.enumerated() where !mark.label.isEmpty {
            let colour: Colour =
                switch mark.shape {
                case .commit: .moss
                case .crash: .vermillion
                case .fold, .note, .delivery: .grey
                default: .black
                }
            var text = Text(
                mark.label, size: Style.labelSize, colour: colour, isBold: mark.shape == .commit)
            let (width, height) = (text.width, text.height)
            let reach = signs[index].size / 2 + 3.5
            let toRight = x[mark.lane] + max(reach, Style.rightEdge + 3) + width / 2
            let toLeft = x[mark.lane] - max(reach, Style.leftEdge + 3) - width / 2
            let line = y[mark.row]
            var best: (center: Point, cost: Double)?
            text.alignment = .left
            search: for (step, shift) in [0.0, 7, -7, 12, -12, 17, -17, 23].enumerated() {
                for (side, middle) in [toRight, toLeft].enumerated() {
                    let center = Point(middle, line + shift)
                    let rect = Rect(center: center, width: width + 2, height: height)
                    guard let lines = placer.lines(through: rect, atMost: 3) else { continue }
                    let cost = Double(lines) * 10 + Double(step) * 2 + Double(side)
                    if cost < best?.cost ?? .infinity { best = (center, cost) }
                    if lines == 0 { break search }
                }
            }
            if let best, best.center.x < x[mark.lane] { text.alignment = .right }
            signs[index].label = settle(
                text, best, row: mark.row + 1, at: Point(toRight, line), &placer)
        }
    }

    mutating func placeArrowLabels(_ placer: inout LabelPlacer) {
        for (index, arrow) in model.arrows.enumerated() {
            if var words = arrow.label {
                if case .lost(let why) = arrow.fate { words += "\n" + Style.words(why) }
                let line = arrows[index]
                let text = Text(words, size: Style.labelSize, colour: line.colour)
                let best = search(text, along: line, arrow, &placer)
                arrows[index].label = settle(
                    text, best, row: row(of: arrow),
                    at: line.points[0].toward(line.points[1], 0.5), &placer)
            }
            if let text = refusals[index] { place(refusal: text, of: index, &placer) }
        }
    }

    /// What the receiver thought of it: beyond its lane, or near the arrowhead.
    mutating func place(refusal text: Text, of index: Int, _ placer: inout LabelPlacer) {
        let arrow = model.arrows[index]
        let (width, height) = (text.width, text.height)
        let end = arrows[index].points[1]
        let toRight = x[arrow.to] + Style.rightEdge + 3 + width / 2
        let toLeft = x[arrow.to] - Style.leftEdge - 3 - width / 2
        let comesFromLeft = arrow.from < arrow.to
        var best: (center: Point, cost: Double)?
        let sides = comesFromLeft ? [toRight, toLeft] : [toLeft, toRight]
        search: for (step, shift) in [0.0, 8, -8, 14, -14, 20, -20, 27, -27].enumerated() {
            for (side, middle) in sides.enumerated() {
                let center = Point(middle, end.y + shift)
                let rect = Rect(center: center, width: width + 2, height: height)
                guard let lines = placer.lines(through: rect, atMost: 3) else { continue }
                let cost = Double(lines) * 10 + Double(step) * 1.5 + Double(side) * 2
                if cost < best?.cost ?? .infinity { best = (center, cost) }
                if lines == 0 { break search }
            }
        }
        loose.append(
            settle(text, best, row: row(of: arrow), at: Point(toRight, end.y), &placer))
    }

    /// The row to make higher when the arrow's label finds no room.
    func row(of arrow: SequenceModel.Arrow) -> Int {
        arrow.toRow ?? arrow.fromRow.map { $0 + 1 } ?? 0
    }

    /// Tries places beside the line, in each gap between lanes that it crosses, near its sender first.
    func search(
        _ text: Text, along line: Line, _ arrow: SequenceModel.Arrow, _ placer: inout LabelPlacer
    ) -> (center: Point, cost: Double)? {
        let (start, end) = (line.points[0], line.points[1])
        let (width, height) = (text.width + 2, text.height)
        let slope = (end.y - start.y) / (end.x == start.x ? 1 : end.x - start.x)
        let whole = max(abs(x[arrow.to] - x[arrow.from]), 1)
        // Near the sender; or near the receiver, when the sender is out of sight.
        let home = arrow.fromRow == nil ? end : start
        var best: (center: Point, cost: Double)?
        func isFree(_ center: Point, _ extra: Double) -> Bool {
            let rect = Rect(center: center, width: width, height: height)
            guard let lines = placer.lines(through: rect, atMost: 3) else { return false }
            let cost = Double(lines) * 10 + abs(center.x - home.x) / whole * 4 + extra
            if cost < best?.cost ?? .infinity { best = (center, cost) }
            return lines == 0
        }
        // As a last resort on the line itself, which the label's plate then covers.
        func coverLine() {
            for share in stride(from: 0.06, through: 0.95, by: 0.07) {
                let point = home.toward(arrow.fromRow == nil ? start : end, share)
                let gap = x.lastIndex { $0 < point.x } ?? 0
                guard gap + 1 < x.count else { continue }
                let from = x[gap] + 11 + width / 2
                let to = x[gap + 1] - 8 - width / 2
                if from > to { continue }
                let middle = min(max(point.x, from), to)
                for shift in [0.0, -5, 5] { _ = isFree(Point(middle, point.y + shift), 6) }
            }
        }
        if abs(slope) > 0.4 {
            // Left and right of points along the line.
            for share in stride(from: 0.1, through: 0.95, by: 0.085) {
                let point = home.toward(arrow.fromRow == nil ? start : end, share)
                for away in [1.5, 9] {
                    let beside = height / 2 / abs(slope) + away + width / 2
                    let extra = share * 2 + (away > 2 ? 4 : 0)
                    if isFree(Point(point.x - beside, point.y), extra) && away < 2 { break }
                    if isFree(Point(point.x + beside, point.y), extra) && away < 2 { break }
                }
            }
            if best == nil { coverLine() }
            return best
        }
        // Above and below the line, in each gap that it crosses, the sender's first.
        let low = min(arrow.from, arrow.to)
        let high = max(arrow.from, arrow.to)
        for step in 0..<max(high - low, 1) {
            let gap = end.x > start.x ? low + step : high - 1 - step
            guard x.indices.contains(gap + 1), x.indices.contains(gap) else { continue }
            let from = x[gap] + 11 + width / 2
            let to = x[gap + 1] - 8 - width / 2
            if from > to { continue }
            let ends = end.x > start.x ? (from, to) : (to, from)
            for share in [0.0, 0.2, 0.4, 0.6, 0.8, 1] {
                let middle = ends.0 + (ends.1 - ends.0) * share
                let first = start.y + (middle - width / 2 - start.x) * slope
                let last = start.y + (middle + width / 2 - start.x) * slope
                for away in [1.5, 9] {
                    let extra = away > 2 ? 4.0 : 0
                    let above = Point(middle, min(first, last) - away - height / 2)
                    if isFree(above, extra) && away < 2 { break }
                    let below = Point(middle, max(first, last) + away + height / 2)
                    if isFree(below, extra + 1.5) && away < 2 { break }
                }
            }
            if let best, best.cost < 4 { break }
        }
        if best == nil { coverLine() }
        return best
    }

    mutating func settle(
        _ text: Text, _ best: (center: Point, cost: Double)?, row: Int, at fallback: Point,
        _ placer: inout LabelPlacer
    ) -> Label {
        var best = best
        // When more room has not helped, somewhat farther away is better than on top of each other.
        if best == nil && pass >= 3 { best = nearest(text, to: fallback, placer) }
        if best == nil {
            // First room above the row; if that did not help, below it, and so on.
            crowded.append(min(row + pass / 2 % 2, extra.count - 1))
        }
        var label = Label(text, at: best?.center ?? fallback)
        if let best, best.cost >= 10 { label.plate = tint(at: best.center.y) }
        placer.block(label.rect)
        return label
    }

    /// The nearest free place around a point; lines may run through it, behind a plate.
    func nearest(
        _ text: Text, to point: Point, _ placer: LabelPlacer
    ) -> (center: Point, cost: Double)? {
        let (width, height) = (text.width + 2, text.height)
        for ring in 1...18 {
            for (across, down) in [
                (0.0, -1.0), (0, 1), (-1, 0), (1, 0), (-1, -1), (1, -1), (-1, 1), (1, 1),
            ] {
                let center = Point(
                    point.x + across * Double(ring) * 12, point.y + down * Double(ring) * 7)
                let rect = Rect(center: center, width: width, height: height)
                if placer.lines(through: rect, atMost: 9) != nil { return (center, 10) }
            }
        }
        return nil
    }
}
