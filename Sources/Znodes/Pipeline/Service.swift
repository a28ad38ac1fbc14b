/// The replicated state: the same on every server that has applied the same transactions.
///
/// Copies share structure. A change, a read and a copy cost what they touch, not what there is; only the first change
/// behind a copy copies a reference for every thousand nodes.
public struct Service: Hashable, Sendable {
    var tree = Tree.initial
    /// The open sessions with their timeouts in milliseconds, by id.
    public internal(set) var sessions = SortedMap<Int64, Int32>()
    /// The last transaction applied.
    public internal(set) var lastZxid: Int64 = 0

    /// The state before the first transaction: four built-in nodes.
    public init() {}

    init(tree: Tree, sessions: SortedMap<Int64, Int32>, lastZxid: Int64) {
        self.tree = tree
        self.sessions = sessions
        self.lastZxid = lastZxid
    }

    /// Applies the next transaction, or one that was applied before: effects do not double, which lets
    /// a log be replayed over a snapshot that was taken later than the log begins.
    public mutating func apply(_ transaction: Transaction) -> Applied {
        var changes: [TreeChange] = []
        let outcome = apply(transaction, changes: &changes)
        return Applied(outcome: outcome, changes: changes)
    }

    /// The same; what it changed comes behind what is in `changes`, whose room one transaction leaves to the next.
    public mutating func apply(
        _ transaction: Transaction, changes: inout [TreeChange]
    ) -> Outcome {
        let outcome = transaction.body.apply(
            to: &self, at: transaction.occasion, changes: &changes)
        lastZxid = max(lastZxid, transaction.zxid)
        return outcome
    }

    /// Answers a request that is not a write from the state as it is.
    public func read(_ request: Request, for caller: Caller) -> Outcome {
        request.read(from: self, for: caller)
    }
}

/// The tree as others see it.
extension Service {
    public subscript(path: ZnodePath) -> Znode? { tree[path] }

    public var nodeCount: Int { tree.count }
    public var ephemeralCount: Int { tree.ephemeralCount }
    /// Bytes of all paths and data.
    public var approximateDataSize: Int { tree.dataSize }

    /// Sessions that own nodes, and those nodes, both sorted.
    public var ephemeralsBySession: [(session: Int64, paths: [ZnodePath])] {
        tree.ephemeralsBySession
    }

    /// The nodes that go with the session, sorted.
    public func ephemerals(of session: Int64) -> [ZnodePath] {
        Array(tree.ephemerals(of: session))
    }

    /// The paths of a node's children, sorted.
    public func children(of path: ZnodePath) -> [ZnodePath] { tree.children(of: path.named) }

    func node(readAt path: ZnodePath) -> Znode? { tree[path.named] }

    /// Lends the node; nil when it is not there.
    func look<Result>(readAt path: ZnodePath, _ body: (borrowing Znode) -> Result) -> Result? {
        tree.look(at: path.named, body)
    }
}

extension ZnodePath {
    /// A client may leave the root's name empty.
    fileprivate var named: ZnodePath { text.isEmpty ? .root : self }
}
