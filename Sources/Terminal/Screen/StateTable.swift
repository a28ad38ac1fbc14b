import Trace
import Zab

/// One line for each server: what it is, and how far its log is written, durable and committed. Fields
/// that the step changed carry a `*`.
struct StateTable {
    let states: ClusterState
    let before: ClusterState
    let majority: Int?
    /// The lane that is marked as chosen.
    var chosen: Lane?

    private struct Cell {
        var text: String
        var isChanged = false
        var style = Style.plain

        var shown: String { isChanged ? text + "*" : text }
        var width: Int { Glyphs.width(shown) }
    }

    func lines(width: Int) -> [Line] {
        let rows = states.entries.map { cells($0.lane, $0.state, isNarrow: false) }
        let wide = compose(rows)
        if wide.allSatisfy({ $0.width <= width }) { return wide }
        let narrow = compose(states.entries.map { cells($0.lane, $0.state, isNarrow: true) })
        return narrow.map { $0.cut(to: width) }
    }

    private func compose(_ rows: [[Cell]]) -> [Line] {
        let columns = rows.map(\.count).max() ?? 0
        var lines = rows.map { _ in Line() }
        for column in 0..<columns {
            let width = rows.compactMap { column < $0.count ? $0[column].width : nil }.max() ?? 0
            for (index, row) in rows.enumerated() where column < row.count {
                let cell = row[column]
                let start = lines[index].width
                lines[index].append(cell.shown, cell.isChanged ? cell.style.bolder : cell.style)
                // Columns line up; the last cell of a row needs no padding.
                if column < row.count - 1 { lines[index].pad(to: start + width + 2) }
            }
        }
        return lines
    }

    private func cells(_ lane: Lane, _ state: ServerState, isNarrow: Bool) -> [Cell] {
        let old = before[lane] ?? .down
        let name = (lane == chosen ? "▸" : " ") + lane.name
        var cells = [Cell(text: name, style: .bold), role(state, old, isNarrow: isNarrow)]
        guard state.role != .down else {
            cells.append(contentsOf: onDisk(state))
            return cells
        }
        if !isNarrow {
            let epoch =
                state.accepted == state.current
                ? "epoch \(state.current ?? 0)"
                : "epoch \(state.current ?? 0), promised \(state.accepted ?? 0)"
            cells.append(
                Cell(
                    text: epoch,
                    isChanged: state.current != old.current || state.accepted != old.accepted))
        }
        func add(_ long: String, _ short: String, _ field: KeyPath<ServerState, Zxid?>) {
            let value = state[keyPath: field]
            cells.append(
                Cell(
                    text: "\(isNarrow ? short : long) \(value ?? .zero)",
                    isChanged: value != old[keyPath: field]))
        }
        add("logged", "log", \.logged)
        add("durable", "disk", \.durable)
        add("committed", "done", \.committed)
        if let rest = rest(state, old, isNarrow: isNarrow) { cells.append(rest) }
        return cells
    }

    private func role(_ state: ServerState, _ old: ServerState, isNarrow: Bool) -> Cell {
        let role = state.role ?? .down
        let isChanged = role != old.role || state.phase != old.phase || state.leader != old.leader
        let leader = state.leader.flatMap { $0 == "none" ? nil : $0.name }
        let style: Style =
            switch role {
            case .leading: Style(.blue, bold: true)
            case .down: Style(.red)
            case .looking: Style(.yellow)
            case .following, .observing: .plain
            }
        if isNarrow { return Cell(text: role.letter, isChanged: isChanged, style: style) }
        var text =
            switch role {
            case .leading: "LEADER"
            case .following: "follower"
            case .observing: "observer"
            case .looking, .down: role.rawValue
            }
        if role == .following || role == .observing, let leader { text += " of \(leader)" }
        if let phase = state.phase, phase == .discovery || phase == .synchronization {
            text += ", " + (phase == .discovery ? "discovery" : "sync")
        }
        return Cell(text: text, isChanged: isChanged, style: style)
    }

    /// What a server that is down would start with.
    private func onDisk(_ state: ServerState) -> [Cell] {
        guard let durable = state.durable, durable != .zero else { return [] }
        return [Cell(text: "on disk \(durable), epoch \(state.current ?? 0)", style: .dim)]
    }

    private func rest(_ state: ServerState, _ old: ServerState, isNarrow: Bool) -> Cell? {
        if state.role == .leading, let outstanding = state.outstanding ?? acksAsOutstanding(state),
            outstanding > 0
        {
            let acks = state.acks ?? []
            var text = "acks " + (acks.isEmpty ? "none" : Wording.list(acks))
            if let majority { text += " (\(acks.count)/\(majority))" }
            return Cell(
                text: text,
                isChanged: state.acks != old.acks || state.outstanding != old.outstanding)
        }
        if state.role == .looking, let vote = state.vote, vote != "none" {
            let text = isNarrow ? "→" + vote.prefix { $0 != " " } : "votes " + vote
            return Cell(text: text, isChanged: vote != old.vote)
        }
        if state.flushing == true {
            return Cell(text: "flushing", isChanged: old.flushing != true, style: .dim)
        }
        if state.role == .leading && isNarrow { return nil }
        return nil
    }

    private func acksAsOutstanding(_ state: ServerState) -> Int? {
        (state.acks ?? []).isEmpty ? nil : 1
    }
}
