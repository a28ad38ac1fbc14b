extension MessageRecord {
    /// The message in a few words, without its ends: `PROPOSAL 1:1 create /a`.
    public var summary: String {
        var words = [kind.rawValue]
        if let vote {
            words.append("\(vote.leader)")
            words.append(vote.zxid.map { "\($0)" } ?? "?")
            words.append("epoch \(vote.epoch) round \(vote.round), \(vote.state)")
        } else {
            if let zxid { words.append("\(zxid)") }
            if let epoch { words.append("epoch \(epoch)") }
        }
        if let outcome {
            words.append(outcome.error ?? outcome.text)
        } else if let text {
            words.append(text)
        }
        return words.filter { !$0.isEmpty }.joined(separator: " ")
    }
}

extension MessageKind {
    /// Messages that only say "I am here"; the short form of a trace leaves them out.
    public var isHeartbeat: Bool { self == .ping }
}
