/// A piece of running text, as plain text for the terminal and as it was written.
public struct Prose: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case heading(Int)
        case paragraph, quote
        /// Each item on a line of its own, with its bullet or number.
        case list
        /// Source, tables and the like: shown as they are.
        case verbatim
    }

    public var kind: Kind
    /// Without marks; lines of a paragraph run on.
    public var text: String
    public var markdown: String

    public init(kind: Kind, text: String, markdown: String) {
        self.kind = kind
        self.text = text
        self.markdown = markdown
    }
}
