public import Jute

/// Asks for the names of a node's children: getChildren (8) and getChildren2 (12), which answers with
/// the stat as well.
public struct GetChildrenRequest: Hashable, Sendable {
    public var path: ZnodePath
    public var watch: Bool
    public var returnsStat: Bool

    public init(_ path: ZnodePath, watch: Bool = false, returnsStat: Bool = false) {
        self.path = path
        self.watch = watch
        self.returnsStat = returnsStat
    }

    func returningStat() -> Self {
        Self(path, watch: watch, returnsStat: true)
    }
}

extension GetChildrenRequest: ReadRequest {
    /// GetChildrenRequest: ustring path; boolean watch.
    public init(from reader: inout JuteReader) throws(JuteError) {
        path = try reader.path()
        watch = try reader.bool()
        returnsStat = false
    }

    public func write(to writer: inout JuteWriter) {
        writer.string(path.text)
        writer.bool(watch)
    }

    func read(from service: Service, for caller: Caller) -> Outcome {
        guard let node = service.node(readAt: path) else { return .failure(.noNode) }
        guard caller.may(.read, on: node.acl) else { return .failure(.noAuth) }
        let names = service.children(of: path).map(\.name)
        return .success(.children(names, returnsStat ? Stat(node) : nil))
    }

    /// Only a node that is there can be watched this way.
    func watch(after outcome: Outcome) -> Watch? {
        watch && outcome.code == .ok ? Watch(.child, path) : nil
    }
}

extension GetChildrenRequest: CustomStringConvertible {
    public var description: String {
        "ls \(returnsStat ? "-s " : "")\(path)\(watch ? " watch" : "")"
    }
}
