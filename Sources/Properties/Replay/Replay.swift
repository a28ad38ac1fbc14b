import Trace
import Zab
import Znodes

/// Replays what was committed through the sequential model: one tree, one transaction after
/// another, no servers. What clients were told must be what this tree says (G1, G3, G4), and every
/// ephemeral node must go with its session (S23).
///
/// Each reply carries its zxid, so the order is given and nothing has to be searched for.
struct Replay {
    private let history: History
    private let settings: ServiceSettings
    private var service: Service
    /// The transaction that made the present state, and the state before it.
    private var last: (transaction: Transaction, before: Service)?
    /// The ids of the sessions that clients' calls name by pseudonym.
    private var sessions: [Int64: Int64] = [:]
    /// What fires watches.
    private(set) var triggers = Triggers()
    /// Answered reads by the state that they show, oldest first.
    private var reads: ArraySlice<Int>
    /// The calls that became transactions, oldest first: a client may count anew on a new connection.
    private let writes: [CallID: [Int]]

    init(_ history: History) {
        self.history = history
        settings = history.settings
        service = history.origin.service
        let calls = history.clients.calls
        let answered = history.clients.answered
        reads =
            answered.filter { !calls[$0].isWrite }
            .sorted {
                (calls[$0].outcome!.zxid, calls[$0].ended!)
                    < (calls[$1].outcome!.zxid, calls[$1].ended!)
            }[...]
        var writes: [CallID: [Int]] = [:]
        for place in calls.indices where calls[place].isWrite {
            writes[calls[place].id, default: []].append(place)
        }
        self.writes = writes
    }

    /// Whether every transaction could be read; without them nothing can be replayed.
    private(set) var isComplete = true

    mutating func run(
        closings: [Zxid: [SessionAtomicity.Closing]], _ findings: inout Findings
    ) {
        for (place, entry) in history.canon.entries.enumerated()
        where entry.zxid > history.origin.zxid {
            guard let proposal = history.proposal(entry),
                let transaction = try? Transaction(decoding: proposal.transaction)
            else {
                isComplete = false
                return
            }
            judgeReads(below: entry.zxid, next: transaction, &findings)
            last = (transaction, service)
            apply(transaction, proposal, history.canonSteps[place], closings, &findings)
        }
        judgeReads(below: nil, next: nil, &findings)
    }

    private mutating func apply(
        _ transaction: Transaction, _ proposal: Proposed, _ step: Int,
        _ closings: [Zxid: [SessionAtomicity.Closing]], _ findings: inout Findings
    ) {
        if case .createSession = transaction.body, let call = proposal.call {
            sessions[call.session] = transaction.session
        }
        let call = call(of: proposal)
        if let call { judgeOrder(call, transaction, proposal, step, &findings) }
        let applied = service.apply(transaction)
        if let call { judgeResult(call, applied.outcome, proposal, &findings) }
        for change in applied.changes {
            triggers.note(change, proposal.zxid)
            if case .created(let path, _) = change {
                SessionAtomicity.judgeOwner(of: path, in: service, proposal.zxid, step, &findings)
            }
        }
        if case .closeSession = transaction.body {
            let gone = applied.changes.compactMap { change -> String? in
                if case .deleted(let path, _) = change { path.text } else { nil }
            }
            for closing in closings[proposal.zxid] ?? [] {
                SessionAtomicity.judge(closing, gone: gone, proposal.zxid, &findings)
            }
        }
    }

    /// The call that became this transaction: the last of its name before it was proposed.
    private func call(of proposal: Proposed) -> CallPast? {
        guard let places = proposal.call.flatMap({ writes[$0] }) else { return nil }
        return places.last { history.clients.calls[$0].step < proposal.step }
            .map { history.clients.calls[$0] }
    }

    /// Who asked.
    private func caller(_ session: Int64, _ call: CallPast) -> Caller {
        Caller(session: session, identities: call.identities, mayDoAll: settings.skipACL)
    }

    private func caller(_ call: CallPast) -> Caller { caller(sessions[call.id.session] ?? 0, call) }

    // MARK: Writes

    /// The leader must have made of the request what the sequential model makes of it at this
    /// place.
    private func judgeOrder(
        _ call: CallPast, _ transaction: Transaction, _ proposal: Proposed, _ step: Int,
        _ findings: inout Findings
    ) {
        // Who speaks for a session is the leader's knowledge, not the tree's.
        if case .error(.sessionMoved) = transaction.body { return }
        guard let request = call.request, request.isWrite else { return }
        var preparation = Preparation(settings: settings)
        let expected = preparation.prepare(
            request, for: caller(transaction.session, call), cxid: transaction.cxid,
            zxid: transaction.zxid, time: transaction.time, on: service)
        guard expected.body != transaction.body else { return }
        findings.report(
            .linearizableWrites, call.ended ?? step,
            "\(call.client)'s \(request) became \"\(transaction.body)\" at \(proposal.zxid), "
                + "where one "
                + "after another gives \"\(expected.body)\"")
    }

