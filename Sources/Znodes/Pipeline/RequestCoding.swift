public import Jute

extension Request {
    /// The body as it stands behind the request header.
    public func encode() -> [UInt8] {
        var writer = JuteWriter()
        write(to: &writer)
        return writer.bytes
    }

    /// Reads the body of a request; bytes behind it are ignored, as in Java.
    ///
    /// `JuteError.unknownType` means that the opcode names no request (the client is told
    /// UNIMPLEMENTED), every other error that the body cannot be read (MARSHALLINGERROR).
    public init(opcode: Int32, body: [UInt8]) throws(JuteError) {
        guard let opcode = Opcode(rawValue: opcode) else { throw .unknownType(opcode) }
        try self.init(opcode: opcode, body: body)
    }

    /// Reads a body that some server has taken already, whatever its limit was.
    public init(opcode: Opcode, body: [UInt8]) throws(JuteError) {
        var reader = JuteReader(body, limit: JuteReader.noLimit)
        try self.init(opcode: opcode, from: &reader)
    }

    /// Reads the body where it stands.
    public init(opcode: Opcode, from reader: inout JuteReader) throws(JuteError) {
        switch opcode {
        case .create, .create2, .createContainer, .createTTL:
            self = .create(try CreateRequest(from: &reader, opcode: opcode))
        case .delete: self = .delete(try reader.record())
        case .setData: self = .setData(try reader.record())
        case .setACL: self = .setACL(try reader.record())
        case .check: self = .check(try reader.record())
        case .multi: self = .multi(try reader.record())
        case .reconfig: self = .reconfig(try reader.record())
        case .getData: self = .getData(try reader.record())
        case .exists: self = .exists(try reader.record())
        case .getACL: self = .getACL(try reader.record())
        case .getChildren: self = .getChildren(try reader.record())
        case .getChildren2:
            self = .getChildren(try GetChildrenRequest(from: &reader).returningStat())
        case .multiRead: self = .multiRead(try reader.record())
        case .getEphemerals: self = .getEphemerals(try reader.record())
        case .getAllChildrenNumber: self = .getAllChildrenNumber(try reader.record())
        case .whoAmI: self = .whoAmI
        case .sync: self = .sync(try reader.record())
        case .setWatches, .setWatches2:
            self = .setWatches(try SetWatchesRequest(from: &reader, opcode: opcode))
        case .addWatch: self = .addWatch(try reader.record())
        case .checkWatches: self = .checkWatches(try reader.record())
        case .removeWatches: self = .removeWatches(try reader.record())
        case .ping: self = .ping
        case .createSession: self = .createSession(try reader.record())
        case .closeSession: self = .closeSession
        case .deleteContainer: self = .deleteContainer(try reader.record())
        case .error, .auth, .sasl: throw .unknownType(opcode.rawValue)
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
        case .setACL(let request): request.description
        case .check(let request): request.description
        case .multi(let request): request.description
        case .reconfig(let request): request.description
        case .deleteContainer(let request): request.description
        case .getData(let request): request.description
        case .exists(let request): request.description
        case .getACL(let request): request.description
        case .getChildren(let request): request.description
        case .multiRead(let request): request.description
        case .getEphemerals(let request): request.description
        case .getAllChildrenNumber(let request): request.description
        case .whoAmI: "whoami"
        case .sync(let request): request.description
        case .setWatches(let request): request.description
        case .addWatch(let request): request.description
        case .checkWatches(let request): "checkWatches \(request)"
        case .removeWatches(let request): "removeWatches \(request)"
        case .ping: "ping"
        case .createSession(let request): request.description
        case .closeSession: "close"
        case .unreadable(let code): "unreadable (\(code.name))"
        }
    }
}
