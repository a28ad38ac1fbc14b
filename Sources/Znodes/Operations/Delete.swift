public import Jute

/// Removes a node without children.
public struct DeleteRequest: Hashable, Sendable {
    public var path: ZnodePath
    /// The version that the node must have, or -1 for any.
    public var version: Int32

    public init(_ path: ZnodePath, version: Int32 = -1) {
        self.path = path
        self.version = version
    }
}

extension DeleteRequest: WriteRequest {
    /// DeleteRequest: ustring path; int version.
    public init(from reader: inout JuteReader) throws(JuteError) {
        path = try reader.path()
        version = try reader.int()
    }

    public func write(to writer: inout JuteWriter) {
        writer.string(path.text)
        writer.int(version)
    }

    func prepare(
        _ foreseen: inout Preparation, on service: Service, at occasion: Occasion,
        for caller: Caller
    ) throws(ErrorCode) -> Transaction.Body {
        try foreseen.checkSession(occasion.session, on: service)
        guard path.hasSlash, !path.hasNull, !Tree.isSpecial(path) else { throw .badArguments }
        var parent = try foreseen.existingNode(path.parent, on: service)
        try caller.check(.delete, on: parent.acl)
        let node = try foreseen.existingNode(path, on: service)
        _ = try ForeseenNode.version(after: node.stat.version, expecting: version)
        if node.childCount > 0 { throw .notEmpty }

        parent.childCount -= 1
        parent.stat.pzxid = occasion.zxid
        foreseen.foresee(parent, at: path.parent, zxid: occasion.zxid)
        foreseen.foresee(nil, at: path, zxid: occasion.zxid)
        return .delete(DeleteTransaction(path: path))
    }
}

extension DeleteRequest: CustomStringConvertible {
    public var description: String {
        version == -1 ? "delete \(path)" : "delete -v \(version) \(path)"
    }
}

/// A node is removed.
public struct DeleteTransaction: Hashable, Sendable {
    public var path: ZnodePath
    /// Whether the leader reaped it: the type in the header (deleteContainer), not a field of the record.
    public var isReaped: Bool

    public init(path: ZnodePath, isReaped: Bool = false) {
        self.path = path
        self.isReaped = isReaped
    }
}

extension DeleteTransaction: TransactionRecord {
    /// DeleteTxn: ustring path.
    public init(from reader: inout JuteReader) throws(JuteError) {
        path = try reader.path()
        isReaped = false
    }

    public func write(to writer: inout JuteWriter) { writer.string(path.text) }

    func apply(
        to service: inout Service, at occasion: Occasion, changes: inout [TreeChange]
    ) -> Outcome {
        var parentACL = AccessList.open
        let size = service.tree.hasQuotas ? service.tree[path]?.data?.count ?? 0 : 0
        let acl = service.tree.remove(path) { parent in
            parentACL = parent.acl
            parent.stat.pzxid = max(parent.stat.pzxid, occasion.zxid)
        }
        guard let acl else { return .failure(.noNode) }
        service.tree.quotaNoticesRemoval(of: path, size: size)
        changes.append(.deleted(path, acl: acl))
        changes.append(.childrenChanged(path.parent, acl: parentACL))
        return .success(.done)
    }
}
