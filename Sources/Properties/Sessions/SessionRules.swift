import Trace
import Zab
import Znodes

/// S24: a client's request is committed at most once for each time it was made. X1: nothing that a
/// session asks for succeeds after the transaction that closed it. X4: no session has the id of another.
struct SessionRules: Check {
    private var looked = 0
    private var committed: [CallID: (count: Int, zxid: Zxid)] = [:]
    /// Closed sessions by their real id, and by their pseudonym in calls.
    private var closed: [Int64: Zxid] = [:]
    private var closedCalls: [Int64: Zxid] = [:]
    /// Which transaction opened each session.
    private var opened: [Int64: Zxid] = [:]

    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard case .answered(let id, let outcome) = effect, outcome.error == nil,
            let end = closedCalls[id.session], outcome.zxid > end
        else { return }
        findings.report(
            .sessionEnd, moment.n,
            "request \(id.xid) of session \(id.session) succeeded at \(outcome.zxid), after "
                + "\(end) had "
                + "closed the session")
    }

    mutating func after(_ moment: Moment, _ history: History, _ findings: inout Findings) {
        while looked < history.canon.count {
            if let proposal = history.proposal(history.canon[looked]) {
                look(at: proposal, moment, history, &findings)
            }
            looked += 1
        }
    }

    private mutating func look(
        at proposal: Proposed, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        if let call = proposal.call, call.xid > 0 {
            let before = committed[call]
            if let before, before.count >= max(1, history.clients.issued[call] ?? 1) {
                findings.report(
                    .atMostOnce, moment.n,
                    "request \(call.xid) of session \(call.session) was committed at "
                        + "\(before.zxid) and "
                        + "again at \(proposal.zxid)")
            }
            committed[call] = ((before?.count ?? 0) + 1, proposal.zxid)
        }
        guard let header = TransactionHead(proposal.transaction) else { return }
        switch header.type {
        case Opcode.closeSession.rawValue:
            if closed[header.session] == nil { closed[header.session] = proposal.zxid }
            if let session = proposal.call?.session, closedCalls[session] == nil {
                closedCalls[session] = proposal.zxid
            }
        case Opcode.createSession.rawValue:
            if let before = opened[header.session] {
                findings.report(
                    .uniqueSessions, moment.n,
                    "\(proposal.zxid) opens a session with the id of that of \(before)")
            }
            opened[header.session] = proposal.zxid
        case Opcode.error.rawValue: break
        default:
            guard let end = closed[header.session], !Self.isRefused(proposal.transaction) else {
                return
            }
            findings.report(
                .sessionEnd, moment.n,
                "\(proposal.zxid) does what a session asked for that \(end) had closed")
        }
    }

    /// A multi that failed changes nothing.
    private static func isRefused(_ bytes: [UInt8]) -> Bool {
        guard let transaction = try? Transaction(decoding: bytes),
            case .multi(let multi) = transaction.body
        else { return false }
        return multi.isRefused
    }
}

/// The first fields of a transaction (TxnHeader), read without decoding the rest.
struct TransactionHead {
    let session: Int64
    let type: Int32

    /// long clientId; int cxid; long zxid; long time; int type.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= 32 else { return nil }
        session = bytes[0..<8].reduce(0) { $0 << 8 | Int64($1) }
        type = bytes[28..<32].reduce(0) { $0 << 8 | Int32($1) }
    }
}
