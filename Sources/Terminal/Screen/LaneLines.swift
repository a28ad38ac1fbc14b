import Picture
import Trace

/// The lanes themselves, which every line of a row begins with.
struct LaneLines {
    let grid: LaneGrid
    let states: ClusterState
    let cuts: [Int]

    func addRow(to canvas: inout Canvas) {
        canvas.addRow()
        let row = canvas.height - 1
        for (index, lane) in grid.lanes.enumerated() {
            let state = states[lane]
            // No line while the server is down.
            guard state?.role != .down else { continue }
            let style: Style = state?.role == .leading ? Style(.blue, bold: true) : .dim
            canvas.put("│", at: grid.columns[index], row: row, style)
        }
        for gap in cuts {
            canvas.put("░", at: grid.columns[gap + 1] - 2, row: row, Style(.yellow))
        }
    }
}
