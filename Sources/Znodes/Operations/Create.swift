public import Jute

/// Makes a node: create (1) and create2 (15), which answers with the stat as well.
public struct CreateRequest: Hashable, Sendable {
    public var path: ZnodePath
    public var data: [UInt8]?
    public var acl: [ACL]
    /// A `CreateMode`, or a number that is none and will be refused.
    public var flags: Int32
    public var returnsStat: Bool

    public init(
        _ path: ZnodePath, data: [UInt8]? = [], acl: [ACL] = ACL.open,
        mode: CreateMode = .persistent, returnsStat: Bool = false
    ) {
        self.path = path
        self.data = data
        self.acl = acl
        flags = mode.rawValue
        self.returnsStat = returnsStat
    }

    func returningStat() -> Self {
        var copy = self
        copy.returnsStat = true
        return copy
    }
}

extension CreateRequest: WriteRequest {
    /// CreateRequest: ustring path; buffer data; vector<ACL> acl; int flags.
    public init(from reader: inout JuteReader) throws(JuteError) {
        path = ZnodePath(try reader.string() ?? "")
        data = try reader.buffer()
        acl = try reader.vector() ?? []
        flags = try reader.int()
        returnsStat = false
    }

    public func write(to writer: inout JuteWriter) {
        writer.string(path.text)
        writer.buffer(data)
        writer.vector(acl)
        writer.int(flags)
    }

    func prepare(
        _ foreseen: inout Preparation, on service: Service, at occasion: Occasion
    ) throws(ErrorCode) -> Transaction.Body {
        let mode = try self.mode()
        try foreseen.checkSession(occasion.session, on: service)
        guard path.hasSlash, !path.hasNull else { throw .badArguments }
        guard !acl.isEmpty else { throw .invalidACL }
        var parent = try foreseen.existingNode(path.parent, on: service)
        let path = mode.isSequential ? self.path.numbered(parent.stat.cversion) : self.path
        if let code = path.validate() { throw code }
        if foreseen.node(path, on: service) != nil { throw .nodeExists }
        if parent.stat.owner.session != nil { throw .noChildrenForEphemerals }

        let owner: NodeOwner = mode.isEphemeral ? .session(occasion.session) : .persistent
        parent.stat.cversion &+= 1
        parent.stat.pzxid = occasion.zxid
        parent.childCount += 1
        foreseen.foresee(parent, at: path.parent, zxid: occasion.zxid)
        let stat = PersistedStat(createdAt: occasion.zxid, time: occasion.time, owner: owner)
        foreseen.foresee(
            ForeseenNode(stat: stat, acl: acl, dataLength: data?.count ?? 0),
            at: path, zxid: occasion.zxid)
        return .create(
            CreateTransaction(
                path: path, data: data, acl: acl, isEphemeral: mode.isEphemeral,
                parentCversion: parent.stat.cversion, returnsStat: returnsStat))
    }

    /// Nodes with a time to live have an opcode of their own; a container asked for with this one
    /// becomes an ordinary node, as in Java.
    private func mode() throws(ErrorCode) -> CreateMode {
        switch CreateMode(rawValue: flags) {
        case nil, .persistentTTL, .persistentSequentialTTL: throw .badArguments
        case .container: .persistent
        case let mode?: mode
        }
    }
}

extension ZnodePath {
    /// The path with a sequence number behind it: ten digits, eleven characters when it is negative.
    func numbered(_ number: Int32) -> ZnodePath {
        let digits = String(number.magnitude)
        let sign = number < 0 ? "-" : ""
        let zeros = max(0, 10 - digits.utf8.count - sign.utf8.count)
        return ZnodePath(text + sign + String(repeating: "0", count: zeros) + digits)
    }
}

extension CreateRequest: CustomStringConvertible {
    public var description: String {
        let mode = CreateMode(rawValue: flags)
        var words = ["create"]
        if mode?.isEphemeral == true { words.append("-e") }
        if mode?.isSequential == true { words.append("-s") }
        if mode == .container { words.append("-c") }
        if mode == nil { words.append("flags=\(flags)") }
        words.append(path.text)
        if let data, !data.isEmpty { words.append(quoted(data)) }
        return words.joined(separator: " ")
    }
}

/// A node is made, with its final path.
public struct CreateTransaction: Hashable, Sendable {
    public var path: ZnodePath
    public var data: [UInt8]?
    public var acl: [ACL]
    public var isEphemeral: Bool
    /// How many creates the parent will have seen; -1, from old logs, means one more than it has.
    public var parentCversion: Int32
    /// Whether it was create2: the type in the header, not a field of the record.
    public var returnsStat: Bool

    public init(
        path: ZnodePath, data: [UInt8]?, acl: [ACL] = ACL.open, isEphemeral: Bool = false,
        parentCversion: Int32, returnsStat: Bool = false
    ) {
        self.path = path
        self.data = data
        self.acl = acl
        self.isEphemeral = isEphemeral
        self.parentCversion = parentCversion
        self.returnsStat = returnsStat
    }

    func returningStat() -> Self {
        var copy = self
        copy.returnsStat = true
        return copy
    }
}

extension CreateTransaction: TransactionRecord {
    /// CreateTxn: ustring path; buffer data; vector<ACL> acl; boolean ephemeral; int parentCVersion.
    /// CreateTxnV0 ends before the last field.
    public init(from reader: inout JuteReader) throws(JuteError) {
        path = ZnodePath(try reader.string() ?? "")
        data = try reader.buffer()
        acl = try reader.vector() ?? []
        isEphemeral = try reader.bool()
        parentCversion = reader.isAtEnd ? -1 : try reader.int()
        returnsStat = false
    }

    public func write(to writer: inout JuteWriter) {
        writer.string(path.text)
        writer.buffer(data)
        writer.vector(acl)
        writer.bool(isEphemeral)
        writer.int(parentCversion)
    }

    func apply(
        to service: inout Service, at occasion: Occasion, changes: inout [TreeChange]
    ) -> Outcome {
        let owner: NodeOwner = isEphemeral ? .session(occasion.session) : .persistent
        let stat = PersistedStat(createdAt: occasion.zxid, time: occasion.time, owner: owner)
        let node = Znode(data: data, acl: acl, stat: stat)
        let insertion = service.tree.insert(node, at: path) { parent in
            // A replay must not turn the count back; the count goes up even when the node is there.
            let count = parentCversion == -1 ? parent.cversion &+ 1 : parentCversion
            if count > parent.cversion {
                parent.cversion = count
                parent.pzxid = occasion.zxid
            }
        }
        switch insertion {
        case .noParent: return .failure(.noNode)
        case .exists: return .failure(.nodeExists)
        case .inserted:
            changes.append(.created(path))
            changes.append(.childrenChanged(path.parent))
            return .success(.created(path, returnsStat ? Stat(node) : nil))
        }
    }
}
