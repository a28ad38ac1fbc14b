public import Trace

/// Who sent what to whom, downwards in time.
public struct SequencePicture: Hashable, Sendable {
    public let model: SequenceModel
    public let figure: Figure

    /// - Parameter window: the steps to show; nil for the whole recording.
    public init(
        recording: Recording, window: ClosedRange<Int>? = nil,
        options: SequenceOptions = SequenceOptions()
    ) {
        self.init(
            SequenceModel(recording, window: window, options: options), scale: options.scale,
            title: recording.header.title)
    }

    /// Lays out a model that was made before.
    public init(_ model: SequenceModel, scale: SequenceOptions.Scale, title: String? = nil) {
        self.model = model
        var layout = SequenceLayout(model, scale: scale)
        figure = layout.figure(title: title)
    }

    /// The windows of a long recording, without a gap between them: of at most about `rows` rows each, and about as long
    /// as one another, so that no last one is left with a single step.
    public static func pages(
        _ recording: Recording, rows: Int = 40, options: SequenceOptions = SequenceOptions()
    ) -> [ClosedRange<Int>] {
        let model = SequenceModel(recording, options: options)
        guard let first = recording.steps.first?.n, let last = recording.steps.last?.n else {
            return []
        }
        // The last step above each boundary; in causal scale a row may hold a step of a later page.
        var pages: [ClosedRange<Int>] = []
        var start = first
        let count = (model.rows.count + rows - 1) / rows
        for boundary in (0..<count).dropFirst().map({ model.rows.count * $0 / count }) {
            var end = start
            for row in model.rows[..<boundary] { end = max(end, row.steps.last ?? end) }
            if end >= last { break }
            pages.append(start...end)
            start = end + 1
        }
        pages.append(start...last)
        return pages
    }
}
