/// Why the shell does not do what it was told; the text is what its user reads.
struct ShellError: Error, Equatable {
    let message: String

    init(_ message: String) { self.message = message }
}

/// One line that was typed, understood: a command, its options, its words.
struct ShellLine: Equatable {
    let command: ShellCommand
    var flags: Set<Character> = []
    /// By the option's name, without the dash.
    var values: [String: String] = [:]
    var words: [String] = []

    /// Nil for an empty line.
    init?(_ text: String) throws(ShellError) { try self.init(words: Self.words(of: text)) }

    init?(words all: [String]) throws(ShellError) {
        guard let name = all.first else { return nil }
        guard let command = ShellCommand(rawValue: name) else {
            throw ShellError(ShellCommand.overview + "\nCommand not found: \(name)")
        }
        self.command = command
        try take(all.dropFirst())
        if words.count < command.form.needs { throw ShellError(command.usage) }
    }

    private mutating func take(_ all: ArraySlice<String>) throws(ShellError) {
        var rest = all
        var takesOptions = true
        while let word = rest.popFirst() {
            if takesOptions, word == "--" {
                takesOptions = false
            } else if takesOptions, Self.isOption(word) {
                try takeOption(word, &rest)
            } else {
                words.append(word)
            }
        }
    }

    private mutating func takeOption(
        _ word: String, _ rest: inout ArraySlice<String>
    ) throws(ShellError) {
        let letters = word.dropFirst()
        let form = command.form
        let name = String(letters)
        if form.takesValue(name) {
            guard let value = rest.popFirst() else {
                throw ShellError("Missing argument for option: \(name)")
            }
            values[name] = value
        } else if letters.allSatisfy(form.flags.contains) {
            flags.formUnion(letters)
        } else {
            throw ShellError("Unrecognized option: \(word)")
        }
    }

    /// Negative numbers are words, and so is a dash alone.
    private static func isOption(_ word: String) -> Bool {
        word.count > 1 && word.first == "-" && Double(word) == nil
    }

    /// An option's value as a number; nil where it is missing.
    func number<Number: FixedWidthInteger>(
        _ option: String, as type: Number.Type = Number.self
    ) throws(ShellError) -> Number? {
        guard let text = values[option] else { return nil }
        guard let number = Number(text) else {
            throw ShellError("\"\(text)\" is no number for -\(option): \(command.usage)")
        }
        return number
    }
}

extension ShellLine {
    /// Cuts a line at its spaces. A word that begins with a quotation mark goes to the next one.
    static func words(of text: String) throws(ShellError) -> [String] {
        var words: [String] = []
        var rest = text[...]
        while true {
            rest = rest.drop(while: \.isWhitespace)
            guard let first = rest.first else { return words }
            if first == "\"" || first == "'" {
                rest.removeFirst()
                guard let end = rest.firstIndex(of: first) else {
                    throw ShellError("A quotation mark is missing: \(text)")
                }
                words.append(String(rest[..<end]))
                rest = rest[rest.index(after: end)...]
            } else {
                let word = rest.prefix { !$0.isWhitespace }
                words.append(String(word))
                rest = rest.dropFirst(word.count)
            }
        }
    }
}
