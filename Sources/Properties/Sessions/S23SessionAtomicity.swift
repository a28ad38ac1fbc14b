import Trace
import Zab
import Znodes

/// S23: an ephemeral node belongs to an open session, and on every server it is gone with the
/// transaction that closes the session.
///
/// Which nodes those are is the replay's knowledge (`Replay`); here is remembered what each server
/// did.
struct SessionAtomicity: Check {
    struct Closing: Sendable {
        let server: Lane
        let step: Int
        /// The paths that the server says it deleted.
        let deleted: [String]
    }

    private(set) var closings: [Zxid: [Closing]] = [:]

    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        guard case .deliver(let zxid, _, _, let changes) = effect,
            let proposal = history.proposed[zxid]?.first,
            TransactionHead(proposal.transaction)?.type == Opcode.closeSession.rawValue
        else { return }
        let deleted = changes.filter { $0.hasPrefix(Self.mark) }
            .map { String($0.dropFirst(Self.mark.count)) }
        closings[zxid, default: []].append(
            Closing(server: moment.step.at, step: moment.n, deleted: deleted))
    }

    /// How the trace says that a node went (`TreeChange.description`).
    private static let mark = "deleted "

    static func judge(
        _ closing: Closing, gone: [String], _ zxid: Zxid, _ findings: inout Findings
    ) {
        guard let left = gone.first(where: { !closing.deleted.contains($0) }) else { return }
        findings.report(
            .sessionAtomicity, closing.step,
            "\(closing.server) closed a session at \(zxid) and kept its ephemeral node \(left)")
    }

    static func judgeOwner(
        of path: ZnodePath, in service: Service, _ zxid: Zxid, _ step: Int,
        _ findings: inout Findings
    ) {
        guard
            case .success(.stat(let stat)) = service.read(
                .exists(ExistsRequest(path)), for: Caller(session: 0)),
            stat.ephemeralOwner != 0, service.sessions[stat.ephemeralOwner] == nil
        else { return }
        findings.report(
            .sessionAtomicity, step,
            "\(zxid) made the ephemeral node \(path) for a session that is not open")
    }
}
