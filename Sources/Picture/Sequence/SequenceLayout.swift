import Trace
import Zab

/// Gives everything in a sequence model its place. Lanes are as wide as their labels need; a row whose
/// labels find no room is made higher, and all is laid out again.
struct SequenceLayout {
    typealias Style = SequenceStyle

    let model: SequenceModel
    let scale: SequenceOptions.Scale
    /// The middle of each lane.
    private(set) var x: [Double] = []
    /// The height of each row's line.
    private(set) var y: [Double] = []
    /// Room added above a row because its labels did not fit.
    private var extra: [Double]
    private var breaks: [Int] = []
    private var left = 0.0
    private var numbersRight = 0.0
    private var top = 0.0
    private var bottom = 0.0
    private var right = 0.0

    private var arrows: [Line] = []
    private var signs: [Mark] = []
    private var loose: [Label] = []
    private var crowded: [Int] = []

    init(_ model: SequenceModel, scale: SequenceOptions.Scale) {
        self.model = model
        self.scale = scale
        extra = Array(repeating: 0, count: model.rows.count + 1)
    }

    mutating func figure(title: String?) -> Figure {
        placeLanes()
        for _ in 0..<9 {
            placeRows()
            placeArrows()
            placeMarks()
            placeLabels()
            if crowded.isEmpty { break }
            for row in crowded { extra[row] += 11 }
        }
        return compose(title: title)
    }

    // MARK: Lanes and rows

    private mutating func placeLanes() {
        let lanes = model.lanes.count
        // What must fit to the right of each lane, before the next.
        var gaps = Array(repeating: 86.0, count: max(lanes, 1))
        func widen(_ lane: Int, _ width: Double) {
            if lane >= 0 && lane < lanes - 1 { gaps[lane] = max(gaps[lane], width) }
        }
        for mark in model.marks {
            let width = textWidth(mark.label)
            let towards = mark.lane
            if towards < lanes - 1 { widen(towards, min(width + 26, 190)) }
        }
        for arrow in model.arrows {
            var width = arrow.label.map(textWidth) ?? 0
            switch arrow.fate {
            case .ignored(let why): width = max(width, ignoredText(why).width)
            case .lost(let why): width = max(width, textWidth(Style.words(why)))
            case .delivered, .inFlight: break
            }
            width += 26
            let low = min(arrow.from, arrow.to)
            let high = max(arrow.from, arrow.to)
            if high - low <= 1 {
                widen(low, width)
            } else if !(low..<high).contains(where: { gaps[$0] >= width }) {
                widen(arrow.from == low ? low : high - 1, width)
            }
        }
        let numbers = model.rows.reduce(0) { max($0, Text.columns($1.numbers)) }
        let bandColumn = model.bands.isEmpty ? 0.0 : 46.0
        numbersRight = Style.margin + bandColumn + Double(numbers) * Text.advance * 7 + 4
        left = numbersRight + 8
        x = []
        var next = left + headWidth / 2
        for lane in 0..<lanes {
            x.append(next)
            next += max(gaps[lane], headWidth + 10)
        }
    }

    private var headWidth: Double { 78 }

    private func ignoredText(_ why: String) -> Text {
        Text("ignored: " + Words.words(why), size: 7.5, colour: .grey)
    }

    private func textWidth(_ text: String) -> Double {
        Double(Text.columns(text)) * Text.advance * Style.labelSize
    }

    private mutating func placeRows() {
        top = Style.margin + (model.hasEarlier ? 14 : 0) + Style.head
        y = []
        y.reserveCapacity(model.rows.count)
        breaks = []
        var next = top + (model.hasEarlier ? 26 : 16)
        for (index, row) in model.rows.enumerated() {
            if index > 0 { next += distance(index - 1, index, row) }
            next += extra[index]
            y.append(next)
        }
        bottom = (y.last ?? top) + 20 + extra[model.rows.count]
    }

    /// From one row to the next.
    private mutating func distance(_ above: Int, _ below: Int, _ row: SequenceModel.Row) -> Double {
        guard scale == .time else { return Style.row }
        // A row's height stands for a millisecond; longer silences are broken.
        let milliseconds = Double(row.time - model.rows[above].time) / 1_000_000
        if milliseconds > 4 { breaks.append(below) }
        return Style.row * min(max(milliseconds, 0.5), 2.2)
    }

    private func edge(of lane: Int, towards other: Int) -> Double {
        if model.lanes[lane].kind == .client {
            return x[lane] + (other >= lane ? Style.clientEdge : -Style.clientEdge)
        }
        return x[lane] + (other >= lane ? Style.rightEdge : -Style.leftEdge)
    }

