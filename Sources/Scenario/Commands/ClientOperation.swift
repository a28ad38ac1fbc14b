/// What a client asks for, as it is written in a scenario.
public indirect enum ClientOperation: Hashable, Sendable, CustomStringConvertible {
    case create(path: String, data: String, ephemeral: Bool, sequential: Bool)
    /// Nil for a version means any.
    case set(path: String, data: String, version: Int32?)
    case get(path: String, watch: Bool)
    case exists(path: String, watch: Bool)
    case list(path: String, watch: Bool)
    case delete(path: String, version: Int32?)
    case check(path: String, version: Int32)
    case multi([ClientOperation])
    case sync(path: String)
    case close

    public enum Name: String, CaseIterable, Sendable {
        case create, set, get, exists, ls, delete, check, multi, sync, close

        public var usage: String {
            switch self {
            case .create: "create [-e] [-s] PATH [\"DATA\"]"
            case .set: "set PATH \"DATA\" [VERSION]"
            case .get: "get [-w] PATH"
            case .exists: "exists [-w] PATH"
            case .ls: "ls [-w] PATH"
            case .delete: "delete PATH [VERSION]"
            case .check: "check PATH VERSION"
            case .multi: "multi { OPERATION ; OPERATION … }"
            case .sync: "sync PATH"
            case .close: "close"
            }
        }
    }

    public var description: String {
        switch self {
        case .create(let path, let data, let ephemeral, let sequential):
            "create" + (ephemeral ? " -e" : "") + (sequential ? " -s" : "") + " \(path)"
                + (data.isEmpty ? "" : " \(Self.quoted(data))")
        case .set(let path, let data, let version):
            "set \(path) \(Self.quoted(data))" + (version.map { " \($0)" } ?? "")
        case .get(let path, let watch): "get" + (watch ? " -w" : "") + " \(path)"
        case .exists(let path, let watch): "exists" + (watch ? " -w" : "") + " \(path)"
        case .list(let path, let watch): "ls" + (watch ? " -w" : "") + " \(path)"
        case .delete(let path, let version): "delete \(path)" + (version.map { " \($0)" } ?? "")
        case .check(let path, let version): "check \(path) \(version)"
        case .multi(let operations):
            "multi { \(operations.map(\.description).joined(separator: " ; ")) }"
        case .sync(let path): "sync \(path)"
        case .close: "close"
        }
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
