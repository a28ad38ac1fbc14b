import Trace

/// The chart's frozen layout, placed by hand: election above, down below, a column for each role between
/// them, ways back to the election left of each column and crashes right of it. It never moves, so that
/// two frames differ only in what happened.
enum StateChartLayout {
    static let box = (width: 150.0, height: 48.0)
    static let pitch = 252.0
    static let left = 88.0
    static let lookingTop = 10.0
    static let firstRow = 112.0
    static let rowPitch = 94.0

    static func column(_ role: Role) -> Int {
        switch role {
        case .leading: 0
        case .following: 1
        case .observing, .looking, .down: 2
        }
    }

    static func width(_ chart: StateChart) -> Double {
        left + Double(chart.roles.count) * pitch + 12
    }

    static let height = firstRow + 3 * rowPitch + box.height + 14

    static func rect(_ node: StateChart.Node, _ chart: StateChart) -> Rect {
        switch node {
        case .looking:
            Rect(
                left: left, top: lookingTop, right: width(chart) - 12,
                bottom: lookingTop + box.height)
        case .down:
            Rect(
                left: left, top: height - box.height - 10, right: width(chart) - 12,
                bottom: height - 10)
        case .role(let role, let phase):
            Rect(
                center: Point(
                    left + (Double(column(role)) + 0.5) * pitch,
                    firstRow + box.height / 2 + Double(row(phase)) * rowPitch),
                width: box.width, height: box.height)
        }
    }

    private static func row(_ phase: Phase) -> Int {
        switch phase {
        case .synchronization: 1
        case .broadcast: 2
        case .none, .election, .discovery: 0
        }
    }

    /// The corners of an edge, and where its label stands.
    static func route(
        _ edge: StateChart.Edge, _ chart: StateChart
    ) -> (corners: [Point], label: Point, alignment: Text.Alignment) {
        let (from, to) = (rect(edge.from, chart), rect(edge.to, chart))
        switch (edge.from, edge.to) {
        case (.down, .looking):
            let x = from.left - 30
            return (
                [
                    Point(from.left, from.center.y), Point(x, from.center.y),
                    Point(x, to.center.y), Point(to.left, to.center.y),
                ], Point(x - 3, (from.top + to.bottom) / 2), .right
            )
        case (.looking, .down):
            let x = from.right - 8
            return (
                [Point(x, from.bottom), Point(x, to.top)],
                Point(x - 4, from.bottom + 12), .right
            )
        case (.role(_, let phase), .looking):
            // Three ways up, side by side, the lowest state's farthest out.
            let x = from.left - 9 - Double(row(phase)) * 9
            return (
                [
                    Point(from.left, from.center.y), Point(x, from.center.y), Point(x, to.bottom),
                ], Point(from.left - 3, from.center.y + 7), .right
            )
        case (.role(_, let phase), .down):
            let x = from.right + 9 + Double(2 - row(phase)) * 9
            return (
                [Point(from.right, from.center.y), Point(x, from.center.y), Point(x, to.top)],
                Point(from.right + 3, from.center.y - 7), .left
            )
        default:
            let x = to.center.x
            return (
                [Point(x, from.bottom), Point(x, to.top)],
                Point(x + 6, (from.bottom + to.top) / 2), .left
            )
        }
    }
}
