import Znodes

/// A leader whose transactions commit when it is told to: the whole write path without a protocol.
struct Leader {
    var service = Service()
    var preparation = Preparation()
    var outstanding: [Transaction] = []
    var zxid: Int64 = 0
    var cxid: Int32 = 0

    /// With these sessions open.
    init(sessions: Int64...) {
        for session in sessions { perform(.createSession(.init(timeout: 4000)), session: session) }
    }

    /// Prepares; the transaction stays outstanding.
    @discardableResult
    mutating func propose(
        _ request: Request, session: Int64 = 1, as identities: [Identity] = []
    ) -> Transaction {
        zxid += 1
        cxid += 1
        let transaction = preparation.prepare(
            request, for: Caller(session: session, identities: identities), cxid: cxid, zxid: zxid,
            time: 1000 * zxid, on: service)
        outstanding.append(transaction)
        return transaction
    }

    /// Applies the oldest outstanding transaction.
    @discardableResult
    mutating func commit() -> Applied {
        let transaction = outstanding.removeFirst()
        let applied = service.apply(transaction)
        preparation.applied(upTo: transaction.zxid)
        return applied
    }

    @discardableResult
    mutating func perform(
        _ request: Request, session: Int64 = 1, as identities: [Identity] = []
    ) -> Applied {
        propose(request, session: session, as: identities)
        while outstanding.count > 1 { commit() }
        return commit()
    }

    func stat(_ path: ZnodePath) -> Stat? { service[path].map(Stat.init) }

    func children(_ path: ZnodePath) -> [String] {
        service.children(of: path).map(\.name)
    }
}

extension Service {
    /// Read by someone without an identity.
    func read(_ request: Request) -> Outcome { read(request, for: Caller(session: 1)) }
}

extension Applied {
    var code: ErrorCode { outcome.code }
}
