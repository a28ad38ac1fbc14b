public import Jute

/// A node is made, with its final path.
public struct CreateTransaction: Hashable, Sendable {
    /// What will keep the node alive.
    public enum Lifetime: Hashable, Sendable {
        case permanent, ephemeral, container
        /// Milliseconds.
        case timeToLive(Int64)

        func owner(session: Int64) -> NodeOwner {
            switch self {
            case .permanent: .persistent
            case .ephemeral: .session(session)
            case .container: .container
            case .timeToLive(let time): .timeToLive(time)
            }
        }
    }

    public var path: ZnodePath
    public var data: [UInt8]?
    public var acl: [ACL]
    public var lifetime: Lifetime
    /// How many creates the parent will have seen; -1, from old logs, means one more than it has.
    public var parentCversion: Int32
    /// Whether the client is told the stat: the type in the header, not a field of the record.
    public var returnsStat: Bool

    public init(
        path: ZnodePath, data: [UInt8]?, acl: [ACL] = ACL.open, lifetime: Lifetime = .permanent,
        parentCversion: Int32, returnsStat: Bool = false
    ) {
        self.path = path
        self.data = data
        self.acl = acl
        self.lifetime = lifetime
        self.parentCversion = parentCversion
        self.returnsStat = returnsStat
    }

    var opcode: Opcode {
        switch lifetime {
        case .permanent, .ephemeral: returnsStat ? .create2 : .create
        case .container: .createContainer
        case .timeToLive: .createTTL
        }
    }
}

extension CreateTransaction: TransactionRecord {
    public init(from reader: inout JuteReader) throws(JuteError) {
        try self.init(from: &reader, opcode: .create)
    }

    /// CreateTxn: ustring path; buffer data; vector<ACL> acl; boolean ephemeral; int parentCVersion.
    /// CreateTxnV0 ends before the last field. CreateContainerTxn lacks the boolean; CreateTTLTxn too, and
    /// ends with long ttl.
    init(from reader: inout JuteReader, opcode: Opcode) throws(JuteError) {
        path = try reader.path()
        data = try reader.buffer()
        acl = try reader.accessList()
        returnsStat = opcode != .create
        switch opcode {
        case .createContainer:
            lifetime = .container
            parentCversion = try reader.int()
        case .createTTL:
            parentCversion = try reader.int()
            let time = try reader.long()
            guard NodeOwner.timesToLive.contains(time) else {
                throw .malformed("no node has a time to live of \(time) ms")
            }
            lifetime = .timeToLive(time)
        default:
            lifetime = try reader.bool() ? .ephemeral : .permanent
            parentCversion = reader.isAtEnd ? -1 : try reader.int()
        }
    }

    public func write(to writer: inout JuteWriter) {
        writer.string(path.text)
        writer.buffer(data)
        writer.vector(acl)
        switch lifetime {
        case .permanent: writer.bool(false)
        case .ephemeral: writer.bool(true)
        case .container, .timeToLive: break
        }
        writer.int(parentCversion)
        if case .timeToLive(let time) = lifetime { writer.long(time) }
    }

    func apply(
        to service: inout Service, at occasion: Occasion, changes: inout [TreeChange]
    ) -> Outcome {
        let stat = PersistedStat(
            createdAt: occasion.zxid, time: occasion.time,
            owner: lifetime.owner(session: occasion.session))
        let acl = AccessList(acl)
        let node = Znode(data: data, acl: acl, stat: stat)
        var parentACL = AccessList.open
        let parentPath = path.parent
        let insertion = service.tree.insert(node, at: path, below: parentPath) { parent in
            parentACL = parent.acl
            // A replay must not turn the count back; the count goes up even when the node is there.
            let count = parentCversion == -1 ? parent.stat.cversion &+ 1 : parentCversion
            if count > parent.stat.cversion {
                parent.stat.cversion = count
                parent.stat.pzxid = occasion.zxid
            }
        }
        switch insertion {
        case .noParent: return .failure(.noNode)
        case .exists: return .failure(.nodeExists)
        case .inserted:
            service.tree.quotaNoticesCreation(of: path, size: data?.count ?? 0)
            if changes.isEmpty { changes.reserveCapacity(2) }
            changes.append(.created(path, acl: acl))
            changes.append(.childrenChanged(parentPath, acl: parentACL))
            return .success(.created(path, opcode == .create ? nil : Stat(node)))
        }
    }
}
