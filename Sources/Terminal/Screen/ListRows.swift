import Picture
import Trace

/// Steps as a list, where there is no room for columns: `34 s1→s3 ACK 1:1`.
struct ListRows {
    let run: Run
    let width: Int

    func lines(of row: Rows.Row, isCurrent: Bool) -> [Line] {
        let digits = max(2, "\(run.last)".count)
        let number = "\(row.steps.lowerBound)"
        var line = Line(isCurrent ? "▸" : " ", Style(.cyan, bold: true))
        line.pad(to: 1 + digits - number.count)
        let emphasis = isCurrent ? Style.bold : .plain
        if let fold = row.foldText {
            line.append(String(repeating: " ", count: number.count - 1) + "⋮ \(fold)", .dim)
            return [line]
        }
        line.append(number, isCurrent ? .bold : .dim)
        line.append(" ")
        let indent = line.width
        guard let step = run.recording.step(row.steps.lowerBound) else { return [line] }
        line.append(text(of: step), emphasis)
        var lines = [line.cut(to: width)]
        for group in step.fanOuts {
            var sent = Line()
            sent.pad(to: indent)
            sent.append("\(step.at)→" + group.map(\.to.name).joined(separator: ","), emphasis)
            sent.append(" " + Words.label(of: group[0]), emphasis)
            lines.append(sent.cut(to: width))
        }
        return lines
    }

    func text(of step: Step) -> String {
        if case .command(let text) = step.input { return "═ " + text }
        let mark = run.rows.mark(at: step.n)
        let label = mark?.label.split(separator: "\n").joined(separator: ", ")
        guard let arrow = run.rows.arrow(endingAt: step.n) else {
            let (glyph, _) = RowDrawing.sign(mark?.shape, step)
            return "\(step.at) \(glyph) \(label ?? step.input.text)"
        }
        let ends = "\(arrow.message.from)→\(arrow.message.to)"
        var text = "\(ends) \(arrow.label ?? "")"
        switch arrow.fate {
        case .lost(let why): text = "\(ends) × \(arrow.label ?? ""): \(why.explanation)"
        case .ignored(let why): text += ", ignored: " + Words.words(why)
        case .delivered, .inFlight: break
        }
        if let label { text += ", " + label }
        return text
    }
}
