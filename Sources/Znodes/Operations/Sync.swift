public import Jute

/// Waits until this server has applied all that the leader had committed when it was asked.
///
/// The waiting is the pipeline's; the answer repeats the path.
public struct SyncRequest: Hashable, Sendable {
    public var path: ZnodePath

    public init(_ path: ZnodePath) { self.path = path }
}

extension SyncRequest: ReadRequest {
    /// SyncRequest: ustring path.
    public init(from reader: inout JuteReader) throws(JuteError) {
        // It only comes back, and Java takes null as well.
        path = ZnodePath(try reader.string() ?? "")
    }

    public func write(to writer: inout JuteWriter) { writer.string(path.text) }

    func read(from service: Service, for caller: Caller) -> Outcome { .success(.synced(path)) }
}

extension SyncRequest: CustomStringConvertible {
    public var description: String { "sync \(path)" }
}
