public import Jute

/// What a client asks for, or a server on behalf of its session.
public enum Request: Hashable, Sendable {
    case create(CreateRequest)
    case delete(DeleteRequest)
    case setData(SetDataRequest)
    /// Only inside a multi; alone it is refused as unimplemented.
    case check(CheckRequest)
    case multi(MultiRequest)
    case getData(GetDataRequest)
    case exists(ExistsRequest)
    case getChildren(GetChildrenRequest)
    case sync(SyncRequest)
    case setWatches(SetWatchesRequest)
    case ping
    case createSession(CreateSessionRequest)
    case closeSession

    public var opcode: Opcode {
        switch self {
        case .create(let request): request.returnsStat ? .create2 : .create
        case .delete: .delete
        case .setData: .setData
        case .check: .check
        case .multi: .multi
        case .getData: .getData
        case .exists: .exists
        case .getChildren(let request): request.returnsStat ? .getChildren2 : .getChildren
        case .sync: .sync
        case .setWatches: .setWatches
        case .ping: .ping
        case .createSession: .createSession
        case .closeSession: .closeSession
        }
    }

    /// Whether it becomes a transaction, which a quorum must log.
    public var isWrite: Bool { write != nil }

    /// Whether the leader must see it: writes, and sync, which waits for the leader's word.
    public var needsLeader: Bool {
        if case .sync = self { true } else { isWrite }
    }
}

/// Each operation's own record knows what to do; these are the only places that list them.
extension Request {
    var write: (any WriteRequest)? {
        switch self {
        case .create(let request): request
        case .delete(let request): request
        case .setData(let request): request
        case .check(let request): request
        case .multi(let request): request
        case .createSession(let request): request
        case .closeSession: CloseSessionRequest()
        case .getData, .exists, .getChildren, .sync, .setWatches, .ping: nil
        }
    }

    var read: (any ReadRequest)? {
        switch self {
        case .getData(let request): request
        case .exists(let request): request
        case .getChildren(let request): request
        case .sync(let request): request
        case .setWatches(let request): request
        case .ping: PingRequest()
        case .create, .delete, .setData, .check, .multi, .createSession, .closeSession: nil
        }
    }

    /// The watch that the connection gets with the answer to its read, if it asked for one and may
    /// have it.
    public func watch(after outcome: Outcome) -> Watch? { read?.watch(after: outcome) }
}

extension Request {
    /// The body as it stands behind the request header.
    public func encode() -> [UInt8] {
        var writer = JuteWriter()
        write(to: &writer)
        return writer.bytes
    }

    /// Writes the body in place.
    public func write(to writer: inout JuteWriter) {
        if let record: any JuteRecord = write ?? read { record.write(to: &writer) }
    }

    /// Reads the body of a request; bytes behind it are ignored, as in Java.
    ///
    /// `JuteError.unknownType` means that the opcode names no request (the client is told
    /// UNIMPLEMENTED), every other error that the body cannot be read (MARSHALLINGERROR).
    public init(opcode: Int32, body: [UInt8]) throws(JuteError) {
        guard let opcode = Opcode(rawValue: opcode) else { throw .unknownType(opcode) }
        try self.init(opcode: opcode, body: body)
    }

    public init(opcode: Opcode, body: [UInt8]) throws(JuteError) {
        var reader = JuteReader(body)
        try self.init(opcode: opcode, from: &reader)
    }

    /// Reads the body where it stands.
    public init(opcode: Opcode, from reader: inout JuteReader) throws(JuteError) {
        switch opcode {
        case .create: self = .create(try CreateRequest(from: &reader))
        case .create2: self = .create(try CreateRequest(from: &reader).returningStat())
        case .delete: self = .delete(try reader.record())
        case .setData: self = .setData(try reader.record())
        case .check: self = .check(try reader.record())
        case .multi: self = .multi(try reader.record())
        case .getData: self = .getData(try reader.record())
        case .exists: self = .exists(try reader.record())
        case .getChildren: self = .getChildren(try reader.record())
        case .getChildren2:
            self = .getChildren(try GetChildrenRequest(from: &reader).returningStat())
        case .sync: self = .sync(try reader.record())
        case .setWatches: self = .setWatches(try reader.record())
        case .ping: self = .ping
        case .createSession: self = .createSession(try reader.record())
        case .closeSession: self = .closeSession
        case .error: throw .unknownType(opcode.rawValue)
        }
    }
}

extension Request: CustomStringConvertible {
    /// As one would type it in zkCli.
    public var description: String {
        switch self {
        case .create(let request): request.description
        case .delete(let request): request.description
        case .setData(let request): request.description
        case .check(let request): request.description
        case .multi(let request): request.description
        case .getData(let request): request.description
        case .exists(let request): request.description
        case .getChildren(let request): request.description
        case .sync(let request): request.description
        case .setWatches(let request): request.description
        case .ping: "ping"
        case .createSession(let request): request.description
        case .closeSession: "close"
        }
    }
}
