import Replication
import Zab
import Znodes

/// Translates the core's words into the trace's: the only place that knows both.
///
/// A driver runs a replica and asks the recorder for the record of each input, effect and message. The
/// recorder itself remembers only names: which client a connection belongs to, and a pseudonym for each
/// session, since real ids must not appear in a trace.
public struct Recorder: Hashable, Sendable {
    private var sessions: [Int64: Int64] = [:]
    private var transactions: [Zxid: [UInt8]] = [:]
    private var summaries: [Zxid: Summary] = [:]
    private let sessionsArePseudonyms: Bool

    struct Summary: Hashable, Sendable {
        var digest: String
        var text: String
    }

    /// - Parameter sessionsArePseudonyms: what it is told calls sessions by their pseudonyms already.
    public init(sessionsArePseudonyms: Bool = false) {
        self.sessionsArePseudonyms = sessionsArePseudonyms
    }

    /// The pseudonym of a session: 1, 2, … in the order of their first appearance; 0 stays 0.
    public mutating func pseudonym(_ session: Int64) -> Int64 {
        if session == 0 || sessionsArePseudonyms { return session }
        if let known = sessions[session] { return known }
        let name = Int64(sessions.count + 1)
        sessions[session] = name
        return name
    }

    public mutating func call(_ session: Int64, _ xid: Int32) -> CallID {
        CallID(session: pseudonym(session), xid: xid)
    }

    /// What a transaction is, and a digest that tells two of the same zxid apart.
    mutating func summary(of zxid: Zxid, _ payload: [UInt8]) -> Summary {
        if let known = summaries[zxid], transactions[zxid] == payload { return known }
        let text: String
        if let transaction = try? Transaction(decoding: payload) {
            text = describe(transaction)
        } else {
            text = "\(payload.count) bytes"
        }
        let summary = Summary(digest: Self.digest(payload), text: text)
        if summaries.count > 4_096 {
            summaries = [:]
            transactions = [:]
        }
        summaries[zxid] = summary
        transactions[zxid] = payload
        return summary
    }

    mutating func describe(_ transaction: Transaction) -> String {
        switch transaction.body {
        case .createSession: "createSession \(pseudonym(transaction.session))"
        case .closeSession: "closeSession \(pseudonym(transaction.session))"
        default: transaction.body.description
        }
    }

    mutating func describe(_ change: TreeChange) -> String {
        switch change {
        case .sessionOpened(let session): "session \(pseudonym(session)) opened"
        case .sessionClosed(let session): "session \(pseudonym(session)) closed"
        default: change.description
        }
    }

    /// FNV-1a over the bytes: the same in every process, unlike `Hasher`.
    public static func digest(_ bytes: [UInt8]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
