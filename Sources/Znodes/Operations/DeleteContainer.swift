public import Jute

/// Removes a container that has lost its last child, or a node whose time to live is over.
///
/// The leader asks for it on nobody's behalf (`ContainerManager`); clients cannot.
public struct DeleteContainerRequest: Hashable, Sendable {
    public var path: ZnodePath

    public init(_ path: ZnodePath) { self.path = path }
}

extension DeleteContainerRequest: WriteRequest {
    /// ustring path. It never travels: Java keeps the bare bytes of the path there.
    public init(from reader: inout JuteReader) throws(JuteError) {
        path = try reader.path()
    }

    public func write(to writer: inout JuteWriter) { writer.string(path.text) }

    /// The node may have got children, or have been replaced or renewed, since it was found.
    func prepare(
        _ foreseen: inout Preparation, on service: Service, at occasion: Occasion,
        for caller: Caller
    ) throws(ErrorCode) -> Transaction.Body {
        var parent = try foreseen.existingNode(path.parent, on: service)
        let node = try foreseen.existingNode(path, on: service)
        if node.childCount > 0 { throw .notEmpty }
        guard node.stat.isReapable(at: occasion.time, settings: foreseen.settings) else {
            throw .badVersion
        }
        parent.childCount -= 1
        parent.stat.pzxid = occasion.zxid
        foreseen.foresee(parent, at: path.parent, zxid: occasion.zxid)
        foreseen.foresee(nil, at: path, zxid: occasion.zxid)
        return .delete(DeleteTransaction(path: path, isReaped: true))
    }
}

extension DeleteContainerRequest: CustomStringConvertible {
    public var description: String { "deleteContainer \(path)" }
}
