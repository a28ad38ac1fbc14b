extension SequenceModel {
    /// So many messages of one step to one lane can each have a label beside its arrow.
    private static let longestFan = 8

    /// Of more messages than that, as a server answers with when many requests shared a flush, the first speaks for all
    /// and says how many there are. What each one is stands in its tooltip.
    func foldingLongFans() -> SequenceModel {
        var model = self
        var start = 0
        while start < arrows.count {
            let first = arrows[start]
            let end =
                arrows[start...].firstIndex {
                    $0.sent != first.sent || $0.from != first.from || $0.to != first.to
                } ?? arrows.count
            if first.sent != nil, end - start > Self.longestFan, let label = first.label {
                model.arrows[start].label = "\(label), \(end - start - 1) more"
                for index in (start + 1)..<end { model.arrows[index].label = nil }
            }
            start = end
        }
        return model
    }
}
