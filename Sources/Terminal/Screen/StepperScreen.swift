import Picture
import Properties
import Trace

extension Stepper {
    /// What the screen shows at this size.
    public func frame(width: Int, height: Int, look: Look = Look()) -> Frame {
        let screen = StepperScreen(stepper: self, width: max(width, 1), height: max(height, 1))
        let frame = page == nil ? screen.main() : screen.over()
        return look.ascii ? frame.ascii() : frame
    }
}

/// Puts the parts of the stepper's screen together.
private struct StepperScreen {
    let stepper: Stepper
    let width: Int
    let height: Int

    private var run: Run { stepper.run }

    /// From this width on, text stands beside the columns rather than under them.
    private static let wide = 150
    private static let fewestRows = 4

    func main() -> Frame {
        width >= Self.wide && height >= 20 ? sideBySide() : stacked()
    }

    // MARK: Layouts

    private func stacked() -> Frame {
        let head = [title()] + standing(width)
        let foot = footer()
        let table = stateTable(width)
        let grid = LaneGrid.fitting(run.rows.lanes, width: width, steps: run.last)
        let heading = grid.map { [laneHeads($0)] } ?? []
        let room = height - head.count - heading.count - 1
        var state = table
        // Rows come first, then what is told; the table gives way on a very low screen.
        if room - state.count - 2 < Self.fewestRows + 2 {
            state = Array(state.prefix(max(0, room - 2 - Self.fewestRows - 2)))
        }
        let rules = state.isEmpty ? 1 : 2
        let told = Narration(stepper: stepper).lines(width: width - 2)
        let free = max(0, room - state.count - rules)
        let most = max(0, free - Self.fewestRows)
        let notes = paged(told, height: min(most, max(told.count, height / 5)))
        let (rows, marker) = rows(grid, height: free - notes.count, width: width)
        var lines = head + heading + rows
        if !state.isEmpty { lines += [rule()] + state }
        lines += [rule()] + notes.map { indented($0) }
        while lines.count < height - 1 { lines.append(Line()) }
        lines = Array(lines.prefix(max(0, height - 1)))
        lines.append(foot)
        return framed(lines, selected: head.count + heading.count + marker)
    }

    private func sideBySide() -> Frame {
        let head = [title()] + standing(width)
        let lanes = run.rows.lanes.count
        let left = min(width - 84, max(60, 8 + lanes * 26))
        let right = width - left - 3
        let grid = LaneGrid.fitting(run.rows.lanes, width: left, steps: run.last)
        let heading = grid.map { [laneHeads($0)] } ?? []
        let body = max(0, height - head.count - 1)
        let (rows, marker) = rows(grid, height: body - heading.count, width: left)
        let table = stateTable(right)
        var side = table + [Line(String(repeating: "─", count: right), .dim)]
        let told = Narration(stepper: stepper).lines(width: right - 1)
        let onTheWay = travelling(right)
        let tail = onTheWay.isEmpty ? 0 : onTheWay.count + 1
        side += paged(told, height: max(1, body - side.count - tail))
        if !onTheWay.isEmpty && side.count + tail <= body {
            side += [Line()] + onTheWay
        }
        var lines = head
        for index in 0..<body {
            var line = index < heading.count ? heading[index] : Line()
            if index >= heading.count, index - heading.count < rows.count {
                line = rows[index - heading.count]
            }
            line = line.cut(to: left)
            line.pad(to: left + 1)
            line.append("│ ", .dim)
            if index < side.count { line.append(side[index]) }
            lines.append(line)
        }
        lines.append(footer())
        return framed(lines, selected: head.count + heading.count + marker)
    }

    private func framed(_ lines: [Line], selected row: Int) -> Frame {
        if let prompt = stepper.prompt {
            let column = 1 + Glyphs.width(Glyphs.printable(prompt.text))
            return Frame(
                lines, width: width, height: height,
                cursor: Frame.Place(column: column, row: height - 1), showsCursor: true)
        }
        return Frame(
            lines, width: width, height: height, cursor: Frame.Place(column: 0, row: row))
    }

    /// A page over everything.
    func over() -> Frame {
        guard let page = stepper.page else { return main() }
        let shown = page.shown(width)
        let room = max(1, height - 2)
        let top = max(0, min(page.scroll, shown.count - room))
        var title = Line(" " + page.title, .bold)
        if shown.count > room {
            let last = min(shown.count, top + room)
            title = title.cut(to: max(1, width - 20))
            title.append("  lines \(top + 1)–\(last) of \(shown.count)", .dim)
        }
        var lines = [title] + shown[top...].prefix(room).map { indented($0) }
        while lines.count < height - 1 { lines.append(Line()) }
        lines = Array(lines.prefix(max(0, height - 1)))
        lines.append(Line(" ↑ ↓ scroll ▏space page ▏any other key closes", .dim))
        return Frame(lines, width: width, height: height)
    }

