public import Jute

/// Replaces the access control list of a node.
public struct SetACLRequest: Hashable, Sendable {
    public var path: ZnodePath
    public var acl: [ACL]
    /// The version of the list that the node must have, or -1 for any.
    public var version: Int32

    public init(_ path: ZnodePath, acl: [ACL], version: Int32 = -1) {
        self.path = path
        self.acl = acl
        self.version = version
    }
}

extension SetACLRequest: WriteRequest {
    /// SetACLRequest: ustring path; vector<ACL> acl; int version.
    public init(from reader: inout JuteReader) throws(JuteError) {
        // Null is judged as a name that no node can have, as in Java.
        path = ZnodePath(try reader.string() ?? "")
        acl = try reader.accessList()
        version = try reader.int()
    }

    public func write(to writer: inout JuteWriter) {
        writer.string(path.text)
        writer.vector(acl)
        writer.int(version)
    }

    func prepare(
        _ foreseen: inout Preparation, on service: Service, at occasion: Occasion,
        for caller: Caller
    ) throws(ErrorCode) -> Transaction.Body {
        try foreseen.checkSession(occasion.session, on: service)
        if let code = path.validate() { throw code }
        let acl = try ACL.normalized(self.acl, for: caller, settings: foreseen.settings)
        var node = try foreseen.existingNode(path, on: service)
        try caller.check(.admin, on: node.acl)
        let newVersion = try ForeseenNode.version(after: node.stat.aversion, expecting: version)

        node.stat.aversion = newVersion
        node.acl = AccessList(acl)
        foreseen.foresee(node, at: path, zxid: occasion.zxid)
        return .setACL(SetACLTransaction(path: path, acl: acl, version: newVersion))
    }
}

extension SetACLRequest: CustomStringConvertible {
    public var description: String {
        (version == -1 ? "setAcl \(path) " : "setAcl -v \(version) \(path) ")
            + acl.map(\.description).joined(separator: ",")
    }
}

/// A node gets another access control list.
public struct SetACLTransaction: Hashable, Sendable {
    public var path: ZnodePath
    public var acl: [ACL]
    /// The version that the list has afterwards.
    public var version: Int32

    public init(path: ZnodePath, acl: [ACL], version: Int32) {
        self.path = path
        self.acl = acl
        self.version = version
    }
}

extension SetACLTransaction: TransactionRecord {
    /// SetACLTxn: ustring path; vector<ACL> acl; int version.
    public init(from reader: inout JuteReader) throws(JuteError) {
        path = try reader.path()
        acl = try reader.accessList()
        version = try reader.int()
    }

    public func write(to writer: inout JuteWriter) {
        writer.string(path.text)
        writer.vector(acl)
        writer.int(version)
    }

    /// No watch fires: the data are the same.
    func apply(
        to service: inout Service, at occasion: Occasion, changes: inout [TreeChange]
    ) -> Outcome {
        let stat = service.tree.setACL(AccessList(acl), version: version, at: path)
        return stat.map { .success(.stat($0)) } ?? .failure(.noNode)
    }
}
