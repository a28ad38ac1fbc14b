import Picture
import Trace

/// Draws one step as text: the arrow that came in, the sign of what was done, the messages that went out
/// to several at once.
struct RowDrawing {
    let run: Run
    let grid: LaneGrid
    /// The step that is shown: what comes of a message later is not told.
    let now: Int

    private static let mostLines = 4

    /// The lines of a row; `isCurrent` marks the step that is shown.
    func lines(of row: Rows.Row, isCurrent: Bool) -> [Line] {
        var canvas = Canvas(width: grid.width)
        let states = run.states.states(after: row.steps.lowerBound)
        let base = LaneLines(grid: grid, states: states, cuts: cuts(at: row.steps.lowerBound))
        base.addRow(to: &canvas)
        if isCurrent { canvas.put("▸", at: 0, row: 0, Style(.cyan, bold: true)) }
        if let fold = row.foldText {
            canvas.put("⋮", at: grid.margin - 3, row: 0, .dim)
            canvas.put(fold, at: grid.columns[0] + 2, row: 0, .dim)
            return canvas.lines
        }
        let n = row.steps.lowerBound
        guard let step = run.recording.step(n) else { return canvas.lines }
        let number = "\(n)"
        let emphasis = isCurrent ? Style.bold : .dim
        canvas.put(number, at: grid.margin - 2 - number.count, row: 0, emphasis)
        if case .command(let text) = step.input {
            drawCommand(text, on: &canvas)
            return canvas.lines
        }
        draw(step, base, isCurrent, on: &canvas)
        for group in step.fanOuts { draw(group, base, isCurrent, on: &canvas) }
        return canvas.lines
    }

    /// Lanes without a step, for what may not be seen yet.
    func blank(_ states: ClusterState) -> Line {
        var canvas = Canvas(width: grid.width)
        canvas.addRow()
        for (index, lane) in grid.lanes.enumerated() where states[lane]?.role != .down {
            canvas.put("╎", at: grid.columns[index], row: 0, .dim)
        }
        return canvas.lines[0]
    }

    private func drawCommand(_ text: String, on canvas: inout Canvas) {
        let style = Style(.yellow, bold: true)
        canvas.put(
            String(repeating: "═", count: grid.width - grid.margin), at: grid.margin, row: 0, style)
        let room = grid.width - grid.margin - 4
        canvas.put(" \(text.cut(to: room)) ", at: grid.margin + 2, row: 0, style)
    }

    /// The gaps between lanes that a partition separates at step `n`.
    private func cuts(at n: Int) -> [Int] {
        guard !run.rows.model.cuts.isEmpty else { return [] }
        func step(ofRow row: Int?) -> Int? {
            guard let row else { return nil }
            return run.rows.model.commands.first { $0.row == row }?.step
        }
        return run.rows.model.cuts.filter { cut in
            (step(ofRow: cut.from) ?? 0) <= n && n < (step(ofRow: cut.to) ?? Int.max)
        }.flatMap(\.leftLanes).compactMap { left in
            grid.index(of: run.rows.lanes[left + 1]).map { $0 - 1 }
        }
    }

    // MARK: The step itself

    private func draw(_ step: Step, _ base: LaneLines, _ isCurrent: Bool, on canvas: inout Canvas) {
        let emphasis = isCurrent ? Style.bold : .plain
        var labels: [(text: String, style: Style)] = []
        let mark = run.rows.mark(at: step.n)
        if let mark {
            labels += mark.label.split(separator: "\n").map { (String($0), emphasis) }
        }
        // In a narrow column the decision is told rather than the timer that led to it.
        if case .timer = step.input, labels.count > 1, let lane = grid.index(of: step.at),
            Glyphs.width(labels[0].text) > grid.room(rightOf: lane)
        {
            labels.removeFirst()
        }
        var comesFromRight = false
        var arrow = run.rows.arrow(endingAt: step.n)
        if let found = arrow {
            guard let placed = placed(found) else {
                drawInWords(step, found, emphasis, base, on: &canvas)
                return
            }
            arrow = placed
        } else if step.at.kind == .client && grid.index(of: step.at) == nil {
            drawInWords(step, nil, emphasis, base, on: &canvas)
            return
        }
        if let arrow {
            if case .lost(let why) = arrow.fate {
                drawLost(arrow, why.explanation, on: &canvas)
                return
            }
            if case .ignored(let why) = arrow.fate {
                labels.append(("ignores: " + Words.words(why), .dim))
            }
            if run.rows.isFannedOut(arrow.message) {
                if mark == nil, let label = arrow.label {
                    labels.insert((label, emphasis), at: 0)
                }
            } else {
                comesFromRight = arrow.from > arrow.to
                drawArrow(arrow, emphasis, on: &canvas)
            }
        }
        guard let lane = grid.index(of: step.at) else { return }
        if labels.isEmpty && arrow == nil { labels = Self.words(for: step).map { ($0, emphasis) } }
        let isPlainArrival = arrow != nil && mark == nil && !labels.contains { $0.style != .dim }
        if !isPlainArrival || run.rows.isFannedOut(arrow?.message) {
            let (glyph, style) = Self.sign(mark?.shape, step)
            canvas.put(glyph, at: grid.columns[lane], row: 0, isCurrent ? style.bolder : style)
        }
        write(labels, lane: lane, base, rightIsTaken: comesFromRight, on: &canvas)
    }