    private func indented(_ line: Line) -> Line {
        guard !line.isEmpty else { return line }
        var indented = Line(" ")
        indented.append(line)
        return indented
    }

    private func rule() -> Line { Line(String(repeating: "─", count: width), .dim) }

    // MARK: Top

    private func title() -> Line {
        var title = stepper.material.title
        if title.isEmpty { title = "A recording" }
        let phase = phaseText
        let room = width - Glyphs.width(phase) - 3
        guard room > 12 else { return Line(" " + title, .bold).cut(to: width) }
        var line = Line(" " + title, .bold).cut(to: room)
        line.pad(to: width - Glyphs.width(phase) - 1)
        line.append(phase, Style(.cyan))
        return line
    }

    /// The phase of the cluster: that of its newest leader, or the election while there is none.
    private var phaseText: String {
        let states = run.states.states(after: stepper.current).entries.map(\.state)
        let leaders = states.filter { $0.role == .leading }
        let newest = leaders.max { ($0.accepted ?? 0) < ($1.accepted ?? 0) }
        guard let newest else {
            if states.contains(where: { $0.role == .looking }) { return "ELECTION" }
            return states.contains { $0.role != .down } ? "no leader" : ""
        }
        let phase = (newest.phase ?? .broadcast).rawValue.uppercased()
        return newest.phase == .discovery ? phase : "\(phase) · epoch \(newest.current ?? 0)"
    }

    /// Whether the promises hold: always in a branch, in the run itself once one is seen to break
    /// and no question is left that it would answer.
    private func standing(_ width: Int) -> [Line] {
        var line = Line()
        if stepper.isBranch {
            line.append(" What if, from step \(run.from ?? 0): ", Style(.magenta, bold: true))
            let broken = run.violations.first
            let verdict =
                broken.map {
                    "\($0.property.rawValue) \($0.property.title) broke at step \($0.step)"
                }
                ?? "every promise holds"
            let commands = run.commands.joined(separator: "; ")
            let room = max(8, width - line.width - Glyphs.width(verdict) - 4)
            line.append(commands.cut(to: room), Style(.magenta))
            line.append(" · ", .dim)
            line.append(verdict, Style(broken == nil ? .green : .red, bold: true))
            return [line.cut(to: width)]
        }
        guard let broken = stepper.violations.first, broken.step <= stepper.current else {
            return []
        }
        line.append(
            " \(broken.property.rawValue) \(broken.property.title) broke at step \(broken.step)",
            Style(.red, bold: true))
        return [line.cut(to: width)]
    }

    private func laneHeads(_ grid: LaneGrid) -> Line {
        let states = run.states.states(after: stepper.current)
        let votes = run.recording.header.servers
        var line = Line()
        for (index, lane) in grid.lanes.enumerated() {
            line.pad(to: grid.columns[index])
            let role = states[lane]?.role
            var text = lane.name
            var style = Style.bold
            let isObserver = votes.first { $0.lane == lane }?.votes == false
            if let role {
                let words =
                    switch role {
                    case .leading: "LEADER"
                    case .following: "follower"
                    case .observing: "observer"
                    case .looking: isObserver ? "observer?" : "looking"
                    case .down: "down"
                    }
                let fits = Glyphs.width(text) + 1 + words.count < grid.pitch
                text += " " + (fits ? words : role.letter)
                if role == .leading { style = Style(.blue, bold: true) }
                if role == .down { style = Style(.red) }
            }
            line.append(text.cut(to: grid.pitch - 1), style)
        }
        return line
    }

    // MARK: Rows

