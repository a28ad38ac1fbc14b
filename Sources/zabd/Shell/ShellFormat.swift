import Client
import Znodes

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// How zkCli shows things.
enum ShellFormat {
    static func stat(_ stat: Stat) -> String {
        """
        cZxid = \(hexadecimal(stat.czxid))
        ctime = \(date(stat.ctime))
        mZxid = \(hexadecimal(stat.mzxid))
        mtime = \(date(stat.mtime))
        pZxid = \(hexadecimal(stat.pzxid))
        cversion = \(stat.cversion)
        dataVersion = \(stat.version)
        aclVersion = \(stat.aversion)
        ephemeralOwner = \(hexadecimal(stat.ephemeralOwner))
        dataLength = \(stat.dataLength)
        numChildren = \(stat.numChildren)
        """
    }

    static func data(_ data: [UInt8]?) -> String {
        data.map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }

    /// What a terminal would take for orders, as escapes: a node may hold anything.
    static func harmless(_ text: String) -> String {
        func isOrder(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
        }
        guard text.unicodeScalars.contains(where: isOrder) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            result += isOrder(scalar) ? scalar.escaped(asASCII: true) : String(scalar)
        }
        return result
    }

    /// In lines of up to so many letters.
    static func wrapped(_ text: String, width: Int = 78) -> String {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(String(word))
            }
        }
        return lines.joined(separator: "\n")
    }

    /// As Java prints a list.
    static func list(_ items: [String]) -> String { "[\(items.joined(separator: ", "))]" }

    static func acl(_ acl: [ACL]) -> String {
        acl.map { "'\($0.identity.scheme),'\($0.identity.id)\n: \(permissions($0.permissions))" }
            .joined(separator: "\n")
    }

    static func event(_ event: WatchedEvent) -> String { "\nWATCHER::\n\n\(event)" }

    static func hexadecimal(_ number: Int64) -> String {
        "0x" + String(UInt64(bitPattern: number), radix: 16)
    }

    static func permissions(_ permissions: ACL.Permissions) -> String {
        String(letters.filter { permissions.contains($0.1) }.map(\.0))
    }

    private static let letters: [(Character, ACL.Permissions)] = [
        ("c", .create), ("d", .delete), ("r", .read), ("w", .write), ("a", .admin),
    ]

    /// Milliseconds since 1970 as Java's `Date` prints them: in the local time zone.
    static func date(_ milliseconds: Int64) -> String {
        var seconds = time_t(milliseconds / 1_000)
        var parts = tm()
        guard localtime_r(&seconds, &parts) != nil else { return "\(milliseconds) ms" }
        var text = [CChar](repeating: 0, count: 64)
        let count = strftime(&text, text.count, "%a %b %d %H:%M:%S %Z %Y", &parts)
        return String(decoding: text.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

extension ShellFormat {
    /// Reads `scheme:id:perms,scheme:id:perms` (`AclParser`): the identity may have colons in it.
    static func readACL(_ text: String) throws(ShellError) -> [ACL] {
        var acl: [ACL] = []
        for part in text.split(separator: ",") {
            guard let first = part.firstIndex(of: ":"), let last = part.lastIndex(of: ":"),
                first != last
            else { throw ShellError("\(part) does not have the form scheme:id:perm") }
            var granted: ACL.Permissions = []
            for letter in part[part.index(after: last)...] {
                guard let permission = letters.first(where: { $0.0 == letter })?.1 else {
                    throw ShellError("Unknown perm type: \(letter)")
                }
                granted.insert(permission)
            }
            acl.append(
                ACL(
                    granted,
                    for: Identity(
                        scheme: String(part[..<first]),
                        id: String(part[part.index(after: first)..<last]))))
        }
        return acl
    }
}

extension ShellFormat {
    /// What went wrong, in zkCli's words (`CliWrapperException`).
    static func message(_ error: ClientError, path: String?) -> String {
        let path = path ?? "null"
        return switch error.code {
        case .noNode: "Node does not exist: \(path)"
        case .noChildrenForEphemerals: "Ephemerals cannot have children: \(path)"
        case .nodeExists: "Node already exists: \(path)"
        case .notEmpty: "Node not empty: \(path)"
        case .notReadOnly: "Not a read-only call: \(path)"
        case .invalidACL: "Acl is not valid : \(path)"
        case .noAuth: "Insufficient permission : \(path)"
        case .badArguments: "Arguments are not valid : \(path)"
        case .badVersion: "version No is not valid : \(path)"
        case .quotaExceeded: "Quota has exceeded : \(path)"
        case .reconfigInProgress:
            "Another reconfiguration is in progress -- concurrent reconfigs not supported (yet)"
        case .newConfigNoQuorum:
            "No quorum of new config is connected and up-to-date with the leader of last committed "
                + "config - try invoking reconfiguration after new servers are connected and synced"
        case .some(let code):
            "KeeperErrorCode = \(words(code))" + (path.isEmpty ? "" : " for \(path)")
        case nil: "\(error)"
        }
    }

    /// `KeeperException.getCodeMessage`.
    private static func words(_ code: ErrorCode) -> String {
        switch code {
        case .ok: "ok"
        case .apiError: "APIError"
        case .sessionExpired: "Session expired"
        case .sessionMoved: "Session moved"
        case .invalidCallback: "Invalid callback"
        case .ephemeralOnLocalSession: "Ephemeral node on local session"
        case .noWatcher: "No such watcher"
        case .reconfigDisabled: "Reconfig is disabled"
        case .sessionClosedRequireSaslAuth:
            "Session closed because client failed to authenticate"
        case .throttledOp: "Op throttled due to high load"
        default: "\(code)".prefix(1).uppercased() + "\(code)".dropFirst()
        }
    }
}
