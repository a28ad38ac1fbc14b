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

    private enum Detail: CaseIterable {
        case full, medium, short, letters
    }

    /// With as much detail as fits; what is cut even so ends in `…`.
    func lines(width: Int) -> [Line] {
        var lines: [Line] = []
        // By width alone where possible, so that columns stay where they are from step to step.
        for detail in Detail.allCases where detail != .full || width >= 100 {
            lines = compose(
                states.entries.map { cells($0.lane, $0.state, detail) },
                gap: detail == .letters ? 1 : 2)
            if lines.allSatisfy({ $0.width <= width }) { break }
        }
        return lines.map { $0.cut(to: width) }
    }

    private func compose(_ rows: [[Cell]], gap: Int) -> [Line] {
        let columns = rows.map(\.count).max() ?? 0
        var lines = rows.map { _ in Line() }
        for column in 0..<columns {
            // The last cell of a row may run on over the columns of the others.
            let width =
                rows.compactMap { column < $0.count - 1 ? $0[column].width : nil }.max() ?? 0
            for (index, row) in rows.enumerated() where column < row.count {
                let cell = row[column]
                let start = lines[index].width
                lines[index].append(cell.shown, cell.isChanged ? cell.style.bolder : cell.style)
                // Columns line up; the last cell of a row needs no padding.
                if column < row.count - 1 { lines[index].pad(to: start + width + gap) }
            }
        }
        return lines
    }

    private func cells(_ lane: Lane, _ state: ServerState, _ detail: Detail) -> [Cell] {
        let old = before[lane] ?? .down
        let name = (lane == chosen ? "▸" : " ") + lane.name
        var cells = [Cell(text: name, style: .bold), role(state, old, detail)]
        guard state.role != .down else {
            cells.append(contentsOf: onDisk(state))
            return cells
        }
        if detail == .full {
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
                    text:
                        "\(detail == .full || detail == .medium ? long : short) \(value ?? .zero)",
                    isChanged: value != old[keyPath: field]))
        }
        add("logged", "log", \.logged)
        add("durable", "disk", \.durable)
        add("committed", "done", \.committed)
        if let rest = rest(state, old, detail) { cells.append(rest) }
        return cells
    }

    private func role(_ state: ServerState, _ old: ServerState, _ detail: Detail) -> Cell {
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
        if detail == .letters { return Cell(text: role.letter, isChanged: isChanged, style: style) }
        var text =
            switch role {
            case .leading:
                state.phase == .discovery || detail == .full
                    ? "LEADER" : "LEADER epoch \(state.current ?? 0)"
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

    /// What else matters now: the leader's count, the vote of one that looks, a new promise, a flush.
    private func rest(_ state: ServerState, _ old: ServerState, _ detail: Detail) -> Cell? {
        let acks = state.acks ?? []
        if state.role == .leading, (state.outstanding ?? 0) > 0 || !acks.isEmpty {
            var text = "acks " + (acks.isEmpty ? "none" : Wording.list(acks))
            let count = majority.map { "\(acks.count)/\($0)" } ?? "\(acks.count)"
            text = detail == .letters ? count : text + (majority == nil ? "" : " (\(count))")
            return Cell(
                text: text,
                isChanged: state.acks != old.acks || state.outstanding != old.outstanding)
        }
        if state.role == .looking, let vote = state.vote, vote != "none" {
            let text =
                switch detail {
                case .full: "votes " + vote
                case .medium, .short: "votes " + vote.prefix { $0 != " " }
                case .letters: "→" + vote.prefix { $0 != " " }
                }
            return Cell(text: text, isChanged: vote != old.vote)
        }
        if detail != .full, state.accepted != state.current || state.accepted != old.accepted {
            return Cell(
                text: "promised \(state.accepted ?? 0)", isChanged: state.accepted != old.accepted)
        }
        if state.flushing == true && detail != .letters {
            return Cell(text: "flushing", isChanged: old.flushing != true, style: .dim)
        }
        return nil
    }
}
