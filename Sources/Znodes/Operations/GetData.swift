public import Jute

/// Asks for the data of a node.
public struct GetDataRequest: Hashable, Sendable {
    public var path: ZnodePath
    public var watch: Bool

    public init(_ path: ZnodePath, watch: Bool = false) {
        self.path = path
        self.watch = watch
    }
}

extension GetDataRequest: ReadRequest {
    /// GetDataRequest: ustring path; boolean watch.
    public init(from reader: inout JuteReader) throws(JuteError) {
        path = try reader.path()
        watch = try reader.bool()
    }

    public func write(to writer: inout JuteWriter) {
        writer.string(path.text)
        writer.bool(watch)
    }

    func read(from service: Service, for caller: Caller) -> Outcome {
        service.look(readAt: path) { node in
            caller.may(.read, on: node.acl)
                ? .success(.data(node.data, Stat(node))) : .failure(.noAuth)
        } ?? .failure(.noNode)
    }

    /// Only a node that is there can be watched this way.
    func watch(after outcome: Outcome) -> Watch? {
        watch && outcome.code == .ok ? Watch(.data, path) : nil
    }
}

extension GetDataRequest: CustomStringConvertible {
    public var description: String { "get \(path)\(watch ? " watch" : "")" }
}
