/// A login configuration of Java (`javax.security.auth.login.Configuration`):
///
/// ```
/// Server {
///     org.apache.zookeeper.server.auth.DigestLoginModule required
///     user_bob="secret";
/// };
/// ```
struct JAASConfiguration {
    struct Module {
        var name: String
        /// Where it stands in the file.
        var line: Int
        /// In the order of the file.
        var options: [(key: String, value: String)] = []
    }

    private var sections: [String: [Module]] = [:]

    private static let longest = 1 << 20
    private static let flags = ["required", "requisite", "sufficient", "optional"]

    init(file path: String) throws(SecurityError) {
        let bytes = try SecurityFile.read(path, atMost: Self.longest)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SecurityError(file: path, reason: "this is no text in UTF-8")
        }
        try self.init(text, named: path)
    }

    init(_ text: String, named file: String) throws(SecurityError) {
        var tokens = try JAASTokens(text, file: file)
        while let token = tokens.next() {
            guard case .word(let name) = token.kind else {
                throw tokens.error("a section begins with its name", at: token)
            }
            try tokens.expect("{", "behind the section's name")
            guard sections[name] == nil else {
                throw SecurityError(
                    file: file, line: token.line, reason: "there are two sections \(name)")
            }
            sections[name] = try Self.modules(&tokens)
            try tokens.expect(";", "behind the section's }")
        }
    }

    subscript(section: String) -> [Module]? { sections[section] }

    /// Up to and including the section's closing brace.
    private static func modules(_ tokens: inout JAASTokens) throws(SecurityError) -> [Module] {
        var modules: [Module] = []
        while true {
            let token = try tokens.need("a login module or }")
            switch token.kind {
            case .sign("}"): return modules
            case .sign, .quoted: throw tokens.error("a login module or } is expected", at: token)
            case .word(let name):
                var module = Module(name: name, line: token.line)
                let flag = try tokens.need("required, requisite, sufficient or optional")
                guard flags.contains(flag.text.lowercased()) else {
                    throw tokens.error(
                        "behind a login module stands required, requisite, sufficient or optional",
                        at: flag)
                }
                try options(&tokens, of: &module)
                modules.append(module)
            }
        }
    }

    /// Up to and including the module's semicolon.
    private static func options(
        _ tokens: inout JAASTokens, of module: inout Module
    ) throws(SecurityError) {
        while true {
            let token = try tokens.need("an option or ;")
            switch token.kind {
            case .sign(";"): return
            case .sign: throw tokens.error("an option NAME=\"VALUE\" or ; is expected", at: token)
            case .word(let key), .quoted(let key):
                try tokens.expect("=", "behind the option \(key)")
                let value = try tokens.need("the value of \(key)")
                guard !value.isSign else {
                    throw SecurityError(
                        file: tokens.file, line: value.line,
                        reason: "the option \(key) has no value")
                }
                guard !module.options.contains(where: { $0.key == key }) else {
                    throw SecurityError(
                        file: tokens.file, line: token.line,
                        reason: "the option \(key) stands twice")
                }
                module.options.append((key, value.text))
            }
        }
    }
}

/// The words, quoted texts and signs of a JAAS file, without its comments (`//`, `/* */`).
struct JAASTokens {
    struct Token {
        enum Kind {
            case word(String)
            case quoted(String)
            /// One of `{ } ; =`.
            case sign(Character)
        }

        let kind: Kind
        let line: Int

        var isSign: Bool { if case .sign = kind { true } else { false } }

        var text: String {
            switch kind {
            case .word(let text), .quoted(let text): text
            case .sign(let sign): String(sign)
            }
        }
    }

    let file: String
    private var tokens: ArraySlice<Token>
    private var lastLine = 1

    init(_ text: String, file: String) throws(SecurityError) {
        self.file = file
        var scanner = Scanner(file: file, rest: text[...])
        var tokens: [Token] = []
        while let token = try scanner.next() { tokens.append(token) }
        self.tokens = tokens[...]
    }

    mutating func next() -> Token? {
        let token = tokens.popFirst()
        lastLine = token?.line ?? lastLine
        return token
    }

    mutating func need(_ what: String) throws(SecurityError) -> Token {
        guard let token = next() else {
            throw SecurityError(
                file: file, line: lastLine, reason: "the file ends where \(what) is expected")
        }
        return token
    }

    mutating func expect(_ sign: Character, _ place: String) throws(SecurityError) {
        let token = try need("\(sign) \(place)")
        guard case .sign(sign) = token.kind else {
            throw error("\(sign) is expected \(place)", at: token)
        }
    }

    /// What was found is shown, unless it may be a password.
    func error(_ reason: String, at token: Token) -> SecurityError {
        var found = ""
        if case .quoted = token.kind {} else { found = ", not \(token.text)" }
        return SecurityError(file: file, line: token.line, reason: reason + found)
    }

    private struct Scanner {
        let file: String
        var rest: Substring
        var line = 1

        mutating func next() throws(SecurityError) -> Token? {
            try skip()
            guard let first = rest.first else { return nil }
            let start = line
            if "{};=".contains(first) {
                rest.removeFirst()
                return Token(kind: .sign(first), line: start)
            }
            if first == "\"" { return Token(kind: .quoted(try quoted()), line: start) }
            let word = rest.prefix { !$0.isWhitespace && !"{};=\"".contains($0) }
            rest = rest[word.endIndex...]
            return Token(kind: .word(String(word)), line: start)
        }

        /// Skips what is between tokens.
        private mutating func skip() throws(SecurityError) {
            while let first = rest.first {
                if rest.hasPrefix("//") {
                    rest = rest.drop { !$0.isNewline }
                } else if rest.hasPrefix("/*") {
                    guard let end = rest.dropFirst(2).firstRange(of: "*/") else {
                        throw SecurityError(
                            file: file, line: line, reason: "the comment does not end")
                    }
                    line += rest[..<end.lowerBound].count(where: \.isNewline)
                    rest = rest[end.upperBound...]
                } else if first.isWhitespace {
                    if first.isNewline { line += 1 }
                    rest.removeFirst()
                } else {
                    return
                }
            }
        }

        private mutating func quoted() throws(SecurityError) -> String {
            var text = ""
            rest.removeFirst()
            while let character = rest.popFirst() {
                if character == "\"" { return text }
                if character.isNewline { break }
                guard character == "\\", let next = rest.popFirst() else {
                    text.append(character)
                    continue
                }
                text.append(next == "n" ? "\n" : next == "t" ? "\t" : next)
            }
            throw SecurityError(
                file: file, line: line, reason: "the quoted text does not end on its line")
        }
    }
}
