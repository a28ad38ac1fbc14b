public import Jute

/// Replaces the data of a node.
public struct SetDataRequest: Hashable, Sendable {
    public var path: ZnodePath
    public var data: [UInt8]?
    /// The version that the node must have, or -1 for any.
    public var version: Int32

    public init(_ path: ZnodePath, data: [UInt8]?, version: Int32 = -1) {
        self.path = path
        self.data = data
        self.version = version
    }
}

extension SetDataRequest: WriteRequest {
    /// SetDataRequest: ustring path; buffer data; int version.
    public init(from reader: inout JuteReader) throws(JuteError) {
        // Null is judged as a name that no node can have, as in Java.
        path = ZnodePath(try reader.string() ?? "")
        data = try reader.buffer()
        version = try reader.int()
    }

    public func write(to writer: inout JuteWriter) {
        writer.string(path.text)
        writer.buffer(data)
        writer.int(version)
    }

    func prepare(
        _ foreseen: inout Preparation, on service: Service, at occasion: Occasion,
        for caller: Caller
    ) throws(ErrorCode) -> Transaction.Body {
        try foreseen.checkSession(occasion.session, on: service)
        if let code = path.validate() { throw code }
        var node = try foreseen.existingNode(path, on: service)
        try caller.check(.write, on: node.acl)
        if foreseen.settings.enforceQuota {
            try service.checkQuota(at: path, count: 0, bytes: (data?.count ?? 0) - node.dataLength)
        }
        let newVersion = try ForeseenNode.version(after: node.stat.version, expecting: version)

        node.stat.version = newVersion
        node.stat.mzxid = occasion.zxid
        node.stat.mtime = occasion.time
        node.dataLength = data?.count ?? 0
        foreseen.foresee(node, at: path, zxid: occasion.zxid)
        return .setData(SetDataTransaction(path: path, data: data, version: newVersion))
    }
}

extension SetDataRequest: CustomStringConvertible {
    public var description: String {
        (version == -1 ? "set \(path) " : "set -v \(version) \(path) ") + quoted(data)
    }
}

/// A node gets new data.
public struct SetDataTransaction: Hashable, Sendable {
    public var path: ZnodePath
    public var data: [UInt8]?
    /// The version that the node has afterwards.
    public var version: Int32

    public init(path: ZnodePath, data: [UInt8]?, version: Int32) {
        self.path = path
        self.data = data
        self.version = version
    }
}

extension SetDataTransaction: TransactionRecord {
    /// SetDataTxn: ustring path; buffer data; int version.
    public init(from reader: inout JuteReader) throws(JuteError) {
        path = try reader.path()
        data = try reader.buffer()
        version = try reader.int()
    }

    public func write(to writer: inout JuteWriter) {
        writer.string(path.text)
        writer.buffer(data)
        writer.int(version)
    }

    func apply(
        to service: inout Service, at occasion: Occasion, changes: inout [TreeChange]
    ) -> Outcome {
        let changed = service.tree.update(path) { node in
            let growth = (data?.count ?? 0) - (node.data?.count ?? 0)
            node.data = data
            node.stat.version = version
            node.stat.mzxid = occasion.zxid
            node.stat.mtime = occasion.time
            return (Stat(node), node.acl, growth)
        }
        guard let (stat, acl, growth) = changed else { return .failure(.noNode) }
        service.tree.quotaNoticesChange(at: path, count: 0, bytes: growth)
        changes.append(.dataChanged(path, acl: acl))
        return .success(.stat(stat))
    }
}
