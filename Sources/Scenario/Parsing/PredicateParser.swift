import Trace
import Zab

/// Reads a predicate: `or` binds loosest, then `and`, then `not` and `in WORLD`.
struct PredicateParser {
    var cursor: Cursor
    var world: String?

    init(cursor: Cursor) { self.cursor = cursor }

    mutating func disjunction() throws(ScenarioError) -> Predicate {
        var left = try conjunction()
        while cursor.take(word: "or") { left = .or(left, try conjunction()) }
        return left
    }

    private mutating func conjunction() throws(ScenarioError) -> Predicate {
        var left = try negation()
        while cursor.take(word: "and") { left = .and(left, try negation()) }
        return left
    }

    private mutating func negation() throws(ScenarioError) -> Predicate {
        if cursor.take(word: "not") { return .not(try negation()) }
        if cursor.take(word: "in") {
            let outer = world
            defer { world = outer }
            world = try cursor.value("the name of a world") { $0 }
            return try negation()
        }
        if cursor.take(symbol: "(") {
            let inner = try disjunction()
            try cursor.expect(symbol: ")")
            return inner
        }
        return try simple()
    }

    private mutating func simple() throws(ScenarioError) -> Predicate {
        if cursor.take(word: "no") {
            try cursor.expect(word: "leader")
            return .condition(.noLeader, world: world)
        }
        if cursor.word == "leader", let condition = try leaderCondition() {
            return .condition(condition, world: world)
        }
        if cursor.next.kind == .symbol("(") || cursor.word == "time" {
            return .condition(try condition(), world: world)
        }
        return .pattern(try pattern(), world: world)
    }

    /// `leader established`, `leader s3`, `leader = s3`; nil where `leader` begins a pattern.
    private mutating func leaderCondition() throws(ScenarioError) -> Condition? {
        let start = cursor.position
        cursor.advance()
        if cursor.take(word: "established") { return .established(nil) }
        if cursor.word.flatMap({ ServerID($0) }) != nil {
            return .established(try cursor.server())
        }
        if case .symbol(let symbol) = cursor.current.kind, Comparison(rawValue: symbol) != nil {
            cursor.rewind(to: start)
            return try condition()
        }
        cursor.rewind(to: start)
        return nil
    }
}

extension Predicate {
    /// Reads a predicate that stands alone; `line` and `column` say where in its file.
    public init(
        parsing text: String, line: Int = 1, column: Int = 1
    ) throws(ScenarioError) {
        let tokens = try Tokenizer.tokens(of: text, firstLine: line, firstColumn: column)
        // A predicate may run over several lines.
        var parser = PredicateParser(cursor: Cursor(tokens.filter { $0.kind != .separator }))
        self = try parser.disjunction()
        guard parser.cursor.atEnd else {
            let known = ["and", "or"] + PatternVerb.allCases.map(\.rawValue)
            throw parser.cursor.error(
                "the predicate should end here, before \(parser.cursor.current.name)",
                suggestion: parser.cursor.word.flatMap { nearest(to: $0, among: known) })
        }
    }
}
