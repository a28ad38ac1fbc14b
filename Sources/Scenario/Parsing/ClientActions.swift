import Trace
import Zab

extension ScenarioParser {
    /// `c1 create /a "me"`, `c1 async set /a "you"`
    mutating func clientAction() throws(ScenarioError) -> Action {
        let client = try cursor.expectClient()
        let async = cursor.take(word: "async")
        return .call(client, try operation(in: .alone), async: async)
    }

    /// Where an operation stands, and so what it may be.
    private enum Place {
        case alone, multi, multiRead

        var allowed: [ClientOperation.Name] {
            switch self {
            case .alone: ClientOperation.Name.allCases
            case .multi: [.create, .set, .delete, .check]
            case .multiRead: [.get, .ls]
            }
        }
    }

    private mutating func operation(in place: Place) throws(ScenarioError) -> ClientOperation {
        let token = cursor.current
        let name = try cursor.oneOf(
            "an operation of a client", ClientOperation.Name.allCases, \.rawValue)
        if !place.allowed.contains(name) {
            throw cursor.error(
                place == .multi
                    ? "a multi holds create, set, delete and check only"
                    : "a multiRead holds get and ls only", at: token)
        }
        switch name {
        case .create: return try create()
        case .set:
            let path = try path()
            return .set(path: path, data: try data(), version: try version())
        case .get, .exists, .ls: return try read(name)
        case .delete: return .delete(path: try path(), version: try version())
        case .getAcl: return .getACL(path: try path())
        case .setAcl:
            let version =
                cursor.take(word: "-v") ? try cursor.value("a version") { Int32($0) } : nil
            return .setACL(path: try path(), try acl(), version: version)
        case .check:
            let path = try path()
            return .check(path: path, version: try cursor.value("a version") { Int32($0) })
        case .multi: return .multi(try operations(in: .multi))
        case .multiRead: return .multiRead(try operations(in: .multiRead))
        case .getEphemerals: return .getEphemerals(path: cursor.atEndOfCommand ? "/" : try path())
        case .getAllChildrenNumber: return .getAllChildrenNumber(path: try path())
        case .addauth:
            let scheme = try cursor.value("a scheme (like digest)") { $0 }
            return .addAuth(scheme: scheme, id: try text("an identity (like alice:secret)"))
        case .whoami: return .whoAmI
        case .addWatch:
            let mode =
                cursor.take(word: "-m")
                ? try cursor.oneOf("a mode", ClientOperation.WatchMode.allCases, \.rawValue)
                : .persistentRecursive
            return .addWatch(path: try path(), recursive: mode == .persistentRecursive)
        case .checkWatches: return .checkWatches(path: try path(), try kind())
        case .removewatches: return .removeWatches(path: try path(), try kind())
        case .sync: return .sync(path: try path())
        case .close: return .close
        }
    }

    private mutating func create() throws(ScenarioError) -> ClientOperation {
        var creation = ClientOperation.Creation("/")
        let flags = cursor.current
        while let word = cursor.word, word.hasPrefix("-") {
            switch word {
            case "-e": creation.isEphemeral = true
            case "-s": creation.isSequential = true
            case "-es", "-se":
                creation.isEphemeral = true
                creation.isSequential = true
            case "-c": creation.isContainer = true
            case "-t":
                cursor.advance()
                creation.ttl = try cursor.value("a time to live in milliseconds") { Int64($0) }
                continue
            default:
                throw cursor.unknown("a flag of create", known: ["-e", "-s", "-c", "-t"])
            }
            cursor.advance()
        }
        if creation.isContainer && (creation.isEphemeral || creation.isSequential)
            || creation.ttl != nil && (creation.isEphemeral || creation.isContainer)
        {
            throw cursor.error("these flags do not go together", at: flags)
        }
        creation.path = try path()
        if case .text(let text) = cursor.current.kind {
            cursor.advance()
            creation.data = text
        }
        if !cursor.atEndOfCommand { creation.acl = try acl() }
        return .create(creation)
    }

    /// `world:anyone:r,digest:alice:secret:cdrwa`
    private mutating func acl() throws(ScenarioError) -> [AccessEntry] {
        var entries: [AccessEntry] = []
        repeat {
            let token = cursor.current
            let text = try text("an access control list (like world:anyone:r)")
            for part in text.split(separator: ",", omittingEmptySubsequences: false) {
                guard let entry = AccessEntry(String(part)) else {
                    throw cursor.error(
                        "\"\(part)\" is not SCHEME:ID:PERMISSIONS with letters of cdrwa", at: token)
                }
                entries.append(entry)
            }
        } while cursor.take(symbol: ",")
        return entries
    }

    private mutating func kind() throws(ScenarioError) -> ClientOperation.WatchKind {
        if cursor.atEndOfCommand { return .any }
        return try cursor.oneOf(
            "a kind of watch", ClientOperation.WatchKind.allCases, \.rawValue)
    }

    /// A word, or a text in quotes.
    private mutating func text(_ what: String) throws(ScenarioError) -> String {
        switch cursor.current.kind {
        case .word(let text), .text(let text):
            cursor.advance()
            return text
        default: throw cursor.error("\(what) is expected here, not \(cursor.current.name)")
        }
    }

    private mutating func operations(
        in place: Place
    ) throws(ScenarioError) -> [ClientOperation] {
        let opening = cursor.current
        try cursor.expect(symbol: "{")
        var operations: [ClientOperation] = []
        while true {
            if cursor.current.kind == .separator {
                cursor.advance()
            } else if cursor.take(symbol: "}") {
                return operations
            } else if cursor.atEnd {
                throw cursor.error("this { is never closed", at: opening)
            } else {
                operations.append(try operation(in: place))
                if !cursor.atEndOfCommand {
                    throw cursor.error(
                        "\";\" or \"}\" is expected here, not \(cursor.current.name)")
                }
            }
        }
    }

    private mutating func path() throws(ScenarioError) -> String {
        let path: String
        switch cursor.current.kind {
        case .word(let word): path = word
        case .text(let text): path = text
        default: throw cursor.error("a path is expected here, not \(cursor.current.name)")
        }
        guard path.hasPrefix("/"), path == "/" || !path.hasSuffix("/") else {
            throw cursor.error("a path begins with / and does not end with it: \"\(path)\"")
        }
        cursor.advance()
        return path
    }

    private mutating func read(
        _ name: ClientOperation.Name
    ) throws(ScenarioError) -> ClientOperation {
        let watch = cursor.take(word: "-w")
        let path = try path()
        switch name {
        case .get: return .get(path: path, watch: watch)
        case .exists: return .exists(path: path, watch: watch)
        default: return .list(path: path, watch: watch)
        }
    }

    private mutating func data() throws(ScenarioError) -> String {
        guard case .text(let text) = cursor.current.kind else {
            throw cursor.error("data in quotes is expected here, not \(cursor.current.name)")
        }
        cursor.advance()
        return text
    }

    private mutating func version() throws(ScenarioError) -> Int32? {
        cursor.atEndOfCommand ? nil : try cursor.value("a version") { Int32($0) }
    }
}
