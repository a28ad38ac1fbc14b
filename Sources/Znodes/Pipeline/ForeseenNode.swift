/// What the leader must know about a node to judge a request (`ChangeRecord`).
struct ForeseenNode: Hashable, Sendable {
    var stat: PersistedStat
    var childCount: Int32
    var acl: AccessList
    var dataLength: Int

    init(stat: PersistedStat, acl: AccessList, dataLength: Int) {
        self.stat = stat
        childCount = 0
        self.acl = acl
        self.dataLength = dataLength
    }

    init(_ node: borrowing Znode) {
        stat = node.stat
        childCount = node.childCount
        acl = node.acl
        dataLength = node.data?.count ?? 0
    }

    /// The version after a change that expects `expected`, where -1 expects anything.
    ///
    /// A count that has come all the way round skips -1, which no client could ask for.
    static func version(
        after current: Int32, expecting expected: Int32
    ) throws(ErrorCode) -> Int32 {
        if expected != -1, expected != current { throw .badVersion }
        return current == -2 ? 0 : current &+ 1
    }
}
