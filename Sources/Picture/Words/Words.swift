public import Trace
import Zab

/// The words on arrows and beside marks: short enough for a label, the rest stands in the tooltip.
public enum Words {
    /// Kind and the one field that matters.
    public static func label(of message: MessageRecord) -> String {
        let kind = message.kind.rawValue
        switch message.kind {
        case .notification:
            guard let vote = message.vote else { return kind }
            return kind + " " + vote.leader.name
        case .followerInfo, .observerInfo, .leaderInfo, .newLeader, .ackNewLeader:
            if let epoch = message.epoch { return kind + " " + String(epoch) }
            if let zxid = message.zxid { return kind + " " + String(zxid.epoch) }
            return kind
        case .call:
            return short(message.text ?? kind)
        case .request:
            return short(kind + (message.text.map { " " + $0 } ?? ""))
        case .reply:
            guard let outcome = message.outcome else { return kind }
            if let error = outcome.error { return kind + " " + error }
            return outcome.text.isEmpty ? kind + " ok" : short(kind + " " + outcome.text)
        case .event:
            return short(message.text.map { kind + " " + $0 } ?? kind)
        case .ping, .revalidate, .connect, .connected, .upToDate, .sync, .snapshotPiece:
            return kind
        case .ackEpoch, .ack, .diff, .trunc, .snap, .proposal, .commit, .inform:
            return message.zxid.map { kind + " " + $0.description } ?? kind
        }
    }

    /// `PROPOSAL 1:1 s3 → s1: create /lock`.
    static func sentence(of message: MessageRecord) -> String {
        var text = label(of: message)
        text += " "
        text += message.from.name
        text += " → "
        text += message.to.name
        if let vote = message.vote {
            text += ": " + vote.state + ", votes " + vote.leader.name + " with history "
            text += (vote.zxid?.description ?? "unknown") + " of epoch " + String(vote.epoch)
            text += ", round " + String(vote.round)
        } else if let said = message.text, message.kind != .call {
            text += ": "
            text += said
        }
        return text
    }

    /// Cuts at 26 letters: a label is not the place for a whole value.
    static func short(_ text: String) -> String {
        text.utf8.count <= 26 || text.count <= 26 ? text : text.prefix(25) + "…"
    }

    /// `quorumLost` → `quorum lost`.
    public static func words(_ reason: String) -> String {
        var text = ""
        text.reserveCapacity(reason.utf8.count + 4)
        var wasCapital = false
        for scalar in reason.unicodeScalars {
            let isCapital = scalar.value >= 65 && scalar.value <= 90
            if isCapital && !wasCapital {
                text.append(" ")
                text.unicodeScalars.append(Unicode.Scalar(scalar.value + 32) ?? scalar)
            } else if isCapital {
                text.unicodeScalars.append(Unicode.Scalar(scalar.value + 32) ?? scalar)
            } else {
                text.unicodeScalars.append(scalar)
            }
            wasCapital = isCapital
        }
        return text
    }

    /// The sentence that explains a reason of the protocol, or the reason itself in words.
    public static func explanation(_ reason: String) -> String {
        Reason(rawValue: reason)?.explanation ?? words(reason)
    }

    static func names(_ lanes: [Lane]) -> String {
        lanes.map(\.name).joined(separator: " ")
    }
}
