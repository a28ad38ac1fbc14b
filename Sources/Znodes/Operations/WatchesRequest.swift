public import Jute

/// Names watches of the connection: to ask whether they are there (checkWatches, 17), or to have them
/// removed (removeWatches, 18).
///
/// `WatchTable.answer` knows which there are; as a read it answers that it is done.
public struct WatchesRequest: Hashable, Sendable {
    /// The numbers are those of `Watcher.WatcherType`.
    public enum Kind: Int32, Hashable, Sendable, CaseIterable {
        case children = 1
        case data = 2
        case any = 3
        case persistent = 4
        case persistentRecursive = 5
    }

    public var path: ZnodePath
    /// A `Kind`, or a number that is none and will be refused.
    public var kind: Int32

    public init(_ path: ZnodePath, kind: Kind = .any) {
        self.path = path
        self.kind = kind.rawValue
    }
}

extension WatchesRequest: ReadRequest {
    /// CheckWatchesRequest, RemoveWatchesRequest: ustring path; int type.
    public init(from reader: inout JuteReader) throws(JuteError) {
        // There is no watch on null, which is all that is asked.
        path = ZnodePath(try reader.string() ?? "")
        kind = try reader.int()
    }

    public func write(to writer: inout JuteWriter) {
        writer.string(path.text)
        writer.int(kind)
    }

    func read(from service: Service, for caller: Caller) -> Outcome {
        knownKind == nil ? .failure(.marshallingError) : .success(.done)
    }

    /// Nil when the number means no kind.
    var knownKind: Kind? { Kind(rawValue: kind) }
}

extension WatchesRequest: CustomStringConvertible {
    public var description: String {
        "\(Kind(rawValue: kind).map { "\($0)" } ?? "\(kind)") \(path)"
    }
}
