public import Trace
import Zab

/// What every server has in its log after a step: the same transaction in the same column.
public struct LogsPicture: Hashable, Sendable {
    public let figure: Figure

    /// - Parameters:
    ///   - window: the logs as its last step leaves them; nil for the end of the run.
    ///   - columns: at most so many of the newest transactions are shown.
    public init(recording: Recording, window: ClosedRange<Int>? = nil, columns: Int = 16) {
        let end = min(window?.upperBound ?? .max, recording.steps.last?.n ?? 0)
        figure = LogsDrawing(
            ServerLog.all(recording, after: end), end: end, columns: columns,
            title: recording.header.title
        ).figure()
    }
}

/// Rows of cells. A frame tells how safe an entry is: dashed while it is only written, solid when it is
/// on disk, filled and ticked when the server knows it to be committed.
struct LogsDrawing {
    private let logs: [ServerLog]
    private let end: Int
    private let title: String?
    private let columns: [Zxid]
    private let hidden: Int
    private static let cell = (width: 58.0, height: 32.0)
    private static let gap = 6.0
    private static let left = 100.0
    private static let top = 30.0

    init(_ logs: [ServerLog], end: Int, columns: Int, title: String?) {
        self.logs = logs
        self.end = end
        self.title = title
        var all: [Zxid] = []
        for log in logs { all += (log.entries + log.gone).map(\.zxid) }
        all.sort()
        var distinct: [Zxid] = []
        for zxid in all where distinct.last != zxid { distinct.append(zxid) }
        hidden = max(0, distinct.count - columns)
        self.columns = Array(distinct.suffix(columns))
    }

    func figure() -> Figure {
        var figure = Figure(
            title: (title.map { $0 + ": " } ?? "") + "logs after step \(end)", alt: alt)
        var y = Self.top
        figure.width = max(x(columns.count) + 12, 380)
        for log in logs { y = draw(log, from: y, in: &figure) }
        epochs(to: y - 4, in: &figure)
        legend(at: y + 12, in: &figure)
        figure.height = y + 32
        return figure
    }

    private func x(_ column: Int) -> Double {
        var x = Self.left + baseWidth + Double(column) * (Self.cell.width + Self.gap)
        // An epoch begins with some air.
        for index in columns.indices.dropFirst() where index <= column {
            if columns[index].epoch != columns[index - 1].epoch { x += 14 }
        }
        return x
    }

    private var baseWidth: Double {
        logs.contains { $0.base != .zero } || hidden > 0 ? Self.cell.width + 20 : 0
    }

    private func draw(_ log: ServerLog, from top: Double, in figure: inout Figure) -> Double {
        let height = Self.cell.height
        let head = Rect(left: 10, top: top, right: 88, bottom: top + height)
        figure.boxes.append(
            Box(
                head, .panel, fill: log.isUp ? .white : .mist,
                line: log.isUp ? SequenceStyle.fill(log.role) : .silver, lineWidth: 1.5,
                stroke: log.isUp ? .solid : .dashed, isRounded: true,
                text: Text(
                    "\(log.lane)\n\(log.isUp ? SequenceStyle.name(log.role) : "down")", size: 8.5),
                identity: Identity("log-\(log.lane)", "head")))
        if log.base != .zero {
            let rect = Rect(
                left: Self.left, top: top, right: Self.left + Self.cell.width + 10,
                bottom: top + height)
            figure.boxes.append(
                Box(rect.insetBy(-2), .panel, fill: .white, line: .ink, lineWidth: 0.8))
            figure.boxes.append(
                Box(
                    rect, .panel, fill: .mist, line: .ink, lineWidth: 0.8,
                    text: Text("snapshot\nto \(log.base)", size: 8),
                    identity: Identity("", "snapshot", "the state up to \(log.base) in one piece")))
        } else if hidden > 0 && log.entries.count > 0 {
            let text = Text("… earlier", size: 8, colour: .grey)
            figure.labels.append(
                Label(text, at: Point(Self.left + text.width / 2, top + height / 2)))
        }
        for entry in log.entries {
            guard let column = columns.firstIndex(of: entry.zxid) else { continue }
            cell(entry, of: log, at: Point(x(column), top), in: &figure)
        }
        let cut = log.gone.filter { columns.contains($0.zxid) }
        if cut.isEmpty { return top + height + 14 }
        for entry in cut {
            guard let column = columns.firstIndex(of: entry.zxid) else { continue }
            gone(entry, at: Point(x(column), top + height + 4), in: &figure)
        }
        return top + height + 4 + 22 + 14
    }

