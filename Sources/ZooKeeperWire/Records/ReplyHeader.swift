public import Jute

/// Stands before every reply and watch event (ReplyHeader: int xid; long zxid; int err).
public struct ReplyHeader: JuteRecord, Hashable, Sendable {
    public var xid: Int32
    /// The last transaction that the server had applied when it answered; 0 in answers to auth and
    /// SASL, -1 in events and where the opcode was unknown.
    public var zxid: Int64
    /// An `ErrorCode`, or a number that is none.
    public var code: Int32

    public init(xid: Int32, zxid: Int64, code: Int32 = 0) {
        self.xid = xid
        self.zxid = zxid
        self.code = code
    }

    public init(from reader: inout JuteReader) throws(JuteError) {
        xid = try reader.int()
        zxid = try reader.long()
        code = try reader.int()
    }

    public func write(to writer: inout JuteWriter) {
        writer.block(16) { block in
            block.int(xid)
            block.long(zxid)
            block.int(code)
        }
    }
}
