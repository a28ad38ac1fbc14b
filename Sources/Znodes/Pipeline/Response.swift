public import Jute

/// The answer to a request that was not refused.
public enum Response: Hashable, Sendable {
    /// The path with its sequence number; the stat when `create2` asked.
    case created(ZnodePath, Stat?)
    case data([UInt8]?, Stat)
    case stat(Stat)
    /// The names of the children, sorted; the stat when `getChildren2` asked.
    case children([String], Stat?)
    case acl([ACL], Stat)
    /// Of multi and of multiRead.
    case multi([MultiResult])
    case ephemerals([ZnodePath])
    /// How many nodes there are below one, on all levels.
    case childrenNumber(Int32)
    case whoAmI([ClientInfo])
    /// addWatch is done: unlike others it says so in a body, which is an error code (ErrorResponse).
    case watchAdded
    case synced(ZnodePath)
    /// The session is open, with this timeout in milliseconds.
    case session(timeout: Int32)
    /// Nothing to say but that it was done.
    case done
}

extension Response {
    /// The body as it stands behind the reply header.
    ///
    /// That of a new session is the timeout alone: ConnectResponse is the edge's, which knows the
    /// password.
    public func encode() -> [UInt8] {
        var writer = JuteWriter()
        write(to: &writer)
        return writer.bytes
    }

    /// Writes the body in place.
    public func write(to writer: inout JuteWriter) {
        switch self {
        case .created(let path, let stat):
            writer.string(path.text)
            if let stat { writer.record(stat) }
        case .data(let data, let stat):
            writer.buffer(data)
            writer.record(stat)
        case .stat(let stat):
            writer.record(stat)
        case .children(let names, let stat):
            writer.vector(names) { $0.string($1) }
            if let stat { writer.record(stat) }
        case .acl(let acl, let stat):
            writer.vector(acl)
            writer.record(stat)
        case .ephemerals(let paths):
            writer.paths(paths)
        case .childrenNumber(let number):
            writer.int(number)
        case .whoAmI(let clients):
            writer.vector(clients)
        case .watchAdded:
            writer.int(ErrorCode.ok.rawValue)
        case .multi(let results):
            MultiResult.write(results, to: &writer)
        case .synced(let path):
            writer.string(path.text)
        case .session(let timeout):
            writer.int(timeout)
        case .done:
            break
        }
    }

    /// Reads the body of the answer to a request with this opcode.
    public init(to opcode: Opcode, body: [UInt8]) throws(JuteError) {
        var reader = JuteReader(body, limit: JuteReader.noLimit)
        try self.init(to: opcode, from: &reader)
        if !reader.isAtEnd { throw .trailingBytes(reader.remaining) }
    }

    /// Reads the body where it stands.
    public init(to opcode: Opcode, from reader: inout JuteReader) throws(JuteError) {
        switch opcode {
        case .create: self = .created(ZnodePath(try reader.string() ?? ""), nil)
        case .create2, .createContainer, .createTTL:
            self = .created(ZnodePath(try reader.string() ?? ""), try reader.record())
        case .getData, .reconfig: self = .data(try reader.buffer(), try reader.record())
        case .exists, .setData, .setACL: self = .stat(try reader.record())
        case .getACL: self = .acl(try reader.vector() ?? [], try reader.record())
        case .getChildren: self = .children(try Self.names(from: &reader), nil)
        case .getChildren2: self = .children(try Self.names(from: &reader), try reader.record())
        case .multi, .multiRead: self = .multi(try MultiResult.read(from: &reader))
        case .sync: self = .synced(ZnodePath(try reader.string() ?? ""))
        case .getEphemerals: self = .ephemerals(try reader.paths() ?? [])
        case .getAllChildrenNumber: self = .childrenNumber(try reader.int())
        case .whoAmI: self = .whoAmI(try reader.vector() ?? [])
        case .addWatch:
            _ = try reader.int()
            self = .watchAdded
        case .createSession: self = .session(timeout: try reader.int())
        case .delete, .deleteContainer, .check, .ping, .setWatches, .setWatches2, .checkWatches,
            .removeWatches, .auth, .closeSession:
            self = .done
        case .error, .sasl: throw .unknownType(opcode.rawValue)
        }
    }

    private static func names(from reader: inout JuteReader) throws(JuteError) -> [String] {
        try reader.vector { (reader) throws(JuteError) in try reader.string() ?? "" } ?? []
    }
}

extension Response: CustomStringConvertible {
    public var description: String {
        switch self {
        case .created(let path, _): "created \(path)"
        case .data(let data, let stat): "\(quoted(data)) version \(stat.version)"
        case .stat(let stat): "version \(stat.version)"
        case .children(let names, _): "[\(names.joined(separator: ", "))]"
        case .acl(let acl, let stat):
            "[\(acl.map(\.description).joined(separator: ", "))] version \(stat.aversion)"
        case .ephemerals(let paths): "[\(paths.map(\.text).joined(separator: ", "))]"
        case .childrenNumber(let number): "\(number)"
        case .whoAmI(let clients): "[\(clients.map(\.description).joined(separator: ", "))]"
        case .watchAdded: "done"
        case .multi(let results): "multi [\(results.map(\.description).joined(separator: ", "))]"
        case .synced(let path): "synced \(path)"
        case .session(let timeout): "session \(timeout) ms"
        case .done: "done"
        }
    }
}