    // MARK: Arrows

    private mutating func placeArrows() {
        arrows.removeAll(keepingCapacity: true)
        // Where a message comes in from one side, those sent to that side leave a little lower.
        var arrivals: Set<Int> = []
        for arrow in model.arrows {
            guard let row = arrow.toRow, arrow.ended != nil else { continue }
            if case .lost = arrow.fate { continue }
            arrivals.insert(place(row, arrow.to, isRight: arrow.from > arrow.to))
        }
        for arrow in model.arrows {
            let isLow =
                arrow.fromRow.map {
                    arrivals.contains(place($0, arrow.from, isRight: arrow.to > arrow.from))
                } ?? false
            arrows.append(line(of: arrow, lowered: isLow ? 5 : 0))
        }
    }

    private func place(_ row: Int, _ lane: Int, isRight: Bool) -> Int {
        (row * model.lanes.count + lane) * 2 + (isRight ? 1 : 0)
    }

    private func line(of arrow: SequenceModel.Arrow, lowered: Double) -> Line {
        let fromX = edge(of: arrow.from, towards: arrow.to)
        let toX = edge(of: arrow.to, towards: arrow.from)
        let start: Point
        var end: Point
        if let row = arrow.fromRow {
            start = Point(fromX, y[row] + lowered)
        } else {
            start = Point(fromX + (toX - fromX) * 0.45, top + 3)
        }
        if let row = arrow.toRow {
            end = Point(toX, y[row])
        } else {
            end = Point(
                fromX + (toX - fromX) * 0.45, min(start.y + Style.row * 0.6, bottom - 3))
        }
        var line = Line(
            [start, end], tail: arrow.fromRow == nil ? .none : .dot, head: .filled,
            stroke: arrow.message.kind.isAnswer ? .dashed : .solid,
            colour: Style.colour(arrow.message.kind), identity: identity(of: arrow))
        switch arrow.weight {
        case .normal: line.width = 1
        case .quorum: line.width = 2.2
        case .late: line.width = 0.5
        }
        switch arrow.fate {
        case .delivered:
            if arrow.fromRow == nil { line.stroke = .dotted }
        case .ignored:
            line.head = .hollow
            if arrow.fromRow == nil { line.stroke = .dotted }
        case .lost:
            line.points[1] = start.toward(end, 0.55)
            line.head = .none
            line.stroke = .dashed
            line.colour = .vermillion
        case .inFlight:
            line.head = .none
            line.stroke = .dotted
        }
        return line
    }

    private func identity(of arrow: SequenceModel.Arrow) -> Identity {
        let kind = arrow.message.kind.rawValue
        let sent = arrow.sent ?? 0
        var id = "m"
        id += String(sent)
        id += "-"
        id += model.lanes[arrow.from].name
        id += "-"
        id += model.lanes[arrow.to].name
        if let ended = arrow.ended, arrow.sent == nil { id += "-" + String(ended) }
        var tooltip = Words.sentence(of: arrow.message)
        if let sent = arrow.sent { tooltip += "; sent in step " + String(sent) }
        var state = "message "
        state += kind
        switch arrow.fate {
        case .delivered: if let ended = arrow.ended { tooltip += ", received in " + String(ended) }
        case .ignored(let why):
            if let ended = arrow.ended { tooltip += ", received in " + String(ended) }
            tooltip += ", ignored: " + Words.explanation(why)
            state += " ignored"
        case .lost(let why):
            tooltip += ", lost: " + why.explanation
            state += " lost"
        case .inFlight:
            tooltip += ", still on its way"
            state += " flying"
        }
        return Identity(id, state, tooltip)
    }

    // MARK: Marks

    private mutating func placeMarks() {
        signs.removeAll(keepingCapacity: true)
        for mark in model.marks {
            let center = Point(x[mark.lane], y[mark.row])
            let identity = Identity(
                "e\(mark.step)", "mark \(mark.shape)", mark.tooltip)
            let (shape, size, colour): (Mark.Shape, Double, Colour) =
                switch mark.shape {
                case .written: (.square, Style.markSize, .black)
                case .durable: (.filledSquare, Style.markSize, .black)
                case .decision: (.circle, Style.markSize + 0.5, .black)
                case .commit: (.filledCircle, Style.markSize + 2, .green)
                case .delivery, .note: (.filledCircle, 5, .black)
                case .timer: (.diamond, Style.markSize + 2.5, .black)
                case .crash: (.bar, 26, .vermillion)
                case .restart: (.ring, Style.markSize + 2, .black)
                case .fold: (.filledCircle, 3, .grey)
                }
            signs.append(Mark(shape, at: center, size: size, colour: colour, identity: identity))
        }
        for arrow in arrows.indices {
            guard case .lost = model.arrows[arrow].fate else { continue }
            signs.append(Mark(.cross, at: arrows[arrow].points[1], size: 9, colour: .vermillion))
        }
    }

