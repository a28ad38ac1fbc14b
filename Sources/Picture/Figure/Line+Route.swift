extension Line {
    /// The points of a curve that runs straight from corner to corner and rounds each of them.
    static func route(_ corners: [Point], radius: Double = 6) -> [Point] {
        guard corners.count > 2 else { return corners }
        var points = [corners[0]]
        func straight(to end: Point) {
            let start = points[points.count - 1]
            points += [start.toward(end, 1 / 3), start.toward(end, 2 / 3), end]
        }
        for index in 1..<(corners.count - 1) {
            let corner = corners[index]
            let before = near(corner, towards: corners[index - 1], radius)
            let after = near(corner, towards: corners[index + 1], radius)
            straight(to: before)
            points += [before.toward(corner, 0.6), after.toward(corner, 0.6), after]
        }
        straight(to: corners[corners.count - 1])
        return points
    }

    private static func near(_ corner: Point, towards other: Point, _ radius: Double) -> Point {
        let (x, y) = (other.x - corner.x, other.y - corner.y)
        let length = (x * x + y * y).squareRoot()
        return length < 0.001 ? corner : corner.toward(other, min(radius / length, 0.5))
    }
}
