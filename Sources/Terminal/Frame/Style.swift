/// How a piece of text looks: one of the sixteen named colours, so that the reader's own theme decides
/// what it is, and weight. Nothing on screen is told by colour alone.
public struct Style: Hashable, Sendable {
    /// The names that every terminal knows, as their SGR foreground codes.
    public enum Color: Int, Hashable, Sendable {
        case red = 31
        case green, yellow, blue, magenta, cyan
    }

    public var color: Color?
    public var isBold = false
    public var isDim = false
    public var isReversed = false

    public init(
        _ color: Color? = nil, bold: Bool = false, dim: Bool = false, reversed: Bool = false
    ) {
        self.color = color
        isBold = bold
        isDim = dim
        isReversed = reversed
    }

    public static let plain = Style()
    public static let bold = Style(bold: true)
    public static let dim = Style(dim: true)

    /// The escape sequence that switches to this style from any other.
    var escape: String {
        var codes = ["0"]
        if isBold { codes.append("1") }
        if isDim { codes.append("2") }
        if isReversed { codes.append("7") }
        if let color { codes.append("\(color.rawValue)") }
        return "\u{1b}[\(codes.joined(separator: ";"))m"
    }
}

/// What the terminal can show.
public struct Look: Hashable, Sendable {
    public var color: Bool
    /// Nothing but ASCII, for terminals and fonts without box drawing.
    public var ascii: Bool

    public init(color: Bool = false, ascii: Bool = false) {
        self.color = color
        self.ascii = ascii
    }
}

extension Style {
    var bolder: Style {
        var style = self
        style.isBold = true
        return style
    }
}
