public import Jute

/// Ends a session and removes its ephemeral nodes. The request has no fields.
struct CloseSessionRequest: WriteRequest {
    /// The header, and the list's own length.
    private static let overhead = 64

    init() {}
    init(from reader: inout JuteReader) throws(JuteError) {}
    func write(to writer: inout JuteWriter) {}

    /// Never refused: a session that its client closes may just have expired as well.
    ///
    /// A list that would make the transaction too long is left out: every server knows the session's
    /// nodes, and those that are on their way are there when this comes.
    ///
    /// Unlike Java, it is foreseen that the parents lose children, so that a delete which follows at
    /// once is judged as if it had waited.
    func prepare(
        _ foreseen: inout Preparation, on service: Service, at occasion: Occasion,
        for caller: Caller
    ) throws(ErrorCode) -> Transaction.Body {
        let paths = foreseen.ephemerals(of: occasion.session, on: service)
        for path in paths {
            if var parent = foreseen.node(path.parent, on: service) {
                parent.childCount -= 1
                parent.stat.pzxid = occasion.zxid
                foreseen.foresee(parent, at: path.parent, zxid: occasion.zxid)
            }
            foreseen.foresee(nil, at: path, zxid: occasion.zxid)
        }
        foreseen.foreseeClosing(occasion.session, zxid: occasion.zxid)
        let size = paths.reduce(0) { $0 + 4 + $1.text.utf8.count }
        let fits = size + Self.overhead <= foreseen.settings.maxTransactionBytes
        return .closeSession(CloseSessionTransaction(paths: fits ? paths : nil))
    }
}

/// A session is closed.
public struct CloseSessionTransaction: Hashable, Sendable {
    /// The ephemeral nodes to delete; nil, from leaders configured so, leaves finding them to each
    /// server.
    public var paths: [ZnodePath]?

    public init(paths: [ZnodePath]?) { self.paths = paths }
}

extension CloseSessionTransaction: TransactionRecord {
    /// CloseSessionTxn: vector<ustring> paths2Delete, or nothing at all.
    public init(from reader: inout JuteReader) throws(JuteError) {
        paths = reader.isAtEnd ? nil : try reader.paths() ?? []
    }

    public func write(to writer: inout JuteWriter) {
        if let paths { writer.paths(paths) }
    }

    func apply(
        to service: inout Service, at occasion: Occasion, changes: inout [TreeChange]
    ) -> Outcome {
        for path in paths ?? [] { delete(path, from: &service, at: occasion, changes: &changes) }
        // Over a fuzzy snapshot the session may own nodes that the leader did not list.
        for path in service.tree.ephemerals(of: occasion.session) {
            delete(path, from: &service, at: occasion, changes: &changes)
        }
        if service.sessions[occasion.session] != nil {
            service.sessions[occasion.session] = nil
            changes.append(.sessionClosed(occasion.session))
        }
        return .success(.done)
    }

    private func delete(
        _ path: ZnodePath, from service: inout Service, at occasion: Occasion,
        changes: inout [TreeChange]
    ) {
        _ = DeleteTransaction(path: path).apply(to: &service, at: occasion, changes: &changes)
    }
}
