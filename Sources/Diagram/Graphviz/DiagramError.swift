/// Why a figure could not be drawn.
public enum DiagramError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Graphviz could not be started: its plug-ins are missing.
    case unavailable
    /// Graphviz refused the text; its own words.
    case graphviz(String)
    /// A PNG so large that it could only be drawn unreadably small; sizes in pixels.
    case tooLarge(width: Int, height: Int, limit: Int)

    public var description: String {
        switch self {
        case .unavailable: "Graphviz could not be started"
        case .graphviz(let words): "Graphviz could not draw this: \(words)"
        case .tooLarge(let width, let height, let limit):
            "as PNG this picture would be \(width) × \(height) pixels, and \(limit) is the most for a "
                + "side; draw fewer steps (--steps A...B), or draw it as SVG or PDF"
        }
    }
}
