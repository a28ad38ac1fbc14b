public import Jute
public import Znodes

/// What a server sends: the answer to a client's first message, and replies and events after it.
public enum ServerMessage: Hashable, Sendable {
    case connected(ConnectResponseRecord)
    /// A body follows only where nothing was refused.
    case reply(xid: Int32, zxid: Int64, Outcome)
    /// SetSASLResponse: buffer token. No token where SASL is not configured.
    case sasl(xid: Int32, token: [UInt8]?)
    /// A watch fired. ZooKeeper 3.8 names no zxid here; later versions that of the transaction.
    case event(WatchEvent)
}

extension ServerMessage {
    /// Writes the message as a frame.
    public func write(to writer: inout JuteWriter) {
        writer.lengthPrefixed { writer in
            switch self {
            case .connected(let response):
                writer.record(response)
            case .reply(let xid, let zxid, let outcome):
                writer.record(ReplyHeader(xid: xid, zxid: zxid, code: outcome.code.rawValue))
                if case .success(let response) = outcome { response.write(to: &writer) }
            case .sasl(let xid, let token):
                writer.record(ReplyHeader(xid: xid, zxid: 0))
                writer.buffer(token)
            case .event(let event):
                writer.record(ReplyHeader(xid: ReservedXid.event, zxid: -1))
                writer.record(event)
            }
        }
    }
}

extension ServerMessage {
    /// Reads a connection's first frame.
    public init(first reader: JuteReader) throws(JuteError) {
        var reader = reader
        self = .connected(try reader.record())
    }

    /// Reads any later frame. What a reply's body is depends on the request: `opcode` is asked for
    /// that of the request with an xid, and answers nil for auth, whose reply has no body.
    public init(
        _ reader: JuteReader, answering opcode: (Int32) throws(JuteError) -> Opcode?
    ) throws(JuteError) {
        var reader = reader
        let header = try reader.record(ReplyHeader.self)
        if header.xid == ReservedXid.event {
            self = .event(try reader.record())
            return
        }
        let opcode = try opcode(header.xid)
        guard let code = ErrorCode(rawValue: header.code) else {
            throw .malformed("a reply with the unknown error code \(header.code)")
        }
        let outcome: Outcome
        if code != .ok {
            outcome = .failure(code)
        } else if let opcode {
            outcome = .success(try Response(to: opcode, from: &reader))
        } else {
            outcome = .success(.done)
        }
        self = .reply(xid: header.xid, zxid: header.zxid, outcome)
    }
}
