public import Jute

/// Asks whether a node is there.
public struct ExistsRequest: Hashable, Sendable {
    public var path: ZnodePath
    public var watch: Bool

    public init(_ path: ZnodePath, watch: Bool = false) {
        self.path = path
        self.watch = watch
    }
}

extension ExistsRequest: ReadRequest {
    /// ExistsRequest: ustring path; boolean watch.
    public init(from reader: inout JuteReader) throws(JuteError) {
        path = try reader.path()
        watch = try reader.bool()
    }

    public func write(to writer: inout JuteWriter) {
        writer.string(path.text)
        writer.bool(watch)
    }

    func read(from service: Service, for caller: Caller) -> Outcome {
        if path.hasNull { return .failure(.badArguments) }
        return service.look(readAt: path) { .success(.stat(Stat($0))) } ?? .failure(.noNode)
    }

    /// A node that is not there can be watched too: that is what this watch is for.
    func watch(after outcome: Outcome) -> Watch? {
        switch outcome {
        case .success: watch ? Watch(.data, path) : nil
        case .failure(.noNode): watch ? Watch(.exist, path) : nil
        case .failure: nil
        }
    }
}

extension ExistsRequest: CustomStringConvertible {
    public var description: String { "exists \(path)\(watch ? " watch" : "")" }
}
