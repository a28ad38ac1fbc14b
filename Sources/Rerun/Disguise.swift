import Replication
import Zab
import Znodes

/// Takes what nobody else may know out of a recording, before it becomes a trace: the ids of sessions,
/// from which their passwords follow, become 1, 2, … and the hashes in digest identities `#1`, `#2` …
///
/// The same id becomes the same pseudonym wherever it stands, so what was equal stays equal and the
/// checker's sequential model gives the disguised answers to the disguised requests.
struct Disguise {
    private var sessions: [Int64: Int64] = [:]
    private var hashes: [String: String] = [:]

    /// 0 is no session and stays 0.
    mutating func session(_ id: Int64) -> Int64 {
        if id == 0 { return 0 }
        if let known = sessions[id] { return known }
        let pseudonym = Int64(sessions.count + 1)
        sessions[id] = pseudonym
        return pseudonym
    }

    mutating func identity(_ identity: Identity) -> Identity {
        guard identity.scheme == "digest" else { return identity }
        let parts = identity.id.split(
            separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        // `x` stands for a hash that the client was not told either.
        guard parts.count == 2, parts[1] != "x" else { return identity }
        let known = hashes[identity.id]
        let hash = known ?? "#\(hashes.count + 1)"
        if known == nil { hashes[identity.id] = hash }
        return Identity(scheme: identity.scheme, id: "\(parts[0]):\(hash)")
    }

    mutating func list(_ list: [ACL]) -> [ACL] {
        // The common list holds no one's secret.
        if list == ACL.open { return list }
        return list.map { ACL($0.permissions, for: identity($0.identity)) }
    }

    // MARK: Requests

    mutating func request(_ request: Request) -> Request {
        switch request {
        case .create(var create):
            create.acl = list(create.acl)
            return .create(create)
        case .setACL(var set):
            set.acl = list(set.acl)
            return .setACL(set)
        case .multi(var multi):
            for index in multi.operations.indices {
                multi.operations[index] = self.request(multi.operations[index])
            }
            return .multi(multi)
        default: return request
        }
    }

    // MARK: Transactions

    mutating func transaction(_ transaction: Transaction) -> Transaction {
        var disguised = transaction
        disguised.session = session(transaction.session)
        disguised.body = body(transaction.body)
        return disguised
    }

    private mutating func body(_ body: Transaction.Body) -> Transaction.Body {
        switch body {
        case .create(var create):
            create.acl = list(create.acl)
            return .create(create)
        case .setACL(var set):
            set.acl = list(set.acl)
            return .setACL(set)
        case .multi(var multi):
            for index in multi.bodies.indices {
                multi.bodies[index] = self.body(multi.bodies[index])
            }
            return .multi(multi)
        default: return body
        }
    }

    mutating func payload(_ payload: [UInt8]) -> [UInt8] {
        // What cannot be read cannot be disguised either, so it is not told.
        guard let transaction = try? Transaction(decoding: payload) else { return [] }
        return self.transaction(transaction).encode()
    }

    mutating func proposal(_ proposal: Proposal) -> Proposal {
        Proposal(zxid: proposal.zxid, payload: payload(proposal.payload.bytes))
    }

    // MARK: Answers

    mutating func stat(_ stat: Stat) -> Stat {
        var disguised = stat
        disguised.ephemeralOwner = session(stat.ephemeralOwner)
        return disguised
    }

    mutating func response(_ response: Response) -> Response {
        switch response {
        case .created(let path, let stat?): .created(path, self.stat(stat))
        case .data(let data, let stat): .data(data, self.stat(stat))
        case .stat(let stat): .stat(self.stat(stat))
        case .acl(let acl, let stat): .acl(list(acl), self.stat(stat))
        case .children(let names, let stat?): .children(names, self.stat(stat))
        case .multi(let results): .multi(results.map { result(of: $0) })
        default: response
        }
    }

    private mutating func result(of result: MultiResult) -> MultiResult {
        switch result {
        case .done(let opcode, let response): .done(opcode, self.response(response))
        case .refused: result
        }
    }

    mutating func reply(_ reply: Reply) -> Reply {
        var disguised = reply
        disguised.session = session(reply.session)
        if case .success(let response) = reply.outcome {
            disguised.outcome = .success(self.response(response))
        }
        return disguised
    }

    // MARK: Between servers

    mutating func message(_ message: Message) -> Message {
        switch message {
        case .proposal(let proposal): .proposal(self.proposal(proposal))
        case .inform(let proposal): .inform(self.proposal(proposal))
        case .request(let bytes, _): .request(forwarded(bytes), authinfo: [])
        default: message
        }
    }

    private mutating func forwarded(_ bytes: [UInt8]) -> [UInt8] {
        guard var forwarded = try? ForwardedRequest(decoding: bytes) else { return [] }
        forwarded.session = session(forwarded.session)
        forwarded.request = request(forwarded.request)
        return forwarded.encode()
    }

    // MARK: Effects

    /// An effect that no client is told of.
    mutating func effect(_ effect: Replication.Effect) -> Replication.Effect {
        switch effect {
        case .peer(.append(let proposal)): .peer(.append(self.proposal(proposal)))
        case .proposed(let transaction, let payload):
            .proposed(
                self.transaction(transaction), payload: Payload(self.payload(payload.bytes)))
        case .applied(let transaction, let payload, let applied):
            .applied(
                self.transaction(transaction), payload: Payload(self.payload(payload.bytes)),
                change(applied))
        case .session(let id, let event): .session(session(id), event)
        default: effect
        }
    }

    private mutating func change(_ applied: Applied) -> Applied {
        var disguised = applied
        for index in applied.changes.indices {
            switch applied.changes[index] {
            case .sessionOpened(let id): disguised.changes[index] = .sessionOpened(session(id))
            case .sessionClosed(let id): disguised.changes[index] = .sessionClosed(session(id))
            case .created, .deleted, .dataChanged, .childrenChanged: break
            }
        }
        return disguised
    }
}
