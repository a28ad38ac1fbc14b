import Trace
import Zab
import Znodes

/// X3: the leader ends no session that it has heard of within the session's timeout, from its client or
/// from the server that its client is connected to.
struct NoEarlyExpiry: Check {
    /// When each leader last heard of each session, by its pseudonym.
    private var heard: [Lane: [Int64: Int64]] = [:]
    /// When its reign began, with every session's clock.
    private var began: [Lane: Int64] = [:]
    /// In nanoseconds.
    private var timeouts: [Int64: Int64] = [:]

    mutating func effect(
        _ effect: StepEffect, _ moment: Moment, _ history: History, _ findings: inout Findings
    ) {
        let leader = moment.step.at
        let now = moment.step.t
        switch effect {
        case .serve:
            heard[leader] = [:]
            began[leader] = now
        case .propose(_, _, _, let call, let transaction):
            guard let call, let timeout = Self.timeout(transaction.raw) else { return }
            timeouts[call.session] = timeout
        case .session(let session, .opened), .session(let session, .moved),
            .session(let session, .revalidated):
            heard[leader]?[session] = now
        case .session(let session, .expired):
            guard let timeout = timeouts[session],
                let last = heard[leader]?[session] ?? began[leader], now < last + timeout
            else { return }
            findings.report(
                .noEarlyExpiry, moment.n,
                "\(leader) let session \(session) expire \((now - last) / 1_000_000) ms after it "
                    + "had heard of it, although the session's timeout is "
                    + "\(timeout / 1_000_000) ms")
        default: break
        }
    }

    mutating func after(_ moment: Moment, _ history: History, _ findings: inout Findings) {
        guard moment.server != nil, !moment.isRefused,
            case .receive(let message) = moment.step.input
        else { return }
        let sessions: [Int64] =
            switch message.kind {
            case .call: message.call.map { [$0.session] } ?? []
            case .ping: message.touched ?? []
            default: []
            }
        for session in sessions { heard[moment.step.at]?[session] = moment.step.t }
    }

    /// That of a createSession, in nanoseconds; nil for any other transaction.
    private static func timeout(_ bytes: [UInt8]) -> Int64? {
        guard TransactionHead(bytes)?.type == Opcode.createSession.rawValue,
            case .createSession(let body)? = (try? Transaction(decoding: bytes))?.body
        else { return nil }
        return Int64(body.timeout) * 1_000_000
    }
}
