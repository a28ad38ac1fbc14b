extension Step {
    /// `  34   120.000ms  s3  durable 1:1`
    public var headLine: String {
        let head = "\(Wording.right("\(n)", 4)) \(Wording.right(Wording.time(t), 11))"
        return "\(head)  \(Wording.left(at.name, 3)) \(input.text)"
    }

    /// The head line, then a line for each effect that the filter lets through.
    public func lines(_ filter: TraceFilter = .standard) -> [String] {
        var lines = [headLine]
        lines += Self.folded(effects.filter(filter.shows)).map { Self.margin + $0 }
        if let state {
            let changes =
                filter.everything
                ? state.fields.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
                : state.headline
            if !changes.isEmpty { lines.append(Self.margin + "now " + changes) }
        }
        return lines
    }

    private static let margin = String(repeating: " ", count: 24)

    /// One line for each effect, but the same message to several servers in one.
    static func folded(_ effects: [StepEffect]) -> [String] {
        var lines: [String] = []
        var summary: String?
        for effect in effects {
            if case .send(let message) = effect {
                if message.summary == summary {
                    lines[lines.count - 1] += " \(message.to)"
                    continue
                }
                summary = message.summary
            } else {
                summary = nil
            }
            lines.append(effect.text)
        }
        return lines
    }
}

extension Step: CustomStringConvertible {
    public var description: String { lines().joined(separator: "\n") }
}

extension Recording {
    /// The steps that the filter shows, as text.
    public func text(_ filter: TraceFilter = .standard) -> String {
        steps.filter(filter.shows).flatMap { $0.lines(filter) }.joined(separator: "\n")
    }
}
