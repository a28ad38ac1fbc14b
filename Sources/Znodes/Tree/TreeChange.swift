/// What applying a transaction changed, in the order in which watches must fire.
public enum TreeChange: Hashable, Sendable, CustomStringConvertible {
    case created(ZnodePath)
    case deleted(ZnodePath)
    case dataChanged(ZnodePath)
    /// A child of this node was created or deleted.
    case childrenChanged(ZnodePath)
    case sessionOpened(Int64)
    case sessionClosed(Int64)

    public var description: String {
        switch self {
        case .created(let path): "created \(path)"
        case .deleted(let path): "deleted \(path)"
        case .dataChanged(let path): "changed \(path)"
        case .childrenChanged(let path): "children of \(path) changed"
        case .sessionOpened(let id): "session \(hexadecimal(id)) opened"
        case .sessionClosed(let id): "session \(hexadecimal(id)) closed"
        }
    }
}
