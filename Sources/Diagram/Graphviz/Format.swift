/// What a figure can be drawn as.
public enum Format: String, Hashable, Sendable, CaseIterable {
    case svg, png, pdf, dot
}
