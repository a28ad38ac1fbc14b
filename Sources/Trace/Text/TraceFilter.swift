/// Which steps of a trace are shown, and how much of each: the words behind `trace` in a lesson.
public struct TraceFilter: Hashable, Sendable {
    /// Only steps at these lanes; all lanes when empty.
    public var lanes: [Lane] = []
    /// Only steps with decisions, and of their effects only those.
    public var decisionsOnly = false
    /// Only steps that a message, its loss, or a call began, with what was sent.
    public var messagesOnly = false
    /// Timers, heartbeats and every changed field as well.
    public var everything = false

    public init() {}

    public static let standard = TraceFilter()

    /// Reads the words `decisions`, `messages`, `all` and lanes; the word that is none of these is the error.
    public init(words: [String]) throws(UnknownWord) {
        for word in words {
            switch word {
            case "decisions": decisionsOnly = true
            case "messages": messagesOnly = true
            case "all": everything = true
            default:
                let lane = Lane(word)
                if lane.kind == .network && lane != .network { throw UnknownWord(word: word) }
                lanes.append(lane)
            }
        }
    }

    public struct UnknownWord: Error, Hashable {
        public var word: String

        public init(word: String) { self.word = word }
    }

    /// The words that a filter may hold beside lanes.
    public static let words = ["decisions", "messages", "all"]

    public func shows(_ step: Step) -> Bool {
        if !lanes.isEmpty && !lanes.contains(step.at) { return false }
        if !everything && step.isRoutine { return false }
        if decisionsOnly {
            if case .command = step.input { return true }
            if case .crash = step.input { return true }
            return step.effects.contains(where: \.isDecision)
        }
        if messagesOnly {
            switch step.input {
            case .receive, .lost, .call, .command, .crash, .start: return true
            default: return step.effects.contains { $0.isSend }
            }
        }
        return true
    }

    public func shows(_ effect: StepEffect) -> Bool {
        if everything { return true }
        if effect.isRoutine { return false }
        if decisionsOnly { return effect.isDecision }
        if messagesOnly { return effect.isSend }
        return true
    }
}

extension StepEffect {
    var isSend: Bool { if case .send = self { true } else { false } }
}
