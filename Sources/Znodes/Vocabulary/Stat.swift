public import Jute

/// What clients are told about a node beside its data (`Stat`).
public struct Stat: Hashable, Sendable {
    /// The zxid that created the node.
    public var czxid: Int64
    /// The zxid of the last change of its data.
    public var mzxid: Int64
    /// When it was created, by the leader's wall clock, in milliseconds since 1970.
    public var ctime: Int64
    /// When its data changed last.
    public var mtime: Int64
    /// How often its data changed.
    public var version: Int32
    /// How many children were created and deleted: each counts once.
    public var cversion: Int32
    /// How often its access control list changed.
    public var aversion: Int32
    /// The session that it goes with, or 0. Containers and nodes with a time to live show 0 as well.
    public var ephemeralOwner: Int64
    public var dataLength: Int32
    public var numChildren: Int32
    /// The zxid of the last creation or deletion of a child.
    public var pzxid: Int64

    public init(
        czxid: Int64 = 0, mzxid: Int64 = 0, ctime: Int64 = 0, mtime: Int64 = 0, version: Int32 = 0,
        cversion: Int32 = 0, aversion: Int32 = 0, ephemeralOwner: Int64 = 0, dataLength: Int32 = 0,
        numChildren: Int32 = 0, pzxid: Int64 = 0
    ) {
        self.czxid = czxid
        self.mzxid = mzxid
        self.ctime = ctime
        self.mtime = mtime
        self.version = version
        self.cversion = cversion
        self.aversion = aversion
        self.ephemeralOwner = ephemeralOwner
        self.dataLength = dataLength
        self.numChildren = numChildren
        self.pzxid = pzxid
    }

    public init(_ node: borrowing Znode) {
        let stored = node.stat
        czxid = stored.czxid
        mzxid = stored.mzxid
        ctime = stored.ctime
        mtime = stored.mtime
        version = stored.version
        // The stored counter counts creates only; deletes are the creates without a child left.
        cversion = stored.cversion &* 2 &- node.childCount
        aversion = stored.aversion
        ephemeralOwner = stored.owner.session ?? 0
        dataLength = Int32(truncatingIfNeeded: node.data?.count ?? 0)
        numChildren = node.childCount
        pzxid = stored.pzxid
    }
}

extension Stat: JuteRecord {
    /// Bytes.
    static let length = 68

    public init(from reader: inout JuteReader) throws(JuteError) {
        czxid = try reader.long()
        mzxid = try reader.long()
        ctime = try reader.long()
        mtime = try reader.long()
        version = try reader.int()
        cversion = try reader.int()
        aversion = try reader.int()
        ephemeralOwner = try reader.long()
        dataLength = try reader.int()
        numChildren = try reader.int()
        pzxid = try reader.long()
    }

    public func write(to writer: inout JuteWriter) {
        writer.block(68) { block in
            block.long(czxid)
            block.long(mzxid)
            block.long(ctime)
            block.long(mtime)
            block.int(version)
            block.int(cversion)
            block.int(aversion)
            block.long(ephemeralOwner)
            block.int(dataLength)
            block.int(numChildren)
            block.long(pzxid)
        }
    }
}