    /// The arrow with its ends as places in this grid; nil when one of them has no column.
    private func placed(_ arrow: SequenceModel.Arrow) -> SequenceModel.Arrow? {
        guard let from = grid.index(of: run.rows.lanes[arrow.from]),
            let to = grid.index(of: run.rows.lanes[arrow.to])
        else { return nil }
        var arrow = arrow
        arrow.from = from
        arrow.to = to
        return arrow
    }

    /// A step at a client without a column, or a message to or from it.
    private func drawInWords(
        _ step: Step, _ arrow: SequenceModel.Arrow?, _ emphasis: Style, _ base: LaneLines,
        on canvas: inout Canvas
    ) {
        if let arrow, let lane = grid.index(of: step.at) {
            let mark = run.rows.mark(at: step.n)
            let (glyph, style) = Self.sign(mark?.shape, step)
            canvas.put(glyph, at: grid.columns[lane], row: 0, style)
            let words = "\(arrow.message.from): \(arrow.label ?? "")"
            let said = mark?.label.split(separator: "\n").map { (String($0), emphasis) } ?? []
            write(
                [(words, emphasis)] + said, lane: lane, base, rightIsTaken: false, on: &canvas)
        } else {
            let text = ListRows(run: run, width: grid.width).text(of: step)
            let room = grid.width - grid.columns[0] - 4
            canvas.put(" \(text.cut(to: room)) ", at: grid.columns[0] + 1, row: 0, emphasis)
        }
    }

    /// What is said of a step that no message and no mark speaks for.
    private static func words(for step: Step) -> [String] {
        if case .call(_, let text, _, _) = step.input { return [text] }
        return [step.input.text]
    }

    private func write(
        _ labels: [(text: String, style: Style)], lane: Int, _ base: LaneLines, rightIsTaken: Bool,
        on canvas: inout Canvas
    ) {
        let room = grid.room(rightOf: lane)
        var lines: [Line] = labels.flatMap { label in
            Self.broken(label.text, room).flatMap {
                Line($0, label.style).wrapped(to: max(1, room))
            }
        }
        guard !lines.isEmpty else { return }
        if lines.count > Self.mostLines {
            lines = Array(lines.prefix(Self.mostLines - 1)) + [Line("…", lines[0].pieces[0].style)]
        }
        var row = 0
        if rightIsTaken {
            let left = grid.columns[lane] - 2 - lines[0].width
            let edge = lane > 0 ? grid.columns[lane - 1] + 1 : grid.margin
            if left >= edge, canvas.isFree(left..<(grid.columns[lane]), row: 0) {
                canvas.put(lines[0].plain, at: left, row: 0, lines[0].pieces[0].style)
                lines.removeFirst()
            }
            row = 1
        }
        for line in lines {
            if canvas.height <= row { base.addRow(to: &canvas) }
            canvas.put(line.plain, at: grid.columns[lane] + 2, row: row, line.pieces[0].style)
            row += 1
        }
    }

    /// At its dots rather than anywhere else, if it must be broken.
    private static func broken(_ text: String, _ room: Int) -> [String] {
        guard Glyphs.width(text) > room else { return [text] }
        return text.split(separator: " · ").map(String.init)
    }

    /// Shape carries the meaning: squares are disk, circles decisions, diamonds timers.
    static func sign(_ shape: SequenceModel.Mark.Shape?, _ step: Step) -> (Character, Style) {
        switch shape {
        case .written: ("■", .plain)
        case .durable: ("▣", Style(.green))
        case .decision: ("●", Style(.cyan))
        case .commit: ("◉", Style(.green, bold: true))
        case .delivery: ("▼", Style(.green))
        case .timer: ("◇", .plain)
        case .crash: ("✕", Style(.red, bold: true))
        case .restart: ("○", .plain)
        case .note, .fold, nil: ("•", .plain)
        }
    }

    // MARK: Messages

    private func drawArrow(_ arrow: SequenceModel.Arrow, _ emphasis: Style, on canvas: inout Canvas)
    {
        var head: (left: Character, right: Character) = ("◀", "▶")
        var style = emphasis
        if case .ignored = arrow.fate {
            head = ("◁", "▷")
            style.isDim = true
        }
        let from = grid.columns[arrow.from]
        let to = grid.columns[arrow.to]
        let right = to > from
        canvas.put(right ? "├" : "┤", at: from, row: 0, style)
        for column in min(from, to) + 1..<max(from, to) {
            let crosses = grid.columns.contains(column)
            canvas.put(crosses ? "┼" : "─", at: column, row: 0, style)
        }
        canvas.put(right ? head.right : head.left, at: right ? to - 1 : to + 1, row: 0, style)
        label(arrow.label ?? "", beside: arrow.from, toRight: right, style, row: 0, on: &canvas)
    }

