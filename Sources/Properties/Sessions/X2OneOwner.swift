import Trace
import Zab
import Znodes

/// X2: once the leader has let a session move to another server, nothing is done that its former server
/// asks for it.
struct OneOwner: Check {
    /// Through whom each session speaks, by its pseudonym, as each leader knows it.
    private var owners: [Lane: [Int64: Lane]] = [:]

    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        let leader = moment.step.at
        switch effect {
        case .serve: owners[leader] = [:]
        case .session(let session, .moved), .session(let session, .revalidated):
            owners[leader]?[session] = Self.origin(moment)
        case .propose(let zxid, _, _, let call, let transaction):
            guard let session = call?.session, let origin = Self.origin(moment) else { return }
            guard let owner = owners[leader]?[session] else {
                owners[leader]?[session] = origin
                return
            }
            guard owner != origin,
                TransactionHead(transaction.raw)?.type != Opcode.error.rawValue
            else { return }
            findings.report(
                .oneOwner, moment.n,
                "\(leader) proposed \(zxid), which \(origin) asked for on behalf of session "
                    + "\(session), which had moved to \(owner)")
        default: break
        }
    }

    /// Who spoke for a session in this step: a learner, or the leader itself for its own clients; nil where
    /// nobody did, as when a session expires.
    private static func origin(_ moment: Moment) -> Lane? {
        guard case .receive(let message) = moment.step.input else { return nil }
        switch message.kind {
        case .request, .revalidate: return message.from
        case .call, .connect: return moment.step.at
        default: return nil
        }
    }
}