    // MARK: Labels

    private mutating func placeLabels() {
        loose.removeAll(keepingCapacity: true)
        crowded.removeAll(keepingCapacity: true)
        var placer = LabelPlacer(
            bounds: Rect(left: left - 6, top: top + 2, right: .infinity, bottom: bottom - 1))
        block(in: &placer)
        placeMarkLabels(&placer)
        placeArrowLabels(&placer)
    }

    private func block(in placer: inout LabelPlacer) {
        for span in model.spans {
            placer.block(bar(of: span).insetBy(-1.5))
        }
        for (lane, name) in model.lanes.enumerated() where name.kind == .client {
            placer.block(Rect(left: x[lane] - 2, top: top, right: x[lane] + 2, bottom: bottom))
        }
        for command in model.commands { placer.block(strip(of: command)) }
        for sign in signs { placer.block(sign.rect.insetBy(-1)) }
        for (index, line) in arrows.enumerated() {
            placer.avoid(from: line.points[0], to: line.points[1], owner: index)
            if let head = line.headRect { placer.block(head.insetBy(-0.5)) }
            if line.tail == .dot {
                placer.block(Rect(center: line.points[0], width: 8, height: 6))
            }
        }
        for cut in model.cuts {
            for lane in cut.leftLanes {
                let (from, to) = (span(from: cut.from, to: cut.to))
                let middle = (x[lane] + x[lane + 1]) / 2
                placer.avoid(
                    from: Point(middle, from), to: Point(middle, to), owner: -1)
            }
        }
    }

    /// The whole of a lane's bar, both stripes.
    private func bar(of span: SequenceModel.Span) -> Rect {
        let (from, to) = self.span(from: span.from, to: span.to)
        return Rect(
            left: x[span.lane] - Style.bar / 2, top: from,
            right: x[span.lane] + Style.bar / 2 + 0.5 + Style.phaseBar, bottom: to)
    }

    private func strip(of command: SequenceModel.Command) -> Rect {
        Rect(
            left: left - 4, top: y[command.row] - Style.commandHeight / 2,
            right: (x.last ?? left) + headWidth / 2,
            bottom: y[command.row] + Style.commandHeight / 2)
    }

    private func span(from: Int?, to: Int?) -> (Double, Double) {
        (from.map { y[$0] } ?? top, to.map { y[min($0, y.count - 1)] } ?? bottom)
    }

    /// The colour of the ground at a height.
    private func tint(at height: Double) -> Colour {
        for band in model.bands {
            let (from, to) = area(of: band)
            if from <= height && height < to { return Style.tint(band.phase) }
        }
        return .white
    }

    private func area(of band: SequenceModel.Band) -> (Double, Double) {
        let (from, to) = span(from: band.from, to: band.to)
        return (
            from - (band.from == nil ? 0 : Style.row / 2), to - (band.to == nil ? 0 : Style.row / 2)
        )
    }

    private mutating func placeMarkLabels(_ placer: inout LabelPlacer) {
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

    private mutating func placeArrowLabels(_ placer: inout LabelPlacer) {
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
            if case .ignored(let why) = arrow.fate { placeRefusal(why, of: index, &placer) }
        }
    }

