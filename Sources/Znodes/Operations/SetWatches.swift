public import Jute

/// A client that has come back names the watches it had, and up to where it has seen the tree.
///
/// `WatchTable.answer` restores them; as a read it answers with nothing.
public struct SetWatchesRequest: Hashable, Sendable {
    /// The last zxid that the client knows of.
    public var relativeZxid: Int64
    public var dataWatches: [ZnodePath]
    public var existWatches: [ZnodePath]
    public var childWatches: [ZnodePath]
    /// Those that stay when they fire, where the client knows such (setWatches2, 105); nil for the older
    /// setWatches (101).
    public var persistent: Persistent?

    public struct Persistent: Hashable, Sendable {
        public var watches: [ZnodePath]
        public var recursiveWatches: [ZnodePath]

        public init(watches: [ZnodePath] = [], recursiveWatches: [ZnodePath] = []) {
            self.watches = watches
            self.recursiveWatches = recursiveWatches
        }
    }

    public init(
        relativeZxid: Int64, dataWatches: [ZnodePath] = [], existWatches: [ZnodePath] = [],
        childWatches: [ZnodePath] = [], persistent: Persistent? = nil
    ) {
        self.relativeZxid = relativeZxid
        self.dataWatches = dataWatches
        self.existWatches = existWatches
        self.childWatches = childWatches
        self.persistent = persistent
    }
}

extension SetWatchesRequest: ReadRequest {
    public init(from reader: inout JuteReader) throws(JuteError) {
        try self.init(from: &reader, opcode: .setWatches)
    }

    /// SetWatches: long relativeZxid; three vectors of ustring: dataWatches, existWatches, childWatches.
    /// SetWatches2: the same, then persistentWatches and persistentRecursiveWatches.
    init(from reader: inout JuteReader, opcode: Opcode) throws(JuteError) {
        relativeZxid = try reader.long()
        dataWatches = try reader.pathList()
        existWatches = try reader.pathList()
        childWatches = try reader.pathList()
        guard opcode == .setWatches2 else { return }
        let watches = try reader.pathList()
        persistent = Persistent(watches: watches, recursiveWatches: try reader.pathList())
    }

    public func write(to writer: inout JuteWriter) {
        writer.long(relativeZxid)
        writer.paths(dataWatches)
        writer.paths(existWatches)
        writer.paths(childWatches)
        if let persistent {
            writer.paths(persistent.watches)
            writer.paths(persistent.recursiveWatches)
        }
    }

    func read(from service: Service, for caller: Caller) -> Outcome { .success(.done) }
}

extension SetWatchesRequest: CustomStringConvertible {
    public var description: String {
        var words = ["setWatches"]
        for (kind, paths) in [
            ("data", dataWatches), ("exist", existWatches), ("child", childWatches),
            ("persistent", persistent?.watches ?? []),
            ("recursive", persistent?.recursiveWatches ?? []),
        ] where !paths.isEmpty {
            words.append("\(kind) [\(paths.map(\.text).joined(separator: ", "))]")
        }
        return words.joined(separator: " ")
    }
}
