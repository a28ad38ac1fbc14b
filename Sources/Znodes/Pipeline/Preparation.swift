import DequeModule

/// How the leader turns requests into transactions (`PrepRequestProcessor`).
///
/// Transactions wait for their quorum while later requests are judged already. So the leader keeps
/// what the outstanding ones will have changed, and judges each request against the state that will
/// stand when its turn comes.
public struct Preparation: Hashable, Sendable {
    private var nodes = ForeseenNodes()
    private var sessions: [Int64: SessionChange] = [:]
    /// The ephemeral nodes that each session will have been given, oldest first: for its end.
    private var ephemerals: [Int64: Deque<ZnodePath>] = [:]
    /// What else was foreseen, oldest first, to be forgotten in this order.
    private var subjects = Queue<Foreseen>()
    /// The session that was found open last. Nothing but a request to close it changes that.
    private var open = Memo<Int64>()
    /// The zxid of the newest.
    private var foreseen: Int64 = 0

    let settings: ServiceSettings

    public init(settings: ServiceSettings = ServiceSettings()) { self.settings = settings }

    /// Makes a transaction of a write. A refused write becomes an error transaction, and a multi that
    /// fails leaves nothing foreseen.
    public mutating func prepare(
        _ request: Request, for caller: Caller, cxid: Int32, zxid: Int64, time: Int64,
        on service: Service
    ) -> Transaction {
        let session = caller.session
        let occasion = Occasion(session: session, cxid: cxid, zxid: zxid, time: time)
        let body: Transaction.Body
        do throws(ErrorCode) {
            try request.checkSize(for: caller, limit: settings.maxTransactionBytes)
            body = try request.prepare(&self, on: service, at: occasion, for: caller)
        } catch {
            body = .error(error)
        }
        return Transaction(session: session, cxid: cxid, zxid: zxid, time: time, body: body)
    }

    /// Forgets what the transactions up to `zxid` were foreseen to change: the service shows it now.
    public mutating func applied(upTo zxid: Int64) {
        nodes.forget(upTo: zxid)
        while let oldest = subjects.popFirst(if: { $0.zxid <= zxid }) {
            switch oldest.subject {
            case .session(let id):
                if let change = sessions[id], change.zxid <= zxid { sessions[id] = nil }
            case .ephemeral(let session):
                ephemerals[session]?.removeFirst()
                if ephemerals[session]?.isEmpty == true { ephemerals[session] = nil }
            }
        }
    }

    /// Whether the session is about to be closed.
    public func isClosing(_ session: Int64) -> Bool { sessions[session]?.value == .closing }

    /// Whether the session may ask for anything: it was opened, and nothing has asked to close it.
    public mutating func isOpen(_ session: Int64, on service: Service) -> Bool {
        if session == open.value { return true }
        let isOpen =
            sessions[session].map { $0.value == .open } ?? (service.sessions[session] != nil)
        if isOpen { open.value = session }
        return isOpen
    }
}

/// Foreseeing.
extension Preparation {
    private struct SessionChange: Hashable {
        let zxid: Int64
        let value: SessionState
    }

    private enum SessionState: Hashable { case open, closing }

    private enum Subject: Hashable {
        case session(Int64)
        /// One more in `ephemerals`.
        case ephemeral(of: Int64)
    }

    private struct Foreseen: Hashable {
        let zxid: Int64
        let subject: Subject
    }

    /// Does all of `body`, or, when it says that it failed, foresees nothing of it.
    mutating func attempt(_ body: (inout Preparation) -> Bool) {
        let (nodeCount, subjectCount) = (nodes.count, subjects.count)
        if body(&self) { return }
        nodes.removeLast(downTo: nodeCount)
        while subjects.count > subjectCount {
            guard case .ephemeral(let session)? = subjects.popLast()?.subject else { continue }
            ephemerals[session]?.removeLast()
            if ephemerals[session]?.isEmpty == true { ephemerals[session] = nil }
        }
    }

    mutating func checkSession(_ id: Int64, on service: Service) throws(ErrorCode) {
        if !isOpen(id, on: service) { throw .sessionExpired }
    }

    /// The node as it will be; nil when it will not be there.
    func node(_ path: ZnodePath, on service: Service) -> ForeseenNode? {
        if let foreseen = nodes[path] { return foreseen }
        return service.tree.look(at: path) { ForeseenNode($0) }
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
        for path in ephemerals[session] ?? [] { candidates.insert(path) }
        return candidates.filter { node($0, on: service)?.stat.owner.session == session }
    }

    mutating func foresee(_ node: ForeseenNode?, at path: ZnodePath, zxid: Int64) {
        advance(to: zxid)
        nodes.append(node, at: path, zxid: zxid)
        if let session = node?.stat.owner.session {
            ephemerals[session, default: []].append(path)
            note(.ephemeral(of: session), zxid: zxid)
        }
    }

    mutating func foreseeOpening(_ session: Int64, zxid: Int64) {
        sessions[session] = SessionChange(zxid: zxid, value: .open)
        note(.session(session), zxid: zxid)
    }

    mutating func foreseeClosing(_ session: Int64, zxid: Int64) {
        open.value = nil
        sessions[session] = SessionChange(zxid: zxid, value: .closing)
        note(.session(session), zxid: zxid)
    }

    private mutating func note(_ subject: Subject, zxid: Int64) {
        advance(to: zxid)
        subjects.append(Foreseen(zxid: zxid, subject: subject))
    }

    private mutating func advance(to zxid: Int64) {
        precondition(zxid >= foreseen, "requests are prepared in zxid order")
        foreseen = zxid
    }
}

/// Two are equal when they foresee the same, whatever they foresaw before.
extension Preparation {
    public static func == (left: Self, right: Self) -> Bool {
        left.settings == right.settings && left.subjects == right.subjects
            && left.nodes == right.nodes && left.sessions == right.sessions
            && left.ephemerals == right.ephemerals
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(settings)
        hasher.combine(subjects)
        hasher.combine(nodes)
        hasher.combine(sessions)
    }
}
