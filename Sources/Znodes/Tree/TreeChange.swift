/// What applying a transaction changed, in the order in which watches must fire.
///
/// Beside each node stands its access control list as it was at that moment: who may not read the node is not
/// told of the change (`DataTree`, CVE-2024-23944).
public enum TreeChange: Hashable, Sendable, CustomStringConvertible {
    case created(ZnodePath, acl: AccessList = .open)
    case deleted(ZnodePath, acl: AccessList = .open)
    case dataChanged(ZnodePath, acl: AccessList = .open)
    /// A child of this node was created or deleted.
    case childrenChanged(ZnodePath, acl: AccessList = .open)
    case sessionOpened(Int64)
    case sessionClosed(Int64)

    public var description: String {
        switch self {
        case .created(let path, _): "created \(path)"
        case .deleted(let path, _): "deleted \(path)"
        case .dataChanged(let path, _): "changed \(path)"
        case .childrenChanged(let path, _): "children of \(path) changed"
        case .sessionOpened(let id): "session \(hexadecimal(id)) opened"
        case .sessionClosed(let id): "session \(hexadecimal(id)) closed"
        }
    }
}
