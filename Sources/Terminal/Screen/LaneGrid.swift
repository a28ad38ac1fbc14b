import Trace

/// Where the columns stand.
struct LaneGrid {
    let lanes: [Lane]
    let width: Int
    /// The column of each lane's line.
    let columns: [Int]
    let pitch: Int
    /// Columns for the marker and the step number.
    let margin: Int

    /// Nil when there is no room for a column a lane.
    init?(lanes: [Lane], width: Int, steps: Int) {
        margin = max(3, "\(steps)".count) + 3
        guard !lanes.isEmpty else { return nil }
        pitch = min(26, (width - margin) / lanes.count)
        // Narrower, and `PROP 1:1` would not fit between two lanes.
        guard pitch >= 12 else { return nil }
        let margin = margin
        let pitch = pitch
        columns = lanes.indices.map { margin + $0 * pitch }
        self.lanes = lanes
        self.width = width
    }

    /// All lanes, or the servers alone where clients would crowd them out; nil where there is no room even
    /// for those. What a client does is then told in words.
    static func fitting(_ lanes: [Lane], width: Int, steps: Int) -> LaneGrid? {
        LaneGrid(lanes: lanes, width: width, steps: steps)
            ?? LaneGrid(lanes: lanes.filter { $0.kind == .server }, width: width, steps: steps)
    }

    func index(of lane: Lane) -> Int? { lanes.firstIndex(of: lane) }

    /// Columns to the right of a lane's line that a label may take.
    func room(rightOf lane: Int) -> Int {
        lane + 1 < columns.count ? pitch - 3 : width - columns[lane] - 2
    }
}
