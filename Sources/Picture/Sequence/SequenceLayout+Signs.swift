import Trace

/// Arrows and marks in their places.
extension SequenceLayout {
    // MARK: Arrows
    mutating func placeArrows() {
        arrows.removeAll(keepingCapacity: true)
        // Where a message comes in from one side, those sent to that side leave a little lower.
        var arrivals: Set<Int> = []
        for arrow in model.arrows {
            guard let row = arrow.toRow, arrow.ended != nil else { continue }
            if case .lost = arrow.fate { continue }
            arrivals.insert(place(row, arrow.to, isRight: arrow.from > arrow.to))
        }
        // Those that leave the window together spread out.
        var flying: [Int: Int] = [:]
        for arrow in model.arrows {
            let isLow =
                arrow.fromRow.map {
                    arrivals.contains(place($0, arrow.from, isRight: arrow.to > arrow.from))
                } ?? false
            var line = line(of: arrow, lowered: isLow ? 5 : 0)
            if arrow.toRow == nil, let row = arrow.fromRow {
                let key = place(row, arrow.from, isRight: arrow.to > arrow.from)
                let before = flying[key, default: 0]
                flying[key] = before + 1
                line.points[1].y = min(line.points[1].y + Double(before) * 13, bottom - 3)
            }
            arrows.append(line)
        }
    }

    func place(_ row: Int, _ lane: Int, isRight: Bool) -> Int {
        (row * model.lanes.count + lane) * 2 + (isRight ? 1 : 0)
    }

    func line(of arrow: SequenceModel.Arrow, lowered: Double) -> Line {
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
                fromX + (toX - fromX) * 0.5, min(start.y + Style.row * 0.7, bottom - 3))
        }
        var line = Line(
            [start, end], tail: arrow.fromRow == nil ? .none : .dot, head: .filled,
            stroke: arrow.message.kind.isAnswer ? .dashed : .solid,
            colour: Style.colour(arrow.message.kind))
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
            line.points[1] = start.toward(end, shareBeforeLoss(from: start.x, to: end.x))
            line.head = .none
            line.stroke = .dashed
            line.colour = .vermillion
        case .inFlight:
            line.head = .none
            line.stroke = .dotted
        }
        return line
    }

    /// 55 % of the way, moved off a lane that stands there.
    func shareBeforeLoss(from: Double, to: Double) -> Double {
        let place = from + (to - from) * 0.55
        guard to != from, let lane = x.first(where: { abs($0 - place) < 18 }) else { return 0.55 }
        let moved = place >= lane ? lane + 20 : lane - 18
        return min(max((moved - from) / (to - from), 0.2), 0.85)
    }

    func identity(of arrow: SequenceModel.Arrow) -> Identity {
        let kind = arrow.message.kind.rawValue
        let sent = arrow.sent ?? 0
        var id = "m"
        id += String(sent)
        id += "_"
        id += model.lanes[arrow.from].name
        id += "_"
        id += model.lanes[arrow.to].name
        if let ended = arrow.ended, arrow.sent == nil { id += "_" + String(ended) }
        var tooltip = Words.sentence(of: arrow.message)
        if let sent = arrow.sent { tooltip += "; sent in step " + String(sent) }
        var state = "message "
        state += kind
        switch arrow.fate {
        case .delivered: if let ended = arrow.ended { tooltip += ", received in " + String(ended) }
        case .ignored(let why):
            if let ended = arrow.ended { tooltip += ", received in " + String(ended) }
            tooltip += ", ignored: " + Wording.reason(why)
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
    mutating func placeMarks() {
        signs.removeAll(keepingCapacity: true)
        for mark in model.marks {
            let center = Point(x[mark.lane], y[mark.row])
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
            signs.append(Mark(shape, at: center, size: size, colour: colour))
        }
        for arrow in arrows.indices {
            guard case .lost = model.arrows[arrow].fate else { continue }
            signs.append(Mark(.cross, at: arrows[arrow].points[1], size: 9, colour: .vermillion))
        }
    }
}
