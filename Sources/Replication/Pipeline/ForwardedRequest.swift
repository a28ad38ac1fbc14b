public import Jute
import Zab
public import Znodes

/// REQUEST: a client's request on its way from a learner to the leader
/// (`Learner.request`: session, cxid, opcode, body as the client sent it; the identities that its
/// connection has shown stand beside it, in the packet's `authinfo`).
public struct ForwardedRequest: Hashable, Sendable {
    public var session: Int64
    public var xid: Int32
    public var request: Request
    public var identities: [Identity]

    init(session: Int64, xid: Int32, request: Request, identities: [Identity] = []) {
        self.session = session
        self.xid = xid
        self.request = request
        self.identities = identities
    }

    var message: Message { .request(encode(), authinfo: encodeIdentities()) }

    public func encode() -> [UInt8] {
        var writer = JuteWriter()
        writer.long(session)
        writer.int(xid)
        writer.int(request.opcode.rawValue)
        return writer.bytes + request.encode()
    }

    private func encodeIdentities() -> [UInt8] {
        if identities.isEmpty { return [] }
        var writer = JuteWriter()
        writer.vector(identities)
        return writer.bytes
    }

    public init(decoding bytes: [UInt8], authinfo: [UInt8] = []) throws(JuteError) {
        var reader = JuteReader(bytes)
        session = try reader.long()
        xid = try reader.int()
        let opcode = try reader.int()
        request = try Request(opcode: opcode, body: Array(bytes[reader.position...]))
        if authinfo.isEmpty {
            identities = []
        } else {
            var reader = JuteReader(authinfo)
            identities = try reader.vector() ?? []
            if !reader.isAtEnd { throw .trailingBytes(reader.remaining) }
        }
    }
}
