/// A place in a figure, in points; x grows to the right and y downwards, as time does.
public struct Point: Hashable, Sendable {
    public var x: Double
    public var y: Double

    public init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }

    /// The point at `share` of the way from here to `other`.
    public func toward(_ other: Point, _ share: Double) -> Point {
        Point(x + (other.x - x) * share, y + (other.y - y) * share)
    }
}

/// An upright rectangle in points.
public struct Rect: Hashable, Sendable {
    public var left: Double
    public var top: Double
    public var right: Double
    public var bottom: Double

    public init(left: Double, top: Double, right: Double, bottom: Double) {
        self.left = left
        self.top = top
        self.right = right
        self.bottom = bottom
    }

    public init(center: Point, width: Double, height: Double) {
        left = center.x - width / 2
        right = center.x + width / 2
        top = center.y - height / 2
        bottom = center.y + height / 2
    }

    public var width: Double { right - left }
    public var height: Double { bottom - top }
    public var center: Point { Point((left + right) / 2, (top + bottom) / 2) }

    /// Whether the two share area; touching edges do not count.
    @inline(__always)
    public func overlaps(_ other: Rect) -> Bool {
        left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }

    public func insetBy(_ amount: Double) -> Rect {
        Rect(left: left + amount, top: top + amount, right: right - amount, bottom: bottom - amount)
    }

    /// Whether the straight line from `a` to `b` runs through the rectangle.
    func isCrossed(from a: Point, to b: Point) -> Bool {
        if max(a.x, b.x) <= left || min(a.x, b.x) >= right { return false }
        if max(a.y, b.y) <= top || min(a.y, b.y) >= bottom { return false }
        // The part of the line between the two vertical edges must reach into the height.
        if a.x == b.x { return true }
        let slope = (b.y - a.y) / (b.x - a.x)
        let from = max(left, min(a.x, b.x))
        let to = min(right, max(a.x, b.x))
        let first = a.y + (from - a.x) * slope
        let last = a.y + (to - a.x) * slope
        return max(first, last) > top && min(first, last) < bottom
    }
}