    private func judgeResult(
        _ call: CallPast, _ expected: Outcome, _ proposal: Proposed, _ findings: inout Findings
    ) {
        guard let outcome = call.outcome, let step = call.ended else { return }
        if outcome.zxid != proposal.zxid {
            return findings.report(
                .linearizableWrites, step,
                "\(call.client)'s write has its place at \(proposal.zxid), but was answered with "
                    + "\(outcome.zxid)")
        }
        guard !Self.matches(outcome, expected) else { return }
        let isMulti = call.opcode == Opcode.multi.rawValue && Self.isTorn(outcome)
        findings.report(
            isMulti ? .atomicity : .linearizableWrites, step,
            isMulti
                ? "\(call.client) was told that its multi at \(proposal.zxid) was done in part: "
                    + "\(outcome.text)"
                : "\(call.client) was told \"\(outcome.text)\" about its write at "
                    + "\(proposal.zxid), where "
                    + "one after another gives \"\(expected.text)\"")
    }

    private static func matches(_ outcome: OutcomeRecord, _ expected: Outcome) -> Bool {
        switch expected {
        case .failure(let code): outcome.error == code.name
        case .success(let response):
            outcome.error == nil && outcome.body.raw == response.encode()
        }
    }

    /// Whether a multi's answer says that some parts were done and some refused.
    private static func isTorn(_ outcome: OutcomeRecord) -> Bool {
        guard case .multi(let results)? = try? Response(to: .multi, body: outcome.body.raw) else {
            return false
        }
        let done = results.count { if case .done = $0 { true } else { false } }
        return done > 0 && done < results.count
    }

    // MARK: Reads

    /// Whether the tree alone decides the answer: which watches a connection has is not in it.
    private static func asksTheTree(_ request: Request) -> Bool {
        switch request {
        case .checkWatches, .removeWatches: false
        default: !request.isWrite
        }
    }

    /// Judges the reads of states before `zxid`, all of which must show the present one.
    private mutating func judgeReads(
        below zxid: Zxid?, next: Transaction?, _ findings: inout Findings
    ) {
        let present = Zxid(rawValue: UInt64(bitPattern: service.lastZxid))
        while let place = reads.first {
            let call = history.clients.calls[place]
            guard let outcome = call.outcome, let step = call.ended else { return }
            if let zxid, outcome.zxid >= zxid { return }
            reads.removeFirst()
            guard let request = call.request, Self.asksTheTree(request) else { continue }
            if outcome.zxid != present && outcome.zxid.counter != 0 {
                findings.report(
                    .sequentialReads, step,
                    "\(call.client)'s \(request) shows the state at \(outcome.zxid), which is "
                        + "no moment "
                        + "of the committed history")
                continue
            }
            let expected = service.read(request, for: caller(call))
            if Self.matches(outcome, expected) { continue }
            judgeMismatch(call, request, outcome, expected, step, next, &findings)
        }
    }

    private mutating func judgeMismatch(
        _ call: CallPast, _ request: Request, _ outcome: OutcomeRecord, _ expected: Outcome,
        _ step: Int, _ next: Transaction?, _ findings: inout Findings
    ) {
        let caller = caller(call)
        let isPartial = partialStates(next).contains {
            Self.matches(outcome, $0.read(request, for: caller))
        }
        findings.report(
            isPartial ? .atomicity : .sequentialReads, step,
            isPartial
                ? "\(call.client)'s \(request) shows \(outcome.text), the state inside a multi"
                : "\(call.client)'s \(request) was answered \(outcome.text) at "
                    + "\(outcome.zxid), "
                    + "where the tree says \(expected.text)")
    }

    /// The states between the parts of the multi that made the present state, and of the one after
    /// it.
    private func partialStates(_ next: Transaction?) -> [Service] {
        var states: [Service] = []
        if let last { states += Self.parts(of: last.transaction, on: last.before) }
        if let next { states += Self.parts(of: next, on: service) }
        return states
    }

    private static func parts(of transaction: Transaction, on service: Service) -> [Service] {
        guard case .multi(let multi) = transaction.body, !multi.isRefused else { return [] }
        var service = service
        return multi.bodies.dropLast().map { body in
            var part = transaction
            part.body = body
            _ = service.apply(part)
            return service
        }
    }
}
