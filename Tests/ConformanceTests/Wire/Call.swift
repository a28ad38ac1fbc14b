import Jute

/// A request as bytes, how it reads in a transcript, and how its answer is read.
///
/// The bytes are made here field by field, apart from the codecs of the project, so that a mistake
/// there cannot hide behind the same mistake here.
struct Call: Sendable {
    var opcode: Int32
    var body: [UInt8]
    var text: String
    var answer: Answer
    /// The number that the protocol reserves for this request; nil counts up.
    var xid: Int32?
    /// Whether the body begins with a zxid that counts from the start of the script.
    var isRelative = false

    init(
        _ opcode: Int32, _ text: String, _ answer: Answer = .nothing, xid: Int32? = nil,
        _ write: (inout JuteWriter) -> Void = { _ in }
    ) {
        var writer = JuteWriter()
        write(&writer)
        self.opcode = opcode
        self.text = text
        self.answer = answer
        self.xid = xid
        body = writer.bytes
    }

    /// Header and body with the length in front.
    func frame(xid: Int32, base: Int64) -> [UInt8] {
        var body = body
        if isRelative {
            var zxid = JuteWriter()
            zxid.long(base + Int64(body[..<8].reduce(0) { $0 << 8 | UInt64($1) }))
            body.replaceSubrange(..<8, with: zxid.bytes)
        }
        var writer = JuteWriter()
        writer.int(Int32(body.count + 8))
        writer.int(xid)
        writer.int(opcode)
        return writer.bytes + body
    }
}

struct Permission: Sendable {
    var mask: Int32
    var scheme: String?
    var id: String?

    static let open = Permission(mask: 31, scheme: "world", id: "anyone")
    static func world(_ mask: Int32) -> Self { Self(mask: mask, scheme: "world", id: "anyone") }
    static func digest(_ id: String, _ mask: Int32 = 31) -> Self {
        Self(mask: mask, scheme: "digest", id: id)
    }
    static func ip(_ id: String, _ mask: Int32 = 31) -> Self {
        Self(mask: mask, scheme: "ip", id: id)
    }
    static func auth(_ mask: Int32 = 31) -> Self { Self(mask: mask, scheme: "auth", id: "") }
}

extension JuteWriter {
    fileprivate mutating func list(_ permissions: [Permission]?) {
        vector(permissions) {
            $0.int($1.mask)
            $0.string($1.scheme)
            $0.string($1.id)
        }
    }

    fileprivate mutating func paths(_ paths: [String?]?) { vector(paths) { $0.string($1) } }
}

/// Kinds of nodes: what `flags` says, and which opcode asks for them.
enum Mode: Int32, Sendable {
    case plain, ephemeral, sequential, ephemeralSequential, container, ttl, sequentialTTL
}

extension Call {
    static func create(
        _ path: String?, _ data: String? = "", acl: [Permission]? = [.open], flags: Int32,
        opcode: Int32 = 1, ttl: Int64? = nil
    ) -> Call {
        let name = [1: "create", 15: "create2", 19: "createContainer", 21: "createTTL"][opcode]
        var text = "\(name ?? "create by \(opcode)") \(shown(path)) \(quoted(data))"
        if flags != 0 { text += " flags \(flags)" }
        if let ttl { text += " ttl \(ttl)" }
        text += acl.map { $0.count == 1 && $0[0].isOpen ? "" : " acl \(listed($0))" } ?? " acl null"
        return Call(opcode, text, opcode == 1 ? .path : .pathAndStat) {
            $0.string(path)
            $0.buffer(data.map { Array($0.utf8) })
            $0.list(acl)
            $0.int(flags)
            if let ttl { $0.long(ttl) }
        }
    }

    static func create(
        _ path: String?, _ data: String? = "", _ mode: Mode = .plain, acl: [Permission]? = [.open]
    ) -> Call {
        let opcode: Int32 = mode == .container ? 19 : 1
        return create(path, data, acl: acl, flags: mode.rawValue, opcode: opcode)
    }

    static func create2(
        _ path: String?, _ data: String? = "", _ mode: Mode = .plain
    ) -> Call { create(path, data, flags: mode.rawValue, opcode: 15) }

    static func createTTL(_ path: String?, ttl: Int64, _ mode: Mode = .ttl) -> Call {
        create(path, "", flags: mode.rawValue, opcode: 21, ttl: ttl)
    }

    static func delete(_ path: String?, _ version: Int32 = -1) -> Call {
        Call(2, "delete \(shown(path)) \(version)") {
            $0.string(path)
            $0.int(version)
        }
    }

    static func exists(_ path: String?, watch: Bool = false) -> Call {
        read(3, "exists", path, watch, .stat)
    }

    static func get(_ path: String?, watch: Bool = false) -> Call {
        read(4, "get", path, watch, .dataAndStat)
    }

    static func children(_ path: String?, watch: Bool = false) -> Call {
        read(8, "ls", path, watch, .children)
    }

    static func children2(_ path: String?, watch: Bool = false) -> Call {
        read(12, "ls2", path, watch, .childrenAndStat)
    }

    private static func read(
        _ opcode: Int32, _ name: String, _ path: String?, _ watch: Bool, _ answer: Answer
    ) -> Call {
        Call(opcode, "\(name) \(shown(path))\(watch ? " watch" : "")", answer) {
            $0.string(path)
            $0.bool(watch)
        }
    }