    /// The rows around the current one, and in which line the current one stands.
    private func rows(_ grid: LaneGrid?, height: Int, width: Int) -> (lines: [Line], marker: Int) {
        guard height > 0 else { return ([], 0) }
        let rows = run.rows
        guard let current = rows.index(of: stepper.current) ?? rows.all.indices.first else {
            return (Array(repeating: Line(), count: height), 0)
        }
        let limit = stepper.visibleLimit
        func drawn(_ index: Int) -> [Line] {
            var row = rows.all[index]
            if row.steps.lowerBound > limit { return [] }
            if row.pings != nil && row.steps.upperBound > limit {
                // A fold that reaches beyond what may be seen would tell how long nothing happens.
                guard index == current else { return [] }
                row.pings = 0
            }
            let isCurrent = index == current
            return grid.map {
                RowDrawing(run: run, grid: $0, now: stepper.current).lines(
                    of: row, isCurrent: isCurrent)
            }
                ?? ListRows(run: run, width: width).lines(of: row, isCurrent: isCurrent)
        }
        var block = drawn(current)
        var marker = 0
        // The lines behind the current row, up to its half of the room; what they leave goes before it.
        var after: [Line] = []
        var next = current + 1
        let half = max(1, (height - block.count) / 2)
        while next < rows.all.count, after.count < height {
            let lines = drawn(next)
            if lines.isEmpty { break }
            after += lines
            next += 1
        }
        let isOpen = next >= rows.all.count || drawn(next).isEmpty
        let hidden = isOpen && next < rows.all.count
        if hidden, let grid {
            let states = run.states.states(after: stepper.current)
            after.append(RowDrawing(run: run, grid: grid, now: stepper.current).blank(states))
        }
        var before: [Line] = []
        var previous = current - 1
        while previous >= 0, before.count < height {
            before = drawn(previous) + before
            previous -= 1
        }
        let below = min(after.count, max(half, height - block.count - before.count))
        let above = max(0, min(before.count, height - block.count - below))
        block = before.suffix(above) + block + after.prefix(below)
        marker = above
        while block.count < height { block.append(Line()) }
        return (Array(block.prefix(height)), marker)
    }

    private func stateTable(_ width: Int) -> [Line] {
        StateTable(
            states: run.states.states(after: stepper.current),
            before: run.states(before: stepper.current), majority: run.majority,
            chosen: stepper.inspects ? stepper.inspected : nil
        ).lines(width: width)
    }

    /// Messages that were sent and have neither arrived nor been seen to be lost.
    private func travelling(_ width: Int) -> [Line] {
        let n = stepper.current
        let arrows = run.rows.model.arrows.filter {
            ($0.sent ?? Int.max) <= n && ($0.ended ?? Int.max) > n
        }
        guard !arrows.isEmpty else { return [] }
        var line = Line("On the way: ", .bold)
        let words = arrows.map { "\($0.label ?? "") \($0.message.from)→\($0.message.to)" }
        line.append(words.joined(separator: ", "))
        let lines = line.wrapped(to: width, indent: 2)
        return lines.count <= 4 ? lines : Array(lines.prefix(3)) + [Line("  …")]
    }

    // MARK: Bottom

    /// One page of a text that may be longer than its place, with a mark where it goes on.
    private func paged(_ lines: [Line], height: Int) -> [Line] {
        guard height > 0 else { return [] }
        guard lines.count > height else {
            return lines + Array(repeating: Line(), count: height - lines.count)
        }
        let size = max(1, height - 1)
        let pages = (lines.count + size - 1) / size
        let page = stepper.notePage % pages
        var shown = Array(lines[(page * size)..<min(lines.count, (page + 1) * size)])
        while shown.count < size { shown.append(Line()) }
        if height > 1 {
            shown.append(Line("▾ part \(page + 1) of \(pages), Tab turns", Style(.cyan)))
        }
        return shown
    }

    private func footer() -> Line {
        if let prompt = stepper.prompt {
            var line = Line(String(prompt.kind), .bold)
            // The end of what is typed stays in sight.
            var text = Substring(Glyphs.printable(prompt.text))
            while Glyphs.width(String(text)) > width - 2, !text.isEmpty { text.removeFirst() }
            line.append(String(text))
            if text.isEmpty {
                line.append(
                    prompt.kind == ":"
                        ? "  12 · why · explain zxid · crash s1 · run for 2s · return · help"
                        : "  a text, or a predicate such as s2 durable 1:1", .dim)
            }
            return line.cut(to: width)
        }
        var line = Line(" step \(stepper.current)/\(run.last)", .bold)
        if let notice = stepper.notice {
            line.append(" ▏", .dim)
            line.append(notice)
            return line.cut(to: width)
        }
        var hints: [String] = []
        if stepper.read != nil { hints.append("n next question") }
        if stepper.askedQuestion != nil {
            hints = [
                stepper.current == stepper.limit ? "\(stepper.letters) answer" : "G open question"
            ]
        }
        if stepper.isBranch { hints.append(":return") }
        hints += stepper.read == nil ? ["n next", "p back"] : ["p back"]
        if run.whatIf != nil { hints.append(": what if") }
        hints += ["/ find", "i inspect", "? help", "q quit"]
        // Help and quit are the two that must be there.
        while hints.count > 3 && line.width + hints.reduce(0, { $0 + $1.count + 2 }) > width {
            hints.remove(at: hints.count - 3)
        }
        for hint in hints { line.append(" ▏" + hint, .dim) }
        return line.cut(to: width)
    }
}
