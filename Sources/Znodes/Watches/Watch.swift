/// A watch that a read asks for.
public struct Watch: Hashable, Sendable {
    public enum Kind: Hashable, Sendable, CaseIterable {
        /// By getData: fires when the node's data change or the node goes.
        case data
        /// By exists: as `data`, and when the node comes.
        case exist
        /// By getChildren: fires when the set of children changes or the node goes.
        case child
    }

    public var kind: Kind
    public var path: ZnodePath

    public init(_ kind: Kind, _ path: ZnodePath) {
        self.kind = kind
        self.path = path
    }
}
