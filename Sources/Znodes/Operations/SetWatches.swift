public import Jute

/// A client that has come back names the watches it had, and up to where it has seen the tree.
///
/// `WatchTable.set` restores them; as a read it answers with nothing.
public struct SetWatchesRequest: Hashable, Sendable {
    /// The last zxid that the client knows of.
    public var relativeZxid: Int64
    public var dataWatches: [ZnodePath]
    public var existWatches: [ZnodePath]
    public var childWatches: [ZnodePath]

    public init(
        relativeZxid: Int64, dataWatches: [ZnodePath] = [], existWatches: [ZnodePath] = [],
        childWatches: [ZnodePath] = []
    ) {
        self.relativeZxid = relativeZxid
        self.dataWatches = dataWatches
        self.existWatches = existWatches
        self.childWatches = childWatches
    }
}

extension SetWatchesRequest: ReadRequest {
    /// SetWatches: long relativeZxid; three vectors of ustring: dataWatches, existWatches, childWatches.
    public init(from reader: inout JuteReader) throws(JuteError) {
        relativeZxid = try reader.long()
        dataWatches = try reader.paths() ?? []
        existWatches = try reader.paths() ?? []
        childWatches = try reader.paths() ?? []
    }

    public func write(to writer: inout JuteWriter) {
        writer.long(relativeZxid)
        writer.paths(dataWatches)
        writer.paths(existWatches)
        writer.paths(childWatches)
    }

    func read(from service: Service) -> Outcome { .success(.done) }

    func watch(after outcome: Outcome) -> Watch? { nil }
}

extension SetWatchesRequest: CustomStringConvertible {
    public var description: String {
        var words = ["setWatches"]
        for (kind, paths) in [
            ("data", dataWatches), ("exist", existWatches), ("child", childWatches),
        ] where !paths.isEmpty {
            words.append("\(kind) [\(paths.map(\.text).joined(separator: ", "))]")
        }
        return words.joined(separator: " ")
    }
}

extension JuteReader {
    mutating func paths() throws(JuteError) -> [ZnodePath]? {
        try vector { (reader) throws(JuteError) in ZnodePath(try reader.string() ?? "") }
    }
}

extension JuteWriter {
    mutating func paths(_ paths: [ZnodePath]?) {
        vector(paths) { $0.string($1.text) }
    }
}
