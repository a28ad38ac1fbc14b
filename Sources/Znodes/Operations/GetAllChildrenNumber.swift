public import Jute

/// Asks how many nodes there are below a node, on all levels.
public struct GetAllChildrenNumberRequest: Hashable, Sendable {
    public var path: ZnodePath

    public init(_ path: ZnodePath) { self.path = path }
}

extension GetAllChildrenNumberRequest: ReadRequest {
    /// GetAllChildrenNumberRequest: ustring path.
    public init(from reader: inout JuteReader) throws(JuteError) {
        path = try reader.path()
    }

    public func write(to writer: inout JuteWriter) { writer.string(path.text) }

    func read(from service: Service, for caller: Caller) -> Outcome {
        // The empty path is the root as well; in Java the root is one of the nodes below it.
        let isNameless = path.text.isEmpty
        let path = isNameless ? ZnodePath.root : path
        guard let node = service.tree[path] else { return .failure(.noNode) }
        guard caller.may(.read, on: node.acl) else { return .failure(.noAuth) }
        let count =
            service.tree.descendantCount(of: path)
            + (isNameless ? 1 : 0)
        return .success(.childrenNumber(Int32(truncatingIfNeeded: count)))
    }
}

extension GetAllChildrenNumberRequest: CustomStringConvertible {
    public var description: String { "getAllChildrenNumber \(path)" }
}
