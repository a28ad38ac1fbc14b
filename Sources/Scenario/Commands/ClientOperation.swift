/// What a client asks for, as it is written in a scenario: in zkCli's words where it has them.
public indirect enum ClientOperation: Hashable, Sendable {
    case create(Creation)
    /// Nil for a version means any.
    case set(path: String, data: String, version: Int32?)
    case get(path: String, watch: Bool)
    case exists(path: String, watch: Bool)
    case list(path: String, watch: Bool)
    case delete(path: String, version: Int32?)
    case getACL(path: String)
    case setACL(path: String, [AccessEntry], version: Int32?)
    case check(path: String, version: Int32)
    case multi([ClientOperation])
    case multiRead([ClientOperation])
    case getEphemerals(path: String)
    case getAllChildrenNumber(path: String)
    case addAuth(scheme: String, id: String)
    case whoAmI
    case addWatch(path: String, recursive: Bool)
    case checkWatches(path: String, WatchKind)
    case removeWatches(path: String, WatchKind)
    case sync(path: String)
    case close

    public enum Name: String, CaseIterable, Sendable {
        case create, set, get, exists, ls, delete, getAcl, setAcl, check, multi, multiRead
        case getEphemerals, getAllChildrenNumber, addauth, whoami
        case addWatch, checkWatches, removewatches, sync, close

        public var usage: String {
            switch self {
            case .create: "create [-e] [-s] [-c] [-t MS] PATH [\"DATA\"] [ACL]"
            case .set: "set PATH \"DATA\" [VERSION]"
            case .get: "get [-w] PATH"
            case .exists: "exists [-w] PATH"
            case .ls: "ls [-w] PATH"
            case .delete: "delete PATH [VERSION]"
            case .getAcl: "getAcl PATH"
            case .setAcl: "setAcl [-v VERSION] PATH ACL"
            case .check: "check PATH VERSION"
            case .multi: "multi { OPERATION ; OPERATION … }"
            case .multiRead: "multiRead { get PATH ; ls PATH … }"
            case .getEphemerals: "getEphemerals [PATH]"
            case .getAllChildrenNumber: "getAllChildrenNumber PATH"
            case .addauth: "addauth SCHEME ID"
            case .whoami: "whoami"
            case .addWatch: "addWatch [-m PERSISTENT | PERSISTENT_RECURSIVE] PATH"
            case .checkWatches: "checkWatches PATH [-a | -d | -c | -p | -r]"
            case .removewatches: "removewatches PATH [-a | -d | -c | -p | -r]"
            case .sync: "sync PATH"
            case .close: "close"
            }
        }
    }

    /// A node to be made.
    public struct Creation: Hashable, Sendable {
        public var path: String
        public var data: String
        public var isEphemeral: Bool
        public var isSequential: Bool
        public var isContainer: Bool
        /// In milliseconds.
        public var ttl: Int64?
        /// Empty: open to all.
        public var acl: [AccessEntry]

        public init(
            _ path: String, data: String = "", isEphemeral: Bool = false,
            isSequential: Bool = false, isContainer: Bool = false, ttl: Int64? = nil,
            acl: [AccessEntry] = []
        ) {
            self.path = path
            self.data = data
            self.isEphemeral = isEphemeral
            self.isSequential = isSequential
            self.isContainer = isContainer
            self.ttl = ttl
            self.acl = acl
        }
    }

    /// Which watches of a path are meant, by the letter of their flag.
    public enum WatchKind: String, CaseIterable, Hashable, Sendable {
        case any = "-a"
        case data = "-d"
        case children = "-c"
        case persistent = "-p"
        case persistentRecursive = "-r"
    }

    /// The modes of addWatch, in zkCli's words.
    public enum WatchMode: String, CaseIterable, Hashable, Sendable {
        case persistent = "PERSISTENT"
        case persistentRecursive = "PERSISTENT_RECURSIVE"
    }
}

extension ClientOperation: CustomStringConvertible {
    public var description: String {
        switch self {
        case .create(let creation): creation.description
        case .set(let path, let data, let version):
            "set \(path) \(Self.quoted(data))" + (version.map { " \($0)" } ?? "")
        case .get(let path, let watch): "get" + (watch ? " -w" : "") + " \(path)"
        case .exists(let path, let watch): "exists" + (watch ? " -w" : "") + " \(path)"
        case .list(let path, let watch): "ls" + (watch ? " -w" : "") + " \(path)"
        case .delete(let path, let version): "delete \(path)" + (version.map { " \($0)" } ?? "")
        case .getACL(let path): "getAcl \(path)"
        case .setACL(let path, let acl, let version):
            "setAcl" + (version.map { " -v \($0)" } ?? "") + " \(path) \(Self.text(acl))"
        case .check(let path, let version): "check \(path) \(version)"
        case .multi(let operations): "multi { \(Self.text(operations)) }"
        case .multiRead(let operations): "multiRead { \(Self.text(operations)) }"
        case .getEphemerals(let path): "getEphemerals" + (path == "/" ? "" : " \(path)")
        case .getAllChildrenNumber(let path): "getAllChildrenNumber \(path)"
        case .addAuth(let scheme, let id): "addauth \(scheme) \(id)"
        case .whoAmI: "whoami"
        case .addWatch(let path, let recursive):
            "addWatch" + (recursive ? "" : " -m \(WatchMode.persistent.rawValue)") + " \(path)"
        case .checkWatches(let path, let kind): "checkWatches \(path)\(Self.flag(kind))"
        case .removeWatches(let path, let kind): "removewatches \(path)\(Self.flag(kind))"
        case .sync(let path): "sync \(path)"
        case .close: "close"
        }
    }

    private static func flag(_ kind: WatchKind) -> String {
        kind == .any ? "" : " \(kind.rawValue)"
    }

    private static func text(_ operations: [ClientOperation]) -> String {
        operations.map(\.description).joined(separator: " ; ")
    }

    fileprivate static func text(_ acl: [AccessEntry]) -> String {
        acl.map(\.description).joined(separator: ",")
    }

    static func quoted(_ text: String) -> String {
        "\""
            + text.map { character in
                switch character {
                case "\"": "\\\""
                case "\\": "\\\\"
                case "\n": "\\n"
                default: String(character)
                }
            }.joined() + "\""
    }
}

extension ClientOperation.Creation: CustomStringConvertible {
    public var description: String {
        var words = ["create"]
        if isEphemeral { words.append("-e") }
        if isSequential { words.append("-s") }
        if isContainer { words.append("-c") }
        if let ttl { words.append("-t \(ttl)") }
        words.append(path)
        if !data.isEmpty { words.append(ClientOperation.quoted(data)) }
        if !acl.isEmpty { words.append(ClientOperation.text(acl)) }
        return words.joined(separator: " ")
    }
}
