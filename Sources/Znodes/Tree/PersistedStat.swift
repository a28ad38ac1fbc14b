public import Jute

/// What a server keeps about a node (`StatPersisted`). `Stat` is what it tells of it.
public struct PersistedStat: Hashable, Sendable {
    public var czxid: Int64 = 0
    public var mzxid: Int64 = 0
    public var ctime: Int64 = 0
    public var mtime: Int64 = 0
    public var version: Int32 = 0
    /// How many children were ever created here. Deletes do not count: it numbers sequential nodes.
    public var cversion: Int32 = 0
    public var aversion: Int32 = 0
    /// See `NodeOwner`.
    public var ephemeralOwner: Int64 = 0
    public var pzxid: Int64 = 0

    /// That of the nodes which were there before any transaction.
    public init() {}

    /// That of a new node.
    public init(createdAt zxid: Int64, time: Int64, owner: NodeOwner) {
        czxid = zxid
        mzxid = zxid
        pzxid = zxid
        ctime = time
        mtime = time
        ephemeralOwner = owner.encoded
    }

    public var owner: NodeOwner { NodeOwner(encoded: ephemeralOwner) }
}

extension PersistedStat: JuteRecord {
    public init(from reader: inout JuteReader) throws(JuteError) {
        czxid = try reader.long()
        mzxid = try reader.long()
        ctime = try reader.long()
        mtime = try reader.long()
        version = try reader.int()
        cversion = try reader.int()
        aversion = try reader.int()
        ephemeralOwner = try reader.long()
        pzxid = try reader.long()
    }

    public func write(to writer: inout JuteWriter) {
        writer.block(60) { block in
            block.long(czxid)
            block.long(mzxid)
            block.long(ctime)
            block.long(mtime)
            block.int(version)
            block.int(cversion)
            block.int(aversion)
            block.long(ephemeralOwner)
            block.long(pzxid)
        }
    }
}
