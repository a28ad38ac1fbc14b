/// Who may do what with a node.
///
/// The list that nearly all nodes have, everything for everyone, is kept as nothing at all: it takes no memory, and
/// threads that read such nodes at the same time need not count together who holds it.
public struct AccessList: Hashable, Sendable {
    private let restricting: [ACL]?

    public init(_ entries: [ACL]) { restricting = entries == ACL.open ? nil : entries }

    private init() { restricting = nil }

    /// Everything for everyone.
    public static var open: Self { Self() }

    public var isOpen: Bool { restricting == nil }

    public var entries: [ACL] { restricting ?? ACL.open }
}

extension AccessList: ExpressibleByArrayLiteral {
    public init(arrayLiteral entries: ACL...) { self.init(entries) }
}
