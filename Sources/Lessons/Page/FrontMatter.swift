/// What stands at the head of a page about it.
public struct FrontMatter: Hashable, Sendable {
    /// The one thing to take home.
    public var insight = ""
    /// What many believe before, and should not after.
    public var misconception = ""
    public var minutes = 0
    /// Lessons to read before, by name.
    public var needs: [String] = []
    public var tracks: [String] = []
    /// Where it is from: sections, classes, issues.
    public var sources: [String] = []

    public init() {}

    /// The keys that a page may have; the first three it must have.
    public static let keys = [
        "insight", "misconception", "minutes", "needs", "tracks", "sources",
    ]
}
