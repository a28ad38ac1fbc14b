import Jute
import Znodes

/// REQUEST: a client's request on its way from a learner to the leader
/// (`Learner.request`: session, cxid, opcode, body as the client sent it).
struct ForwardedRequest: Hashable {
    var session: Int64
    var xid: Int32
    var request: Request

    init(session: Int64, xid: Int32, request: Request) {
        self.session = session
        self.xid = xid
        self.request = request
    }

    func encode() -> [UInt8] {
        var writer = JuteWriter()
        writer.long(session)
        writer.int(xid)
        writer.int(request.opcode.rawValue)
        return writer.bytes + request.encode()
    }

    init(decoding bytes: [UInt8]) throws(JuteError) {
        var reader = JuteReader(bytes)
        session = try reader.long()
        xid = try reader.int()
        let opcode = try reader.int()
        request = try Request(opcode: opcode, body: Array(bytes[reader.position...]))
    }
}
