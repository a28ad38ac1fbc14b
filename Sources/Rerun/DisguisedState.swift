import Jute
import Znodes

/// A tree and its sessions under their other names, as the stream of a `SnapshotWriter`.
extension Disguise {
    /// A trace's line must stay one that can be read; a larger tree is left out, and with it those checks
    /// that replay what was committed.
    private static let longestState = 8 << 20

    /// - Returns: nil when there is too much of it.
    mutating func state(_ service: Service) -> [UInt8]? {
        var writer = SnapshotWriter(service)
        var bytes: [UInt8] = []
        while let piece = writer.next(nodes: 256) {
            bytes += piece
            if bytes.count > Self.longestState { return nil }
        }
        var reader = JuteReader(bytes, limit: Self.longestState)
        var disguised = JuteWriter()
        do throws(JuteError) {
            try copy(&reader, to: &disguised)
        } catch {
            preconditionFailure("what a snapshot writer writes can be read: \(error)")
        }
        return disguised.bytes
    }

    private mutating func copy(
        _ reader: inout JuteReader, to writer: inout JuteWriter
    ) throws(JuteError) {
        let sessions = try reader.int()
        writer.int(sessions)
        for _ in 0..<max(0, sessions) {
            writer.long(session(try reader.long()))
            writer.int(try reader.int())
        }
        let lists = try reader.int()
        writer.int(lists)
        for _ in 0..<max(0, lists) {
            writer.long(try reader.long())
            writer.vector(list(try reader.vector() ?? []))
        }
        while let path = try reader.string(), path != "/" {
            writer.string(path)
            writer.buffer(try reader.buffer())
            writer.long(try reader.long())
            var stat = try reader.record(PersistedStat.self)
            if case .session(let owner) = stat.owner { stat.ephemeralOwner = session(owner) }
            writer.record(stat)
        }
        writer.string("/")
        writer.string(try reader.string())
    }
}
