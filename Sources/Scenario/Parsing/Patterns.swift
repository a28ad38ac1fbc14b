import Trace
import Zab

extension PredicateParser {
    private static let ordinals = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
        "tenth",
    ]

    /// `second s2 receives PROPOSAL 1:1 from leader`
    mutating func pattern() throws(ScenarioError) -> Pattern {
        let ordinal = ordinal()
        var pattern: Pattern
        if cursor.take(word: "lost") {
            pattern = Pattern(.nobody, .lost)
        } else if let client = cursor.client {
            cursor.advance()
            pattern = Pattern(.client(client), try verb(ofClient: true))
        } else if let server = try cursor.optionalServer() {
            pattern = Pattern(.server(server), try verb(ofClient: false))
        } else {
            throw cursor.unknown(
                "the beginning of a predicate",
                known: ServerSelector.forms + Self.functions + ["c1", "lost", "not", "no", "time"])
        }
        pattern.ordinal = ordinal
        for detail in pattern.verb.details { try read(detail, into: &pattern) }
        if pattern.verb.hasReason { try readReason(into: &pattern) }
        return pattern
    }

    private mutating func ordinal() -> Int? {
        guard let word = cursor.word?.lowercased() else { return nil }
        var ordinal = Self.ordinals.firstIndex(of: word).map { $0 + 1 }
        if ordinal == nil, ["st", "nd", "rd", "th"].contains(where: word.hasSuffix) {
            ordinal = Int(word.dropLast(2)).flatMap { $0 > 0 ? $0 : nil }
        }
        if ordinal != nil { cursor.advance() }
        return ordinal
    }

    private mutating func verb(ofClient: Bool) throws(ScenarioError) -> PatternVerb {
        let verbs = PatternVerb.allCases.filter { $0.isOfClients == ofClient && $0 != .lost }
        let first = cursor.word?.lowercased()
        for verb in verbs {
            let words = verb.rawValue.lowercased().split(separator: " ").map(String.init)
            guard words[0] == first else { continue }
            cursor.advance()
            for word in words.dropFirst() { try cursor.expect(word: word) }
            return verb
        }
        throw cursor.unknown(
            "what a \(ofClient ? "client" : "server") does", known: verbs.map(\.rawValue))
    }

    private mutating func read(
        _ detail: PatternVerb.Detail, into pattern: inout Pattern
    ) throws(ScenarioError) {
        switch detail {
        case .kind: pattern.kind = try cursor.messageKind()
        case .zxid: try readZxid(into: &pattern)
        case .epoch:
            if let word = cursor.word, let epoch = Epoch(word) {
                cursor.advance()
                pattern.epoch = epoch
            }
        case .role: pattern.word = try cursor.oneOf("a role", Role.allCases, \.rawValue).rawValue
        case .phase:
            pattern.word = try cursor.oneOf("a phase", Phase.allCases, \.rawValue).rawValue
        case .mode:
            if cursor.take(word: "by") {
                let modes: [SyncMode] = [.diff, .trunc, .snap]
                pattern.word = try cursor.oneOf("a way to synchronize", modes, \.rawValue).rawValue
            }
        case .timer: pattern.word = try cursor.value("the name of a timer") { $0 }
        case .path: if cursor.word?.hasPrefix("/") == true { pattern.word = takeWord() }
        case .outcome:
            if let word = cursor.word, word == "ok" || word.allSatisfy({ $0.isUppercase }) {
                pattern.word = takeWord()
            }
        case .operation:
            if case .text(let text) = cursor.current.kind {
                cursor.advance()
                pattern.word = text
            }
        case .clientState:
            let states: [ClientState] = [.disconnected, .connecting, .connected, .expired, .closed]
            pattern.word = try cursor.oneOf("a client's state", states, \.rawValue).rawValue
        case .sender: if cursor.take(word: "from") { pattern.from = try cursor.server() }
        case .server(let preposition):
            if preposition.isEmpty {
                pattern.other = try cursor.optionalServer()
            } else if cursor.take(word: preposition) {
                pattern.other = try cursor.server()
            }
        }
    }

    private mutating func takeWord() -> String? {
        defer { cursor.advance() }
        return cursor.word
    }

    private mutating func readZxid(into pattern: inout Pattern) throws(ScenarioError) {
        if pattern.verb == .truncates, cursor.take(word: "to") {
            pattern.zxid = try cursor.zxid()
        } else if let zxid = cursor.word.flatMap({ Zxid($0) }) {
            cursor.advance()
            pattern.zxid = zxid
        }
    }

    private mutating func readReason(into pattern: inout Pattern) throws(ScenarioError) {
        guard cursor.take(word: "because") else { return }
        let known = Reason.allCases.map(\.rawValue) + LossReason.allCases.map(\.rawValue)
        pattern.reason = try cursor.oneOf("a reason", known, \.self)
    }
}
