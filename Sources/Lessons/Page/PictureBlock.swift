public import Scenario

/// A figure of the scenario block above; the page links the drawn file.
public struct PictureBlock: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case sequence, states, votes, logs
    }

    /// From 1, in the order of the page.
    public var number: Int
    public var kind: Kind
    public var window: Window
    /// What to point at.
    public var focus: Predicate?
    public var caption: String

    public init(
        number: Int, kind: Kind, window: Window, focus: Predicate?, caption: String
    ) {
        self.number = number
        self.kind = kind
        self.window = window
        self.focus = focus
        self.caption = caption
    }

    /// The name of the drawn file in `Output/`, without its ending: `01-one-write-1`.
    public func fileName(in page: String) -> String { "\(page)-\(number)" }
}
