public import Jute
public import Znodes

/// What a client sends: its first message, or one of those after it.
public enum ClientMessage: Hashable, Sendable {
    case connect(ConnectRequestRecord)
    /// A ping has the xid -2, whichever its client gave it.
    case request(xid: Int32, Request)
    case auth(xid: Int32, AuthPacket)
    /// GetSASLRequest: buffer token.
    case sasl(xid: Int32, token: [UInt8]?)
    /// A request that cannot be understood, and what to tell the client in its turn
    /// (`Request.unreadable`).
    ///
    /// UNIMPLEMENTED: the opcode names no request that a client may send; the reply bears zxid -1 and
    /// the connection is closed. MARSHALLINGERROR: the body is not what the opcode promises; the
    /// connection goes on.
    case unreadable(xid: Int32, ErrorCode, JuteError)
}

extension ClientMessage {
    /// Reads a connection's first frame. Bytes behind the record are ignored, as in Java.
    public init(first reader: JuteReader) throws(JuteError) {
        var reader = reader
        self = .connect(try reader.record())
    }

    /// Reads any later frame. It throws where the connection cannot go on: not even a header is there,
    /// or what should prove who the client is cannot be read.
    public init(_ reader: JuteReader) throws(JuteError) {
        var reader = reader
        let header = try reader.record(RequestHeader.self)
        switch Opcode(rawValue: header.type) {
        case .auth: self = .auth(xid: header.xid, try reader.record())
        case .sasl: self = .sasl(xid: header.xid, token: try reader.buffer())
        case nil, .error, .createSession, .deleteContainer, .check:
            // A check alone is accepted by 3.8.0, which then never answers; later versions refuse it.
            let error = JuteError.unknownType(header.type)
            self = .unreadable(xid: header.xid, .unimplemented, error)
        case .ping:
            self = .request(xid: ReservedXid.ping, .ping)
        case .some(let opcode):
            do throws(JuteError) {
                self = .request(xid: header.xid, try Request(opcode: opcode, from: &reader))
            } catch {
                self = .unreadable(xid: header.xid, .marshallingError, error)
            }
        }
    }
}

extension ClientMessage {
    /// Writes the message as a frame.
    ///
    /// - Precondition: it is not `unreadable`: that is something only a server meets.
    public func write(to writer: inout JuteWriter) {
        writer.lengthPrefixed { writer in
            switch self {
            case .connect(let request):
                writer.record(request)
            case .request(let xid, let request):
                writer.record(RequestHeader(xid: xid, type: request.opcode.rawValue))
                request.write(to: &writer)
            case .auth(let xid, let packet):
                writer.record(RequestHeader(xid: xid, type: Opcode.auth.rawValue))
                writer.record(packet)
            case .sasl(let xid, let token):
                writer.record(RequestHeader(xid: xid, type: Opcode.sasl.rawValue))
                writer.buffer(token)
            case .unreadable:
                preconditionFailure("nobody writes what cannot be read")
            }
        }
    }
}