    static func set(_ path: String?, _ data: String?, _ version: Int32 = -1) -> Call {
        Call(5, "set \(shown(path)) \(quoted(data)) \(version)", .stat) {
            $0.string(path)
            $0.buffer(data.map { Array($0.utf8) })
            $0.int(version)
        }
    }

    static func getACL(_ path: String?) -> Call {
        Call(6, "getAcl \(shown(path))", .aclAndStat) { $0.string(path) }
    }

    static func setACL(
        _ path: String?, _ acl: [Permission]?, _ version: Int32 = -1
    ) -> Call {
        Call(7, "setAcl \(shown(path)) \(acl.map(listed) ?? "null") \(version)", .stat) {
            $0.string(path)
            $0.list(acl)
            $0.int(version)
        }
    }

    static func sync(_ path: String) -> Call {
        Call(9, "sync \(shown(path))", .path) { $0.string(path) }
    }

    static let ping = Call(11, "ping", xid: -2)
    static let closeSession = Call(-11, "close")
    static let whoAmI = Call(107, "whoAmI", .identities)

    static func check(_ path: String?, _ version: Int32) -> Call {
        Call(13, "check \(shown(path)) \(version)") {
            $0.string(path)
            $0.int(version)
        }
    }

    static func multi(_ calls: [Call], read: Bool = false) -> Call {
        let text =
            (read ? "multiRead" : "multi") + " [\(calls.map(\.text).joined(separator: ", "))]"
        return Call(read ? 22 : 14, text, .multi) {
            for call in calls {
                $0.int(call.opcode)
                $0.bool(false)
                $0.int(-1)
                for byte in call.body { $0.byte(byte) }
            }
            $0.int(-1)
            $0.bool(true)
            $0.int(-1)
        }
    }

    /// The same operation again and again; the answer is told by its length.
    static func many(_ count: Int, _ call: Call, read: Bool) -> Call {
        var many = multi([Call](repeating: call, count: count), read: read)
        many.text = "\(read ? "multiRead" : "multi") of \(count) times \(call.text)"
        many.answer = .length
        return many
    }

    static func multiRead(_ calls: [Call]) -> Call { multi(calls, read: true) }

    static func auth(_ scheme: String?, _ secret: String?) -> Call {
        Call(100, "auth \(shown(scheme)) \(quoted(secret))", xid: -4) {
            $0.int(0)
            $0.string(scheme)
            $0.buffer(secret.map { Array($0.utf8) })
        }
    }

    static func addWatch(_ path: String, mode: Int32) -> Call {
        Call(106, "addWatch \(path) mode \(mode)", .int) {
            $0.string(path)
            $0.int(mode)
        }
    }

    static func checkWatches(_ path: String?, _ type: Int32) -> Call {
        Call(17, "checkWatches \(shown(path)) type \(type)") {
            $0.string(path)
            $0.int(type)
        }
    }

    static func removeWatches(_ path: String?, _ type: Int32) -> Call {
        Call(18, "removeWatches \(shown(path)) type \(type)") {
            $0.string(path)
            $0.int(type)
        }
    }

    /// The zxid since which the client has missed changes counts from the start of the script.
    static func setWatches(
        data: [String?]? = [], exist: [String?]? = [], child: [String?]? = [],
        persistent: [String]? = nil, recursive: [String] = [], since zxid: Int64
    ) -> Call {
        var text = "setWatches\(persistent == nil ? "" : "2") since +\(zxid)"
        text += " data \(listed(data)) exist \(listed(exist)) child \(listed(child))"
        if let persistent { text += " persistent \(persistent) recursive \(recursive)" }
        var call = Call(persistent == nil ? 101 : 105, text, xid: -8) {
            $0.long(zxid)
            $0.paths(data)
            $0.paths(exist)
            $0.paths(child)
            guard let persistent else { return }
            $0.paths(persistent)
            $0.paths(recursive)
        }
        call.isRelative = true
        return call
    }

    static func ephemerals(_ prefix: String?) -> Call {
        Call(103, "getEphemerals \(shown(prefix))", .paths) { $0.string(prefix) }
    }

    static func allChildrenNumber(_ path: String?) -> Call {
        Call(104, "getAllChildrenNumber \(shown(path))", .int) { $0.string(path) }
    }

    static func sasl(_ token: [UInt8]?) -> Call {
        Call(102, "sasl \(token.map { "\($0)" } ?? "null")", .token) { $0.buffer(token) }
    }

    static func reconfig(_ joining: String) -> Call {
        Call(16, "reconfig \(joining)", .dataAndStat) {
            $0.string(joining)
            $0.string(nil)
            $0.string(nil)
            $0.long(-1)
        }
    }
}

extension Permission {
    fileprivate var isOpen: Bool { mask == 31 && scheme == "world" && id == "anyone" }
}

private func listed(_ acl: [Permission]) -> String {
    "["
        + acl.map { "\($0.scheme ?? "null"):\($0.id ?? "null"):\($0.mask)" }
        .joined(separator: ", ") + "]"
}

private func listed(_ paths: [String?]?) -> String {
    paths.map { "\($0.map { $0 ?? "null" })" } ?? "null"
}

/// Long text shortened, odd characters escaped.
func quoted(_ text: String?) -> String {
    guard let text else { return "null" }
    guard text.utf8.count > 200 else { return text.debugDescription }
    return "\(text.prefix(20).debugDescription) … \(text.utf8.count) bytes"
}

/// As it is, unless that could not be read.
func shown(_ path: String?) -> String {
    guard let path else { return "null" }
    let isPlain = !path.isEmpty && path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
    return isPlain ? path : path.debugDescription
}
