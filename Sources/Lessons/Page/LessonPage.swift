/// A lesson as it is written: its front matter, and its blocks in order.
public struct LessonPage: Hashable, Sendable {
    /// The file's name without its ending: `01-one-write`.
    public var name: String
    /// The path it was read from, for messages.
    public var file: String
    public var front: FrontMatter
    /// The one heading of level 1.
    public var title: String
    public var blocks: [Block]
    /// The page itself, to be rewritten with newly recorded traces.
    public var text: String

    public struct Block: Hashable, Sendable {
        /// The line in the file that it begins at, from 1; for a fenced block that of the fence.
        public var line: Int
        public var lastLine: Int
        public var content: Content

        public init(line: Int, lastLine: Int, content: Content) {
            self.line = line
            self.lastLine = lastLine
            self.content = content
        }
    }

    public enum Content: Hashable, Sendable {
        case prose(Prose)
        case scenario(ScenarioBlock)
        case trace(TraceBlock)
        case note(Note)
        case prediction(Prediction)
        case experiment(Experiment)
        case picture(PictureBlock)
    }

    public var predictions: [Prediction] {
        blocks.compactMap { if case .prediction(let value) = $0.content { value } else { nil } }
    }

    public var experiments: [Experiment] {
        blocks.compactMap { if case .experiment(let value) = $0.content { value } else { nil } }
    }

    public var pictures: [PictureBlock] {
        blocks.compactMap { if case .picture(let value) = $0.content { value } else { nil } }
    }
}
