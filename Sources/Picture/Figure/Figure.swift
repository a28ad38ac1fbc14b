/// A picture as a value: everything placed, in points, nothing left to a layout engine.
///
/// Drawn from the back: ground boxes, lines, the other boxes in order, marks, labels. Two equal figures give equal DOT.
public struct Figure: Hashable, Sendable {
    public var width: Double
    public var height: Double
    /// One line: what the picture shows.
    public var title: String
    /// The picture in words, for those who cannot see it.
    public var alt: String
    public var boxes: [Box]
    public var marks: [Mark]
    public var labels: [Label]
    public var lines: [Line]

    public init(
        width: Double = 0, height: Double = 0, title: String = "", alt: String = "",
        boxes: [Box] = [], marks: [Mark] = [], labels: [Label] = [], lines: [Line] = []
    ) {
        self.width = width
        self.height = height
        self.title = title
        self.alt = alt
        self.boxes = boxes
        self.marks = marks
        self.labels = labels
        self.lines = lines
    }
}

/// Solid, dashed or dotted.
public enum Stroke: Hashable, Sendable { case solid, dashed, dotted }

/// What stands behind an element, for a reader with a mouse, a style sheet or a script.
public struct Identity: Hashable, Sendable {
    /// Becomes the `id` in SVG: `m31_s3_s1` for a message, `e34` for what happened in a step.
    public var id: String
    /// Becomes the `class` in SVG: `message PROPOSAL`, `mark commit`.
    public var kind: String
    /// The whole story, shown when the pointer rests on it.
    public var tooltip: String

    public init(_ id: String, _ kind: String, _ tooltip: String = "") {
        self.id = id
        self.kind = kind
        self.tooltip = tooltip
    }
}

/// A filled or framed rectangle.
public struct Box: Hashable, Sendable {
    /// What the box is; labels keep clear of the solid ones.
    public enum Role: Hashable, Sendable {
        /// Behind everything, text may stand on it.
        case ground
        /// A lane's bar.
        case bar
        /// Holds its own text; foreign labels keep clear.
        case panel
    }

    public var rect: Rect
    public var role: Role
    public var fill: Colour?
    public var line: Colour?
    public var lineWidth: Double
    public var stroke: Stroke
    public var isRounded: Bool
    public var text: Text?
    public var identity: Identity?

    public init(
        _ rect: Rect, _ role: Role, fill: Colour? = nil, line: Colour? = nil,
        lineWidth: Double = 1, stroke: Stroke = .solid, isRounded: Bool = false,
        text: Text? = nil, identity: Identity? = nil
    ) {
        self.rect = rect
        self.role = role
        self.fill = fill
        self.line = line
        self.lineWidth = lineWidth
        self.stroke = stroke
        self.isRounded = isRounded
        self.text = text
        self.identity = identity
    }
}

/// A small sign on a lane; its shape carries the meaning.
public struct Mark: Hashable, Sendable {
    public enum Shape: Hashable, Sendable {
        /// Disk: hollow when written, filled when durable.
        case square, filledSquare
        /// A decision of the protocol; filled when it is a commit.
        case circle, filledCircle
        /// A timer fired.
        case diamond
        /// A message that ends here, undelivered.
        case cross
        /// Across a lane: the server dies.
        case bar
        /// The lane begins again.
        case ring
        /// A token: a circle with a name in it.
        case token
    }

    public var shape: Shape
    public var center: Point
    /// Width and height in points.
    public var size: Double
    public var colour: Colour
    public var label: Label?
    public var identity: Identity?

    public init(
        _ shape: Shape, at center: Point, size: Double, colour: Colour, label: Label? = nil,
        identity: Identity? = nil
    ) {
        self.shape = shape
        self.center = center
        self.size = size
        self.colour = colour
        self.label = label
        self.identity = identity
    }

    /// The room it takes.
    public var rect: Rect {
        switch shape {
        case .bar: Rect(center: center, width: size, height: 4)
        default: Rect(center: center, width: size, height: size)
        }
    }
}

/// A line or an arrow: a start, any number of cubic Bézier pieces, and what stands at its ends.
public struct Line: Hashable, Sendable {
    public enum End: Hashable, Sendable { case none, dot, filled, hollow }

    /// The two ends of a straight line, or 3n + 1 points of a curve.
    public var points: [Point]
    public var tail: End
    public var head: End
    public var stroke: Stroke
    public var width: Double
    public var colour: Colour
    public var label: Label?
    public var identity: Identity?

    public init(
        _ points: [Point], tail: End = .none, head: End = .none, stroke: Stroke = .solid,
        width: Double = 1, colour: Colour = .ink, label: Label? = nil, identity: Identity? = nil
    ) {
        self.points = points
        self.tail = tail
        self.head = head
        self.stroke = stroke
        self.width = width
        self.colour = colour
        self.label = label
        self.identity = identity
    }

    /// The length of an arrowhead, and its greatest width.
    public static let headLength = 7.0
    public static let headWidth = 5.0

    /// The room of the arrowhead, when there is one.
    public var headRect: Rect? {
        guard head == .filled || head == .hollow, points.count >= 2 else { return nil }
        let tip = points[points.count - 1]
        let before = points[points.count - 2]
        return Line.headRect(tip: tip, from: before)
    }

    static func headRect(tip: Point, from before: Point) -> Rect {
        let (x, y) = (tip.x - before.x, tip.y - before.y)
        let length = max((x * x + y * y).squareRoot(), 0.001)
        let base = Point(tip.x - x / length * headLength, tip.y - y / length * headLength)
        // The two corners of the base stand square to the shaft.
        let (dx, dy) = (abs(y / length) * headWidth / 2, abs(x / length) * headWidth / 2)
        return Rect(
            left: min(tip.x, base.x - dx), top: min(tip.y, base.y - dy),
            right: max(tip.x, base.x + dx), bottom: max(tip.y, base.y + dy))
    }
}
