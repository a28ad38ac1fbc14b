public import Jute

/// Stands before every request but the first (RequestHeader: int xid; int type).
public struct RequestHeader: JuteRecord, Hashable, Sendable {
    /// The client's number for the request; the reply repeats it. Those below 0 are in `ReservedXid`.
    public var xid: Int32
    /// An opcode, or a number that is none.
    public var type: Int32

    public init(xid: Int32, type: Int32) {
        self.xid = xid
        self.type = type
    }

    public init(from reader: inout JuteReader) throws(JuteError) {
        xid = try reader.int()
        type = try reader.int()
    }

    public func write(to writer: inout JuteWriter) {
        writer.int(xid)
        writer.int(type)
    }
}

/// The request numbers with a meaning of their own (`ClientCnxn`).
public enum ReservedXid {
    public static let event: Int32 = -1
    public static let ping: Int32 = -2
    public static let auth: Int32 = -4
    public static let setWatches: Int32 = -8
}