    /// What the receiver thought of it: beyond its lane, or near the arrowhead.
    private mutating func placeRefusal(_ why: String, of index: Int, _ placer: inout LabelPlacer) {
        let arrow = model.arrows[index]
        let text = ignoredText(why)
        let (width, height) = (text.width, text.height)
        let end = arrows[index].points[1]
        let toRight = x[arrow.to] + Style.rightEdge + 3 + width / 2
        let toLeft = x[arrow.to] - Style.leftEdge - 3 - width / 2
        let comesFromLeft = arrow.from < arrow.to
        var best: (center: Point, cost: Double)?
        let sides = comesFromLeft ? [toRight, toLeft] : [toLeft, toRight]
        search: for (step, shift) in [0.0, 8, -8, 14, -14, 20, -20].enumerated() {
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
    private func row(of arrow: SequenceModel.Arrow) -> Int {
        arrow.toRow ?? arrow.fromRow.map { $0 + 1 } ?? 0
    }

    /// Tries places beside the line, in each gap between lanes that it crosses, near its sender first.
    private func search(
        _ text: Text, along line: Line, _ arrow: SequenceModel.Arrow, _ placer: inout LabelPlacer
    ) -> (center: Point, cost: Double)? {
        let (start, end) = (line.points[0], line.points[1])
        let (width, height) = (text.width + 2, text.height)
        let slope = (end.y - start.y) / (end.x == start.x ? 1 : end.x - start.x)
        let rightwards = end.x > start.x
        var best: (center: Point, cost: Double)?
        let whole = abs(x[arrow.to] - x[arrow.from])
        let low = min(arrow.from, arrow.to)
        let high = max(arrow.from, arrow.to)
        for gap in low..<max(high, low + 1) where gap + 1 < x.count {
            let from = x[gap] + 11 + width / 2
            let to = x[gap + 1] - 8 - width / 2
            if from > to { continue }
            let ends = rightwards ? (from, to) : (to, from)
            let isSteep = abs(slope) > 0.4
            for share in [0.0, 0.2, 0.4, 0.6, 0.8, 1] {
                let middle = ends.0 + (ends.1 - ends.0) * share
                let first = start.y + (middle - width / 2 - start.x) * slope
                let last = start.y + (middle + width / 2 - start.x) * slope
                for place in 0..<4 {
                    let isBefore = place & 1 == 0
                    let away = place < 2 ? 1.5 : 10
                    let center: Point
                    if isSteep {
                        // Beside the line, as high as the label's near end would be.
                        let beside = height / 2 / abs(slope) + away + width / 2
                        let touch = isBefore ? middle - beside : middle + beside
                        center = Point(middle, start.y + (touch - start.x) * slope)
                    } else {
                        let clear = isBefore ? min(first, last) - away : max(first, last) + away
                        center = Point(middle, isBefore ? clear - height / 2 : clear + height / 2)
                    }
                    if center.y < min(start.y, end.y) - Style.row
                        || center.y > max(start.y, end.y) + Style.row
                    {
                        continue
                    }
                    let rect = Rect(center: center, width: width, height: height)
                    guard let lines = placer.lines(through: rect, atMost: 3) else { continue }
                    let distance = abs(middle - start.x) / max(whole, 1)
                    let cost =
                        Double(lines) * 10 + distance * 4 + (isBefore ? 0 : 1.5)
                        + (place < 2 ? 0 : 4)
                    if cost < best?.cost ?? .infinity { best = (center, cost) }
                    if lines == 0 && place < 2 { break }
                }
            }
            if let best, best.cost < 4 { break }
        }
        return best
    }

    private mutating func settle(
        _ text: Text, _ best: (center: Point, cost: Double)?, row: Int, at fallback: Point,
        _ placer: inout LabelPlacer
    ) -> Label {
        if best == nil { crowded.append(min(row, extra.count - 1)) }
        var label = Label(text, at: best?.center ?? fallback)
        if let best, best.cost >= 10 { label.plate = tint(at: best.center.y) }
        placer.block(label.rect)
        return label
    }

    // MARK: The figure

    private mutating func compose(title: String?) -> Figure {
        var figure = Figure()
        right = (x.last ?? left) + headWidth / 2
        for sign in signs { if let label = sign.label { right = max(right, label.rect.right) } }
        for line in arrows { if let label = line.label { right = max(right, label.rect.right) } }
        for label in loose { right = max(right, label.rect.right) }
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
        figure.marks = signs
        figure.labels += loose
        figure.lines += arrows
        return figure
    }

    private func composeBands(_ figure: inout Figure) {
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
                Label(label, at: Point(Style.margin + 3 + label.width / 2, from + 5 + label.height / 2)))
        }
    }

    private func composeLanes(_ figure: inout Figure) {
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

    private func composeCommands(_ figure: inout Figure) {
        for command in model.commands {
            figure.boxes.append(
                Box(
                    strip(of: command), .panel, fill: .paleVermillion, line: "#E8C4A8",
                    lineWidth: 0.5, text: Text(command.text, size: 8.5, isBold: true),
                    identity: Identity("e\(command.step)", "command", command.text)))
        }
    }

    private func composeHeads(_ figure: inout Figure) {
        for (lane, head) in model.heads.enumerated() {
            var text = head.lane.name
            let rect = Rect(
                left: x[lane] - headWidth / 2, top: top - Style.head + 2,
                right: x[lane] + headWidth / 2, bottom: top - 2)
            if head.lane.kind == .client {
                text += "\nclient"
            } else {
                if let role = head.role { text += "\n" + Style.name(role) }
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

    private func composeNumbers(_ figure: inout Figure) {
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

    private func composeEdges(_ figure: inout Figure) {
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
