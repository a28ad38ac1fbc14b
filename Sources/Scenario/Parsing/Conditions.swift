import Trace
import Zab

extension PredicateParser {
    /// `committed(s3) >= 1:2`, `answered(c1)`, `time < 5s`
    mutating func condition() throws(ScenarioError) -> Condition {
        let start = cursor.current
        let term = try term()
        guard case .symbol(let symbol) = cursor.current.kind,
            let comparison = Comparison(rawValue: symbol)
        else {
            if term.kind == .flag { return .holds(term) }
            throw cursor.error(
                "a comparison (= != < <= > >=) is expected here, not \(cursor.current.name)")
        }
        cursor.advance()
        let operand = cursor.current
        if cursor.next.kind == .symbol("(") || (cursor.word == "leader" && term.kind == .lane) {
            let other = try self.term()
            guard Self.comparable(term.kind, other.kind) else {
                throw cursor.error("these two are never equal: they differ in kind", at: operand)
            }
            return .compare(term, comparison, .term(other))
        }
        let value = try value(of: term.kind)
        if ![.equal, .unequal].contains(comparison), !term.kind.isOrdered {
            throw cursor.error("only = and != compare these", at: start)
        }
        return .compare(term, comparison, .value(value))
    }

    private static func comparable(_ left: ValueKind, _ right: ValueKind) -> Bool {
        switch (left, right) {
        case (.words, .words), (.words, .anyWord), (.anyWord, .words): true
        default: left == right
        }
    }

    /// The names of all functions, for errors and the language page.
    static let functions =
        ServerField.allCases.map(\.rawValue) + ClientField.allCases.map(\.rawValue) + ["count"]

    private mutating func term() throws(ScenarioError) -> Term {
        if cursor.next.kind != .symbol("(") {
            if cursor.take(word: "leader") { return Term(.leader) }
            try cursor.expect(word: "time")
            return Term(.time)
        }
        let name = cursor.word?.lowercased() ?? ""
        let subject: Term.Subject
        if name == "count" {
            cursor.advance()
            cursor.advance()
            subject = try counted()
        } else if let field = ServerField(rawValue: name) {
            cursor.advance()
            cursor.advance()
            subject = .server(field, try cursor.server())
        } else if let field = ClientField(rawValue: name) {
            cursor.advance()
            cursor.advance()
            subject = .client(field, try cursor.expectClient())
        } else {
            throw cursor.unknown("a function", known: Self.functions)
        }
        let world = cursor.take(word: "in") ? try cursor.value("the name of a world") { $0 } : nil
        try cursor.expect(symbol: ")")
        return Term(subject, world: world)
    }

    /// What stands in `count(…)`: a role, a phase, `up`, or a pattern.
    private mutating func counted() throws(ScenarioError) -> Term.Subject {
        let word = cursor.word?.lowercased() ?? ""
        if cursor.next.kind == .symbol(")") || cursor.next.kind == .word("in") {
            if let role = Role(rawValue: word) {
                cursor.advance()
                return .countOfRole(role)
            }
            if let phase = Phase(rawValue: word) {
                cursor.advance()
                return .countOfPhase(phase)
            }
            if cursor.take(word: "up") { return .countUp }
            throw cursor.unknown(
                "something to count",
                known: Role.allCases.map(\.rawValue) + Phase.allCases.map(\.rawValue) + ["up"])
        }
        return .countOfPattern(try pattern())
    }

    private mutating func value(of kind: ValueKind) throws(ScenarioError) -> Value {
        switch kind {
        case .zxid: return .zxid(try cursor.zxid())
        case .number: return .number(try cursor.value("a number") { Int64($0) })
        case .time: return .number(try cursor.time().nanoseconds)
        case .flag: return .flag(try cursor.oneOf("yes or no", ["yes", "no"], \.self) == "yes")
        case .words(let words): return .word(try cursor.oneOf("one of the words", words, \.self))
        case .anyWord: return .word(try cursor.value("a word") { $0 })
        case .lane:
            return .word(
                try cursor.value("a server (like s1) or none") { word in
                    ServerID(word) != nil || word == "none" ? word : nil
                })
        }
    }
}

extension ValueKind {
    var isOrdered: Bool { self == .zxid || self == .number || self == .time }
}
