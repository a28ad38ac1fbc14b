import Trace
import Zab

/// Walks over tokens; what it expects and does not find is an error with its place.
struct Cursor {
    private let tokens: [Token]
    private var index = 0

    init(_ tokens: [Token]) { self.tokens = tokens }

    var current: Token { tokens[min(index, tokens.count - 1)] }
    var next: Token { tokens[min(index + 1, tokens.count - 1)] }
    var position: Int { index }

    mutating func advance() { index += 1 }
    mutating func rewind(to position: Int) { index = position }

    /// The word here, in lower case for comparison; nil if it is something else.
    var word: String? {
        if case .word(let word) = current.kind { word } else { nil }
    }

    var atEnd: Bool { current.kind == .end }
    var atEndOfCommand: Bool {
        current.kind == .separator || current.kind == .end || current.kind == .symbol("}")
    }

    func error(_ message: String, at token: Token? = nil, suggestion: String? = nil)
        -> ScenarioError
    {
        let token = token ?? current
        return ScenarioError(
            line: token.line, column: token.column, message: message, suggestion: suggestion)
    }

    /// An error about the word here, which is none of those known.
    func unknown(_ what: String, known: [String]) -> ScenarioError {
        let list = known.count <= 8 ? " (\(known.joined(separator: ", ")))" : ""
        guard let word else {
            return error("\(what) is expected here\(list), not \(current.name)")
        }
        return error(
            "\"\(word)\" is not \(what)\(list)", suggestion: nearest(to: word, among: known))
    }

    mutating func take(word: String) -> Bool {
        guard self.word?.lowercased() == word else { return false }
        advance()
        return true
    }

    mutating func take(symbol: String) -> Bool {
        guard current.kind == .symbol(symbol) else { return false }
        advance()
        return true
    }

    mutating func expect(word: String) throws(ScenarioError) {
        if !take(word: word) {
            let suggestion = self.word.flatMap { nearest(to: $0, among: [word]) }
            throw error(
                "\"\(word)\" is expected here, not \(current.name)", suggestion: suggestion)
        }
    }

    mutating func expect(symbol: String) throws(ScenarioError) {
        if !take(symbol: symbol) {
            throw error("\"\(symbol)\" is expected here, not \(current.name)")
        }
    }

    /// One of the known words.
    mutating func oneOf<Choice>(
        _ what: String, _ choices: [Choice], _ name: (Choice) -> String
    ) throws(ScenarioError) -> Choice {
        if let word = word?.lowercased(),
            let choice = choices.first(where: { name($0).lowercased() == word })
        {
            advance()
            return choice
        }
        throw unknown(what, known: choices.map(name))
    }

    /// A word that `read` understands.
    mutating func value<Value>(
        _ what: String, _ read: (String) -> Value?
    ) throws(ScenarioError) -> Value {
        guard let word, let value = read(word) else {
            throw error("\(what) is expected here, not \(current.name)")
        }
        advance()
        return value
    }

    mutating func number(_ what: String, _ range: ClosedRange<Int>) throws(ScenarioError) -> Int {
        let token = current
        let number = try value(what) { Int($0) }
        guard range.contains(number) else {
            throw error(
                "\(what) is from \(range.lowerBound) to \(range.upperBound), not \(number)",
                at: token)
        }
        return number
    }

    mutating func zxid() throws(ScenarioError) -> Zxid {
        try value("a zxid (like 1:7)") { Zxid($0) }
    }

    mutating func time() throws(ScenarioError) -> Time {
        try value("a time (like 50ms or 2s)") { Time(text: $0) }
    }

    mutating func server() throws(ScenarioError) -> ServerSelector {
        guard let selector = try optionalServer() else {
            throw unknown("a server", known: ServerSelector.forms)
        }
        return selector
    }

    /// A server, if one is named here.
    mutating func optionalServer() throws(ScenarioError) -> ServerSelector? {
        guard let word else { return nil }
        if let id = ServerID(word) {
            advance()
            return .id(id)
        }
        switch word.lowercased() {
        case "leader": advance()
        case "all", "any", "rest":
            advance()
            return word.lowercased() == "all" ? .all : word.lowercased() == "any" ? .any : .rest
        case "follower":
            advance()
            return .follower(try number("the number of the follower", 1...1_000))
        case "observer":
            advance()
            return .observer(try number("the number of the observer", 1...1_000))
        default: return nil
        }
        return .leader
    }

    mutating func servers() throws(ScenarioError) -> [ServerSelector] {
        var list = [try server()]
        while let next = try optionalServer() { list.append(next) }
        return list
    }

    /// A client, if one is named here.
    var client: Lane? {
        guard let word else { return nil }
        let lane = Lane(word)
        return lane.kind == .client && lane.number > 0 ? lane : nil
    }

    mutating func expectClient() throws(ScenarioError) -> Lane {
        guard let client else {
            throw error("a client (like c1) is expected here, not \(current.name)")
        }
        advance()
        return client
    }

    /// A kind of message, or nil for the word `message` or `messages`.
    mutating func messageKind() throws(ScenarioError) -> MessageKind? {
        if take(word: "message") || take(word: "messages") { return nil }
        return try oneOf("a kind of message", MessageKind.allCases, \.rawValue)
    }

    mutating func messages() throws(ScenarioError) -> MessageSelector {
        var selector = MessageSelector(kind: try messageKind())
        if take(word: "from") { selector.from = try server() }
        if take(word: "to") { selector.to = try server() }
        return selector
    }
}

extension Time {
    /// Reads `50ms`, `1.5s`, `2m`, `100us`, `7ns`; nil for anything else.
    init?(text: String) {
        let units: [(name: String, size: Int64)] = [
            ("ns", 1), ("us", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000),
            ("m", 60_000_000_000),
        ]
        guard let unit = units.first(where: { text.hasSuffix($0.name) }) else { return nil }
        let parts = text.dropLast(unit.name.count).split(
            separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, first.allSatisfy(\.isNumber), let whole = Int64(first),
            whole < .max / unit.size / 2
        else { return nil }
        var nanoseconds = whole * unit.size
        if parts.count == 2 {
            guard (1...9).contains(parts[1].count), parts[1].allSatisfy(\.isNumber) else {
                return nil
            }
            var size = unit.size
            for digit in parts[1] {
                size /= 10
                guard let value = digit.wholeNumberValue else { return nil }
                nanoseconds += Int64(value) * size
            }
        }
        self.init(nanoseconds: nanoseconds)
    }
}