    /// In the gap next to the sender, shortened if it must be; the head keeps its place.
    private func label(
        _ text: String, beside lane: Int, toRight: Bool, _ style: Style, row: Int,
        on canvas: inout Canvas
    ) {
        // Gap, less the head and a space on either side.
        let room = grid.pitch - 4
        let text = Self.fitted(text, room)
        let width = Glyphs.width(text)
        let spare = room - width
        let column = grid.columns[lane]
        let start = toRight ? column + 1 + min(1, spare) : column - 2 - width - min(1, spare)
        canvas.put(" \(text) ", at: start, row: row, style)
    }

    /// The whole label, or with a shorter name of the message, or cut.
    private static func fitted(_ text: String, _ room: Int) -> String {
        guard Glyphs.width(text) > room else { return text }
        let kind = text.prefix { $0 != " " }
        guard let short = codes[String(kind)] else { return text.cut(to: room) }
        return (short + text.dropFirst(kind.count)).cut(to: room)
    }

    private static let codes = [
        "NOTIFICATION": "NOTIF", "FOLLOWERINFO": "F-INFO", "OBSERVERINFO": "O-INFO",
        "LEADERINFO": "L-INFO", "PROPOSAL": "PROP", "REQUEST": "REQ", "ACKEPOCH": "ACKEP",
        "NEWLEADER": "NEWL", "COMMIT": "COMM", "UPTODATE": "UPTOD", "SNAPSHOT": "SNAPSH",
        "REVALIDATE": "REVAL",
        "CONNECTED": "CONN-OK",
    ]

    /// Stops on the way, with a cross; drawing it to the lane would look like an arrival.
    private func drawLost(_ arrow: SequenceModel.Arrow, _ why: String, on canvas: inout Canvas) {
        let style = Style(.red)
        let from = grid.columns[arrow.from]
        let to = grid.columns[arrow.to]
        let right = to > from
        let length = abs(to - from)
        let text = arrow.label ?? ""
        let needed = min(grid.pitch - 2, Glyphs.width(text) + 4)
        let end = min(length - 1, max(length * 55 / 100, needed))
        canvas.put(right ? "├" : "┤", at: from, row: 0, style)
        for offset in 1..<max(2, end) {
            let column = right ? from + offset : from - offset
            canvas.put(grid.columns.contains(column) ? "┼" : "╌", at: column, row: 0, style)
        }
        canvas.put("×", at: right ? from + end : from - end, row: 0, style)
        label(text, beside: arrow.from, toRight: right, style, row: 0, on: &canvas)
        // The reason stands on the far side of the sender, where nothing is drawn.
        let words = "lost: \(why)"
        if right {
            let start = to + 2
            let room = grid.width - start
            guard arrow.to == grid.lanes.count - 1, room >= 8 else { return }
            canvas.put(words.cut(to: room), at: start, row: 0, style)
        } else {
            let room = grid.room(rightOf: arrow.from)
            canvas.put(words.cut(to: room), at: from + 2, row: 0, style)
        }
    }

    /// Equal messages to several, in one line, drawn when they leave.
    private func draw(
        _ group: [MessageRecord], _ base: LaneLines, _ isCurrent: Bool, on canvas: inout Canvas
    ) {
        guard let from = grid.index(of: group[0].from) else { return }
        let receivers = group.compactMap { grid.index(of: $0.to) }.filter { $0 != from }.sorted()
        func head(_ receiver: Int) -> Character {
            let message = group.first { $0.to == grid.lanes[receiver] }
            let isLeft = receiver < from
            switch message.flatMap({ run.rows.fate(of: $0, by: now) }) {
            case .delivered: return isLeft ? "◀" : "▶"
            case .ignored: return isLeft ? "◁" : "▷"
            case .lost: return "×"
            case .inFlight, nil: return isLeft ? "‹" : "›"
            }
        }
        guard let lowest = receivers.first, let highest = receivers.last else { return }
        base.addRow(to: &canvas)
        let row = canvas.height - 1
        let style = isCurrent ? Style.bold : .plain
        let left = min(lowest, from)
        let right = max(highest, from)
        for column in grid.columns[left] + 1..<grid.columns[right] {
            canvas.put(grid.columns.contains(column) ? "┼" : "─", at: column, row: row, style)
        }
        for receiver in receivers {
            let column = grid.columns[receiver]
            if receiver < from {
                canvas.put(head(receiver), at: column + 1, row: row, style)
                if receiver > left { canvas.put("┼", at: column, row: row, style) }
            } else {
                canvas.put(head(receiver), at: column - 1, row: row, style)
                if receiver < right { canvas.put("┼", at: column, row: row, style) }
            }
        }
        canvas.put(
            left == from ? "├" : right == from ? "┤" : "┼", at: grid.columns[from], row: row, style)
        label(
            Words.label(of: group[0]), beside: from, toRight: left == from, style, row: row,
            on: &canvas)
    }
}

extension Rows {
    fileprivate func isFannedOut(_ message: MessageRecord?) -> Bool {
        message.map { isFannedOut($0) } ?? false
    }
}
