public import Jute

/// Asks for the access control list of a node.
public struct GetACLRequest: Hashable, Sendable {
    public var path: ZnodePath

    public init(_ path: ZnodePath) { self.path = path }
}

extension GetACLRequest: ReadRequest {
    /// GetACLRequest: ustring path.
    public init(from reader: inout JuteReader) throws(JuteError) {
        path = try reader.path()
    }

    public func write(to writer: inout JuteWriter) { writer.string(path.text) }

    /// Who may read but not administer the node is not shown the hashes of passwords.
    func read(from service: Service, for caller: Caller) -> Outcome {
        guard let node = service.node(readAt: path) else { return .failure(.noNode) }
        guard caller.may([.read, .admin], on: node.acl) else { return .failure(.noAuth) }
        let entries = node.acl.entries
        let acl = caller.may(.admin, on: node.acl) ? entries : entries.map(\.withoutDigest)
        return .success(.acl(acl, Stat(node)))
    }
}

extension GetACLRequest: CustomStringConvertible {
    public var description: String { "getAcl \(path)" }
}
