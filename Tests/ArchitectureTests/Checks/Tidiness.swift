/// The remaining house rules for Swift files.
enum Tidiness {
    static let longestFile = 600

    static func length(of source: SwiftSource) -> [Finding] {
        let lines = source.code.last == "" ? source.code.count - 1 : source.code.count
        guard lines > longestFile else { return [] }
        return [
            Finding(
                source.path,
                "\(lines) lines; \(longestFile) is the most. A file holds one main type: give a role, "
                    + "a message or a helper its own file in the same folder")
        ]
    }

    /// A type named like a module hides it: `Trace.Step` would then look inside the type.
    static func typesNamedLikeModules(in source: SwiftSource, modules: Set<String>) -> [Finding] {
        guard !source.isTest else { return [] }
        let declaration = typeDeclaration
        var depth = 0
        return source.numberedCode.compactMap { number, text in
            defer { depth += balance(of: text) }
            guard depth == 0, let match = text.firstMatch(of: declaration) else { return nil }
            let name = String(match.name)
            guard name == source.target || (match.access != nil && modules.contains(name)) else {
                return nil
            }
            return Finding(source.path, line: number, "the type \(name) hides the module \(name)")
        }
    }

    private static var typeDeclaration: Regex<(Substring, access: Substring?, name: Substring)> {
        /(?:\b(?<access>public|open|package)\s+)?(?:\b(?:final|indirect)\s+)?\b(?:struct|enum|class|actor|protocol|typealias)\s+(?<name>\w+)/
    }

    private static func balance(of line: Substring) -> Int {
        line.reduce(0) { $0 + ($1 == "{" ? 1 : $1 == "}" ? -1 : 0) }
    }

    /// Only the simulator and the lessons may switch a rule off: a server has no way to.
    static func brokenRules(in source: SwiftSource) -> [Finding] {
        if source.isTest || ImportTable.mayBreakRules.contains(source.target) { return [] }
        return source.numberedCode.compactMap { number, text in
            guard text.contains("@_spi(Breaking)") else { return nil }
            // The declaration itself; anyone else could only import it.
            if source.target == "Zab", !text.contains("import") { return nil }
            return Finding(
                source.path, line: number,
                "rules are switched off by \(ImportTable.mayBreakRules.sorted()) and tests only")
        }
    }
}
