/// A node of the tree.
public struct Znode: Hashable, Sendable {
    /// Null and empty are different, as they are to clients.
    public internal(set) var data: [UInt8]?
    public internal(set) var acl: AccessList
    public internal(set) var stat: PersistedStat
    public internal(set) var childCount: Int32 = 0

    init(data: [UInt8]?, acl: AccessList = .open, stat: PersistedStat) {
        self.data = data
        self.acl = acl
        self.stat = stat
    }
}
