import HashTreeCollections

/// How the leader turns requests into transactions (`PrepRequestProcessor`).
///
/// Transactions wait for their quorum while later requests are judged already. So the leader keeps
/// what the outstanding ones will have changed, and judges each request against the state that will
/// stand when its turn comes.
public struct Preparation: Hashable, Sendable {
    private var nodes: TreeDictionary<ZnodePath, Change<ForeseenNode?>> = [:]
    private var sessions: TreeDictionary<Int64, Change<SessionState>> = [:]
    /// What was foreseen, oldest first, to be forgotten in this order.
    private var subjects = SortedMap<Place, Subject>()

    let settings: ServiceSettings

    public init(settings: ServiceSettings = ServiceSettings()) { self.settings = settings }

    /// Makes a transaction of a write. A refused write becomes an error transaction, and a multi that
    /// fails leaves nothing foreseen.
    public mutating func prepare(
        _ request: Request, for caller: Caller, cxid: Int32, zxid: Int64, time: Int64,
        on service: Service
    ) -> Transaction {
        guard let write = request.write else { preconditionFailure("\(request) is not a write") }
        let session = caller.session
        let occasion = Occasion(session: session, cxid: cxid, zxid: zxid, time: time)
        let body: Transaction.Body
        do throws(ErrorCode) {
            try request.checkSize(for: caller, limit: settings.maxTransactionBytes)
            body = try write.prepare(&self, on: service, at: occasion, for: caller)
        } catch {
            body = .error(error)
        }
        return Transaction(session: session, cxid: cxid, zxid: zxid, time: time, body: body)
    }

    /// Forgets what the transactions up to `zxid` were foreseen to change: the service shows it now.
    public mutating func applied(upTo zxid: Int64) {
        while let (place, subject) = subjects.first, place.zxid <= zxid {
            subjects[place] = nil
            switch subject {
            case .node(let path):
                if let change = nodes[path], change.zxid <= zxid { nodes[path] = nil }
            case .session(let id):
                if let change = sessions[id], change.zxid <= zxid { sessions[id] = nil }
            }
        }
    }

    /// Whether the session is about to be closed.
    public func isClosing(_ session: Int64) -> Bool { sessions[session]?.value == .closing }

    /// Whether the session may ask for anything: it was opened, and nothing has asked to close it.
    public func isOpen(_ session: Int64, on service: Service) -> Bool {
        sessions[session].map { $0.value == .open } ?? (service.sessions[session] != nil)
    }
}

/// Foreseeing.
extension Preparation {
    private struct Change<Value: Hashable & Sendable>: Hashable, Sendable {
        let zxid: Int64
        let value: Value
    }

    private enum SessionState: Hashable { case open, closing }

    private enum Subject: Hashable {
        case node(ZnodePath)
        case session(Int64)
    }

    /// A transaction, and which of its subjects.
    private struct Place: SortedKey {
        let zxid: Int64
        let index: Int

        static func < (left: Self, right: Self) -> Bool {
            (left.zxid, left.index) < (right.zxid, right.index)
        }

        var spread: UInt64 { (zxid.spread ^ UInt64(truncatingIfNeeded: index)).stirred }
    }

    func checkSession(_ id: Int64, on service: Service) throws(ErrorCode) {
        if !isOpen(id, on: service) { throw .sessionExpired }
    }

    /// The node as it will be; nil when it will not be there.
    func node(_ path: ZnodePath, on service: Service) -> ForeseenNode? {
        if let change = nodes[path] { return change.value }
        return service.tree[path].map(ForeseenNode.init)
    }

    /// The node as it will be, or NONODE.
    func existingNode(
        _ path: ZnodePath, on service: Service
    ) throws(ErrorCode) -> ForeseenNode {
        guard let node = node(path, on: service) else { throw .noNode }
        return node
    }

    /// The session's ephemeral nodes as they will be, sorted.
    func ephemerals(of session: Int64, on service: Service) -> [ZnodePath] {
        var candidates = service.tree.ephemerals(of: session)
        for (_, subject) in subjects {
            if case .node(let path) = subject { candidates.insert(path) }
        }
        return candidates.filter { node($0, on: service)?.stat.owner.session == session }
    }

    mutating func foresee(_ node: ForeseenNode?, at path: ZnodePath, zxid: Int64) {
        nodes[path] = Change(zxid: zxid, value: node)
        note(.node(path), zxid: zxid)
    }

    mutating func foreseeOpening(_ session: Int64, zxid: Int64) {
        sessions[session] = Change(zxid: zxid, value: .open)
        note(.session(session), zxid: zxid)
    }

    mutating func foreseeClosing(_ session: Int64, zxid: Int64) {
        sessions[session] = Change(zxid: zxid, value: .closing)
        note(.session(session), zxid: zxid)
    }

    private mutating func note(_ subject: Subject, zxid: Int64) {
        let last = subjects.last?.key
        precondition(last.map { $0.zxid <= zxid } ?? true, "requests are prepared in zxid order")
        let index = if let last, last.zxid == zxid { last.index + 1 } else { 0 }
        subjects[Place(zxid: zxid, index: index)] = subject
    }
}
