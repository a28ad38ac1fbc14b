/// A watch, as its client asks for it.
public struct Watch: Hashable, Sendable {
    public enum Kind: Hashable, Sendable, CaseIterable {
        /// By getData: fires when the node's data change or the node goes.
        case data
        /// By exists: as `data`, and when the node comes.
        case exist
        /// By getChildren: fires when the set of children changes or the node goes.
        case child
        /// By addWatch: fires on all of these, and stays.
        case persistent
        /// By addWatch: fires when the node or any node below it comes, changes its data or goes, and stays.
        /// What happens to a set of children is not told: each child tells for itself.
        case persistentRecursive
    }

    public var kind: Kind
    public var path: ZnodePath

    public init(_ kind: Kind, _ path: ZnodePath) {
        self.kind = kind
        self.path = path
    }
}
