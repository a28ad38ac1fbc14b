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
        case .call, .event:
            return short(message.text ?? kind)
        case .request:
            return short(kind + (message.text.map { " " + $0 } ?? ""))
        case .reply:
            guard let outcome = message.outcome else { return kind }
            if let error = outcome.error { return kind + " " + error }
            return outcome.text.isEmpty ? kind + " ok" : short(kind + " " + outcome.text)
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
        } else if let said = message.text, message.kind != .call, message.kind != .event {
            text += ": "
            text += said
        }
        return text
    }

    /// Cuts at 26 letters: a label is not the place for a whole value.
    static func short(_ text: String) -> String {
        text.utf8.count <= 26 || text.count <= 26 ? text : text.prefix(25) + "…"
    }

    /// `quorumLost` → `quorum lost`, `notAVoter` → `not a voter`, `higherID` → `higher id`.
    public static func words(_ reason: String) -> String {
        let letters = Array(reason.utf8)
        var text: [UInt8] = []
        text.reserveCapacity(letters.count + 4)
        func isCapital(_ index: Int) -> Bool {
            letters.indices.contains(index) && (0x41...0x5A).contains(letters[index])
        }
        for (index, letter) in letters.enumerated() {
            guard isCapital(index) else {
                text.append(letter)
                continue
            }
            let endsWord = index + 1 < letters.count && !isCapital(index + 1)
            if index > 0 && (!isCapital(index - 1) || endsWord) { text.append(0x20) }
            text.append(letter + 0x20)
        }
        return String(decoding: text, as: UTF8.self)
    }
}