    private func cell(
        _ entry: ServerLog.Entry, of log: ServerLog, at corner: Point, in figure: inout Figure
    ) {
        let isCommitted = entry.zxid <= log.committed
        let isDurable = entry.zxid <= log.durable
        let rect = Rect(
            left: corner.x, top: corner.y, right: corner.x + Self.cell.width,
            bottom: corner.y + Self.cell.height)
        let what = Self.object(entry.text)
        let sign = isCommitted ? "✓ " : ""
        figure.boxes.append(
            Box(
                rect, .panel, fill: isCommitted ? "#BFE3D7" : .white,
                line: .ink, lineWidth: isDurable ? 1.6 : 0.8,
                stroke: isDurable ? .solid : .dashed,
                text: Text(
                    sign + entry.zxid.description + (what.isEmpty ? "" : "\n" + what), size: 8.5,
                    isBold: isCommitted),
                identity: Identity(
                    "\(log.lane)-\(entry.zxid)",
                    "entry" + (isDurable ? " durable" : "") + (isCommitted ? " committed" : ""),
                    "\(log.lane) \(entry.zxid) \(entry.text): "
                        + (isDurable ? "on disk" : "written, not on disk yet")
                        + (isCommitted ? ", committed" : ", not known to be committed"))))
    }

    private func gone(_ entry: ServerLog.Entry, at corner: Point, in figure: inout Figure) {
        let rect = Rect(
            left: corner.x, top: corner.y, right: corner.x + Self.cell.width, bottom: corner.y + 20)
        let why = entry.gone == .lost ? "lost" : "cut off"
        figure.boxes.append(
            Box(
                rect, .panel, fill: .white, line: .vermillion, lineWidth: 0.8, stroke: .dotted,
                text: Text(
                    entry.zxid.description, size: 8.5, colour: .vermillion, isStruck: true),
                identity: Identity("", "gone", "\(entry.zxid) \(entry.text): \(why)")))
    }

    /// The last word of what an entry does: the path.
    private static func object(_ text: String) -> String {
        let words = text.split(separator: " ")
        guard let word = words.first(where: { $0.hasPrefix("/") }) ?? words.first else { return "" }
        return word.count <= 9 ? String(word) : word.prefix(8) + "…"
    }

    private func epochs(to bottom: Double, in figure: inout Figure) {
        for (index, zxid) in columns.enumerated() {
            if index > 0 && columns[index - 1].epoch == zxid.epoch { continue }
            let text = Text("epoch \(zxid.epoch)", size: 8, colour: .grey, isBold: true)
            figure.labels.append(Label(text, at: Point(x(index) + text.width / 2, 16)))
            guard index > 0 else { continue }
            let middle = x(index) - Self.gap - 4
            figure.lines.append(
                Line(
                    [Point(middle, 8), Point(middle, bottom)], stroke: .dashed, width: 0.8,
                    colour: .grey))
        }
        if hidden > 0 {
            let text = Text("\(hidden) earlier", size: 8, colour: .grey)
            figure.labels.append(Label(text, at: Point(Self.left + text.width / 2, 16)))
        }
    }

    private func legend(at y: Double, in figure: inout Figure) {
        var x = 12.0
        func item(
            _ words: String, _ fill: Colour, _ width: Double, _ stroke: Stroke, _ line: Colour
        ) {
            let rect = Rect(left: x, top: y - 5, right: x + 16, bottom: y + 5)
            figure.boxes.append(
                Box(rect, .panel, fill: fill, line: line, lineWidth: width, stroke: stroke))
            let text = Text(words, size: 8, colour: .grey)
            figure.labels.append(Label(text, at: Point(x + 21 + text.width / 2, y)))
            x += 21 + text.width + 14
        }
        item("written", .white, 0.8, .dashed, .ink)
        item("on disk", .white, 1.6, .solid, .ink)
        item("✓ known committed", "#BFE3D7", 1.6, .solid, .ink)
        if logs.contains(where: { !$0.gone.isEmpty }) {
            item("cut off or lost", .white, 0.8, .dotted, .vermillion)
        }
    }

    private var alt: String {
        var text = "Logs after step \(end)."
        for log in logs {
            text += " \(log.lane)" + (log.isUp ? "" : " (down)") + ":"
            if log.base != .zero { text += " snapshot to \(log.base);" }
            if log.entries.isEmpty { text += " no entries." }
            for entry in log.entries.suffix(columns.count) {
                text += " \(entry.zxid)"
                text += entry.zxid <= log.durable ? "" : " (not on disk)"
            }
            text += "; on disk to \(log.durable), committed to \(log.committed)"
            if !log.gone.isEmpty {
                text += "; gone: " + log.gone.map(\.zxid.description).joined(separator: " ")
            }
            text += "."
        }
        return text
    }
}
