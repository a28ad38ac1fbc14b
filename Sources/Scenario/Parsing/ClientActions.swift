import Trace
import Zab

extension ScenarioParser {
    /// `c1 create /a "me"`, `c1 async set /a "you"`
    mutating func clientAction() throws(ScenarioError) -> Action {
        let client = try cursor.expectClient()
        let async = cursor.take(word: "async")
        return .call(client, try operation(inMulti: false), async: async)
    }

    private mutating func operation(inMulti: Bool) throws(ScenarioError) -> ClientOperation {
        let token = cursor.current
        let name = try cursor.oneOf(
            "an operation of a client", ClientOperation.Name.allCases, \.rawValue)
        if inMulti && ![.create, .set, .delete, .check].contains(name) {
            throw cursor.error("a multi holds create, set, delete and check only", at: token)
        }
        switch name {
        case .create: return try create()
        case .set:
            let path = try path()
            return .set(path: path, data: try data(), version: try version())
        case .get, .exists, .ls: return try read(name)
        case .delete: return .delete(path: try path(), version: try version())
        case .check:
            let path = try path()
            return .check(path: path, version: try cursor.value("a version") { Int32($0) })
        case .multi: return .multi(try operations())
        case .sync: return .sync(path: try path())
        case .close: return .close
        }
    }

    private mutating func create() throws(ScenarioError) -> ClientOperation {
        var ephemeral = false
        var sequential = false
        while let word = cursor.word, word.hasPrefix("-") {
            switch word {
            case "-e": ephemeral = true
            case "-s": sequential = true
            case "-es", "-se":
                ephemeral = true
                sequential = true
            default: throw cursor.unknown("a flag of create", known: ["-e", "-s"])
            }
            cursor.advance()
        }
        let path = try path()
        let data: String
        if case .text(let text) = cursor.current.kind {
            cursor.advance()
            data = text
        } else {
            data = ""
        }
        return .create(path: path, data: data, ephemeral: ephemeral, sequential: sequential)
    }

    private mutating func operations() throws(ScenarioError) -> [ClientOperation] {
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
                operations.append(try operation(inMulti: true))
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
