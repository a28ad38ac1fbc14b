public import Jute

/// Makes a node: create (1), create2 (15), createContainer (19) and createTTL (21). All but the first
/// answer with the stat as well.
public struct CreateRequest: Hashable, Sendable {
    /// Which of the four opcodes asks. It decides what becomes of the node, together with the flags.
    public enum Form: Hashable, Sendable {
        case create, create2, container
        /// Milliseconds that the node may be left alone.
        case timeToLive(Int64)
    }

    public var path: ZnodePath
    public var data: [UInt8]?
    public var acl: [ACL]
    /// A `CreateMode`, or a number that is none and will be refused.
    public var flags: Int32
    public var form: Form

    /// - Parameters:
    ///   - timeToLive: in milliseconds, for the two modes that have one.
    ///   - returnsStat: asks for the stat where the mode leaves the choice.
    public init(
        _ path: ZnodePath, data: [UInt8]? = [], acl: [ACL] = ACL.open,
        mode: CreateMode = .persistent, timeToLive: Int64 = 0, returnsStat: Bool = false
    ) {
        self.path = path
        self.data = data
        self.acl = acl
        flags = mode.rawValue
        form =
            switch mode {
            case .container: .container
            case .persistentTTL, .persistentSequentialTTL: .timeToLive(timeToLive)
            case .persistent, .ephemeral, .persistentSequential, .ephemeralSequential:
                returnsStat ? .create2 : .create
            }
    }

    public var returnsStat: Bool { form != .create }

    var opcode: Opcode {
        switch form {
        case .create: .create
        case .create2: .create2
        case .container: .createContainer
        case .timeToLive: .createTTL
        }
    }
}

extension CreateRequest: WriteRequest {
    public init(from reader: inout JuteReader) throws(JuteError) {
        try self.init(from: &reader, opcode: .create)
    }

    /// CreateRequest: ustring path; buffer data; vector<ACL> acl; int flags. CreateTTLRequest: the same,
    /// then long ttl.
    init(from reader: inout JuteReader, opcode: Opcode) throws(JuteError) {
        path = try reader.path()
        data = try reader.buffer()
        acl = try reader.accessList()
        flags = try reader.int()
        form =
            switch opcode {
            case .create2: .create2
            case .createContainer: .container
            case .createTTL: .timeToLive(try reader.long())
            default: .create
            }
    }

    public func write(to writer: inout JuteWriter) {
        writer.string(path.text)
        writer.buffer(data)
        writer.vector(acl)
        writer.int(flags)
        if case .timeToLive(let time) = form { writer.long(time) }
    }

    func prepare(
        _ foreseen: inout Preparation, on service: Service, at occasion: Occasion,
        for caller: Caller
    ) throws(ErrorCode) -> Transaction.Body {
        let mode = try self.mode()
        let lifetime = try self.lifetime(mode, settings: foreseen.settings)
        try foreseen.checkSession(occasion.session, on: service)
        guard path.hasSlash, !path.hasNull else { throw .badArguments }
        let acl = try ACL.normalized(self.acl, for: caller, settings: foreseen.settings)
        let parentPath = path.parent
        var parent = try foreseen.existingNode(parentPath, on: service)
        try caller.check(.create, on: parent.acl)
        let path = mode.isSequential ? self.path.numbered(parent.stat.cversion) : self.path
        if let code = path.validate() { throw code }
        if foreseen.node(path, on: service) != nil { throw .nodeExists }
        if parent.stat.owner.session != nil { throw .noChildrenForEphemerals }
        if foreseen.settings.enforceQuota {
            try service.checkQuota(at: path, count: 1, bytes: data?.count ?? 0)
        }

        parent.stat.cversion &+= 1
        parent.stat.pzxid = occasion.zxid
        parent.childCount += 1
        foreseen.foresee(parent, at: parentPath, zxid: occasion.zxid)
        let stat = PersistedStat(
            createdAt: occasion.zxid, time: occasion.time,
            owner: lifetime.owner(session: occasion.session))
        foreseen.foresee(
            ForeseenNode(stat: stat, acl: AccessList(acl), dataLength: data?.count ?? 0),
            at: path, zxid: occasion.zxid)
        return .create(
            CreateTransaction(
                path: path, data: data, acl: acl, lifetime: lifetime,
                parentCversion: parent.stat.cversion, returnsStat: returnsStat))
    }

    private func mode() throws(ErrorCode) -> CreateMode {
        guard let mode = CreateMode(rawValue: flags) else { throw .badArguments }
        return mode
    }

    /// The opcode decides where it can: a container asked for with create becomes an ordinary node, and
    /// createContainer makes a container whatever its flags say, as in Java.
    private func lifetime(
        _ mode: CreateMode, settings: ServiceSettings
    ) throws(ErrorCode) -> CreateTransaction.Lifetime {
        if mode.hasTimeToLive, !settings.extendedTypesEnabled { throw .unimplemented }
        switch form {
        case .timeToLive(let time):
            // Java lets createTTL pass with a mode that has no time, and fails when it applies that.
            guard mode.hasTimeToLive, NodeOwner.timesToLive.contains(time) else {
                throw .badArguments
            }
            return .timeToLive(time)
        case .create, .create2, .container:
            if mode.hasTimeToLive { throw .badArguments }
            if form == .container { return .container }
            return mode.isEphemeral ? .ephemeral : .permanent
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
        if form == .container || mode == .container { words.append("-c") }
        if case .timeToLive(let time) = form { words.append("-t \(time)") }
        if mode == nil { words.append("flags=\(flags)") }
        words.append(path.text)
        if let data, !data.isEmpty { words.append(quoted(data)) }
        return words.joined(separator: " ")
    }
}
