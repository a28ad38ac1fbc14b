public import Jute
public import Znodes

/// REQUEST: a client's request on its way from a learner to the leader
/// (`Learner.request`: session, cxid, opcode, body as the client sent it).
public struct ForwardedRequest: Hashable, Sendable {
    public var session: Int64
    public var xid: Int32
    public var request: Request

    init(session: Int64, xid: Int32, request: Request) {
        self.session = session
        self.xid = xid
        self.request = request
    }

    public func encode() -> [UInt8] {
        var writer = JuteWriter()
        writer.long(session)
        writer.int(xid)
        writer.int(request.opcode.rawValue)
        return writer.bytes + request.encode()
    }

    public init(decoding bytes: [UInt8]) throws(JuteError) {
        var reader = JuteReader(bytes)
        session = try reader.long()
        xid = try reader.int()
        let opcode = try reader.int()
        request = try Request(opcode: opcode, body: Array(bytes[reader.position...]))
    }
}
