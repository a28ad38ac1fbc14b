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
    /// A request that cannot be understood, and what to tell the client.
    ///
    /// UNIMPLEMENTED: the opcode names no request that a client may send; the reply bears zxid -1 and
    /// the connection is closed. MARSHALLINGERROR: the body is not what the opcode promises; the
    /// connection goes on.
    case unreadable(xid: Int32, ErrorCode, JuteError)

    private static let authType: Int32 = 100
    private static let saslType: Int32 = 102
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
        switch header.type {
        case Self.authType: self = .auth(xid: header.xid, try reader.record())
        case Self.saslType: self = .sasl(xid: header.xid, token: try reader.buffer())
        default:
            do throws(JuteError) {
                try self.init(header, body: &reader)
            } catch {
                self = .unreadable(xid: header.xid, .marshallingError, error)
            }
        }
    }

    private init(_ header: RequestHeader, body: inout JuteReader) throws(JuteError) {
        switch Opcode(rawValue: header.type) {
        case nil, .error, .createSession, .deleteContainer, .check:
            // A check alone is accepted by 3.8.0, which then never answers; later versions refuse it.
            self = .unreadable(xid: header.xid, .unimplemented, .unknownType(header.type))
        case .ping:
            self = .request(xid: ReservedXid.ping, .ping)
        case .some(let opcode):
            self = .request(xid: header.xid, try Request(opcode: opcode, from: &body))
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
                writer.record(RequestHeader(xid: xid, type: Self.authType))
                writer.record(packet)
            case .sasl(let xid, let token):
                writer.record(RequestHeader(xid: xid, type: Self.saslType))
                writer.buffer(token)
            case .unreadable:
                preconditionFailure("nobody writes what cannot be read")
            }
        }
    }
}
