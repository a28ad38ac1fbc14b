public import Jute

/// What the leader made of a request, and every server applies: the payload of a proposal.
public struct Transaction: Hashable, Sendable {
    /// Whose request it was.
    public var session: Int64
    /// The number that the client gave it; 0 when a server asked.
    public var cxid: Int32
    public var zxid: Int64
    /// The leader's wall clock, in milliseconds since 1970.
    public var time: Int64
    public var body: Body

    public init(session: Int64, cxid: Int32, zxid: Int64, time: Int64, body: Body) {
        self.session = session
        self.cxid = cxid
        self.zxid = zxid
        self.time = time
        self.body = body
    }

    public enum Body: Hashable, Sendable {
        case createSession(CreateSessionTransaction)
        case closeSession(CloseSessionTransaction)
        /// A refused request. It takes its zxid and its place in the order like any other.
        case error(ErrorCode)
        case create(CreateTransaction)
        case delete(DeleteTransaction)
        case setData(SetDataTransaction)
        case setACL(SetACLTransaction)
        /// The configuration's node gets new data. Only Java's leaders propose it.
        case reconfig(SetDataTransaction)
        /// Only inside a multi.
        case check(CheckTransaction)
        case multi(MultiTransaction)
    }

    var occasion: Occasion { Occasion(session: session, cxid: cxid, zxid: zxid, time: time) }
}

extension Transaction.Body {
    /// The type in the header.
    public var opcode: Opcode {
        switch self {
        case .createSession: .createSession
        case .closeSession: .closeSession
        case .error: .error
        case .create(let record): record.opcode
        case .delete(let record): record.isReaped ? .deleteContainer : .delete
        case .setData: .setData
        case .setACL: .setACL
        case .reconfig: .reconfig
        case .check: .check
        case .multi: .multi
        }
    }

    var record: any TransactionRecord {
        switch self {
        case .createSession(let record): record
        case .closeSession(let record): record
        case .error(let code): ErrorTransaction(code: code)
        case .create(let record): record
        case .delete(let record): record
        case .setData(let record), .reconfig(let record): record
        case .setACL(let record): record
        case .check(let record): record
        case .multi(let record): record
        }
    }

    init(opcode: Opcode, from reader: inout JuteReader) throws(JuteError) {
        switch opcode {
        case .createSession: self = .createSession(try reader.record())
        case .closeSession: self = .closeSession(try reader.record())
        case .error: self = .error(try ErrorTransaction(from: &reader).code)
        case .create, .create2, .createContainer, .createTTL:
            self = .create(try CreateTransaction(from: &reader, opcode: opcode))
        case .delete, .deleteContainer:
            var record = try DeleteTransaction(from: &reader)
            record.isReaped = opcode == .deleteContainer
            self = .delete(record)
        case .setData: self = .setData(try reader.record())
        case .setACL: self = .setACL(try reader.record())
        case .reconfig: self = .reconfig(try reader.record())
        case .check: self = .check(try reader.record())
        case .multi: self = .multi(try reader.record())
        case .exists, .getData, .getACL, .getChildren, .getChildren2, .multiRead, .getEphemerals,
            .getAllChildrenNumber, .whoAmI, .sync, .ping, .auth, .sasl, .setWatches, .setWatches2,
            .addWatch, .checkWatches, .removeWatches:
            throw .unknownType(opcode.rawValue)
        }
    }
}

extension Transaction {
    /// TxnHeader and record, byte for byte as ZooKeeper proposes and logs them (without a digest).
    public func encode() -> [UInt8] { encode(leavingOut: .max).bytes }

    /// The same, but for the first data of at least `threshold` bytes, if there are any: these have a place in it, and
    /// are not copied there.
    public func encode(
        leavingOut threshold: Int
    ) -> (bytes: [UInt8], data: JuteWriter.LeftOut?) {
        var writer = JuteWriter(leavingOut: threshold)
        writer.reserveCapacity(Self.headerLength + body.expectedLength(leavingOut: threshold))
        writer.block(Self.headerLength) { block in
            block.long(session)
            block.int(cxid)
            block.long(zxid)
            block.long(time)
            block.int(body.opcode.rawValue)
        }
        body.write(to: &writer)
        return (writer.bytes, writer.leftOut)
    }

    /// Reads what `encode` writes, with or without the digest that Java's leaders put behind it.
    public init(decoding bytes: [UInt8]) throws(JuteError) {
        var reader = JuteReader(bytes, limit: JuteReader.noLimit)
        session = try reader.long()
        cxid = try reader.int()
        zxid = try reader.long()
        time = try reader.long()
        let type = try reader.int()
        guard let opcode = Opcode(rawValue: type) else { throw .unknownType(type) }
        body = try Body(opcode: opcode, from: &reader)
        if reader.remaining != 0, reader.remaining != Self.digestLength {
            throw .trailingBytes(reader.remaining)
        }
    }

    static let headerLength = 32

    /// TxnDigest: a version and the digest of the tree.
    private static let digestLength = 12
}

extension Transaction: CustomStringConvertible {
    public var description: String {
        switch body {
        case .createSession(let record):
            "createSession \(hexadecimal(session)) \(record.timeout) ms"
        case .closeSession: "closeSession \(hexadecimal(session))"
        default: body.description
        }
    }
}

extension Transaction.Body: CustomStringConvertible {
    public var description: String {
        switch self {
        case .createSession(let record): "createSession \(record.timeout) ms"
        case .closeSession: "closeSession"
        case .error(let code): "error \(code.name)"
        case .create(let record): "create \(record.path)"
        case .delete(let record):
            record.isReaped ? "deleteContainer \(record.path)" : "delete \(record.path)"
        case .setData(let record): "setData \(record.path)"
        case .setACL(let record): "setACL \(record.path)"
        case .reconfig: "reconfig"
        case .check(let record): "check \(record.path)"
        case .multi(let record):
            "multi [\(record.bodies.map(\.description).joined(separator: ", "))]"
        }
    }
}
