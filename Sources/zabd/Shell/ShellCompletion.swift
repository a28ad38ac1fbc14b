/// What could stand where the cursor is.
enum ShellCompletion {
    /// What is needed to know it.
    enum Wanted: Equatable {
        case words([String])
        /// Children of a node: `parent` as it is to be asked for, `prefix` as it was typed.
        case children(of: String, prefix: String, name: String)
    }

    static func wanted(word: String, before: [String]) -> Wanted {
        guard let first = before.first else {
            return .words(
                ShellCommand.allCases.map(\.rawValue).filter { $0.hasPrefix(word) }.sorted())
        }
        guard let command = ShellCommand(rawValue: first) else { return .words([]) }
        if command == .help {
            return .words(
                ShellCommand.allCases.map(\.rawValue).filter { $0.hasPrefix(word) }.sorted())
        }
        if word.hasPrefix("-") {
            return .words(command.form.options.filter { $0.hasPrefix(word) })
        }
        guard command.takesPath, word.hasPrefix("/"), let slash = word.lastIndex(of: "/") else {
            return .words([])
        }
        let prefix = String(word[...slash])
        let parent = prefix == "/" ? "/" : String(prefix.dropLast())
        return .children(
            of: parent, prefix: prefix, name: String(word[word.index(after: slash)...]))
    }

    /// The candidates among a node's children.
    static func candidates(_ names: [String], prefix: String, name: String) -> [String] {
        names.filter { $0.hasPrefix(name) }.map { prefix + $0 }
    }
}
