import Trace
import Zab

/// Gives everything in a sequence model its place. Lanes are as wide as their labels need; a row whose
/// labels find no room is made higher, and all is laid out again.
struct SequenceLayout {
    typealias Style = SequenceStyle

    let model: SequenceModel
    let scale: SequenceOptions.Scale
    /// The middle of each lane.
    var x: [Double] = []
    /// The height of each row's line.
    var y: [Double] = []
    /// Room added above a row because its labels did not fit.
    var extra: [Double]
    var breaks: [Int] = []
    var left = 0.0
    var numbersRight = 0.0
    var top = 0.0
    var bottom = 0.0
    var right = 0.0

    var arrows: [Line] = []
    var signs: [Mark] = []
    var loose: [Label] = []
    var crowded: [Int] = []
    var pass = 0
    /// What stands at the receiver of each arrow that was refused.
    let refusals: [Text?]

    init(_ model: SequenceModel, scale: SequenceOptions.Scale) {
        self.model = model.foldingLongFans()
        self.scale = scale
        extra = Array(repeating: 0, count: model.rows.count + 1)
        refusals = model.arrows.map { arrow in
            guard case .ignored(let why) = arrow.fate else { return nil }
            return Text("ignored: " + Words.words(why), size: 7.5, colour: .grey)
        }
    }

    mutating func figure(title: String?) -> Figure {
        placeLanes()
        for pass in 0..<12 {
            placeRows()
            placeArrows()
            placeMarks()
            placeLabels(pass)
            if crowded.isEmpty { break }
            // Two at most a row and pass, since one label that moves makes room for others.
            crowded.sort()
            for (index, row) in crowded.enumerated() {
                if index < 2 || crowded[index - 2] != row { extra[row] += 11 }
            }
        }
        return compose(title: title)
    }

    // MARK: Lanes and rows

    mutating func placeLanes() {
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
        for (index, arrow) in model.arrows.enumerated() {
            var width = arrow.label.map(textWidth) ?? 0
            switch arrow.fate {
            case .ignored:
                // Fits on one side of the receiver; beyond the last lane there is always room.
                let room = (refusals[index]?.width ?? 0) + 26
                let sides = [arrow.to - 1, arrow.to].filter { $0 >= 0 }
                if arrow.to < lanes - 1, !sides.contains(where: { gaps[$0] >= room }) {
                    widen(sides[sides.count - 1], room)
                }
            case .lost(let why): width = max(width, textWidth(Style.words(why)))
            case .delivered, .inFlight: break
            }
            width += 26
            let low = min(arrow.from, arrow.to)
            let high = max(arrow.from, arrow.to)
            // Of an arrow that is not seen whole, only the visible end counts.
            var seen: Int?
            if case .lost = arrow.fate { seen = arrow.from }
            if arrow.toRow == nil { seen = arrow.from }
            if arrow.fromRow == nil { seen = arrow.to }
            if let seen {
                widen(seen == low ? low : high - 1, width)
            } else if high - low <= 1 {
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

    /// Wide enough for `follower epoch 12`.
    var headWidth: Double {
        model.heads.contains { ($0.epoch ?? 0) > 0 } ? 94 : 70
    }

    func textWidth(_ text: String) -> Double {
        Double(Text.columns(text)) * Text.advance * Style.labelSize
    }

    mutating func placeRows() {
        top = Style.margin + (model.hasEarlier ? 14 : 0) + Style.head
        y = []
        y.reserveCapacity(model.rows.count)
        breaks = []
        // Arrows that come in from above or leave below need room to be seen.
        let comesIn = model.arrows.contains { $0.fromRow == nil }
        let flies = model.arrows.contains { $0.toRow == nil }
        var next = top + (comesIn ? 44 : model.hasEarlier ? 26 : 16)
        for (index, row) in model.rows.enumerated() {
            if index > 0 { next += distance(index - 1, index, row) }
            next += extra[index]
            y.append(next)
        }
        bottom = (y.last ?? top) + (flies ? 46 : 20) + extra[model.rows.count]
    }

    /// From one row to the next.
    mutating func distance(_ above: Int, _ below: Int, _ row: SequenceModel.Row) -> Double {
        guard scale == .time else { return Style.row }
        // A row's height stands for a millisecond; longer silences are broken.
        let milliseconds = Double(row.time - model.rows[above].time) / 1_000_000
        if milliseconds > 4 { breaks.append(below) }
        return Style.row * min(max(milliseconds, 0.5), 2.2)
    }

    func edge(of lane: Int, towards other: Int) -> Double {
        if model.lanes[lane].kind == .client {
            return x[lane] + (other >= lane ? Style.clientEdge : -Style.clientEdge)
        }
        return x[lane] + (other >= lane ? Style.rightEdge : -Style.leftEdge)
    }
}
