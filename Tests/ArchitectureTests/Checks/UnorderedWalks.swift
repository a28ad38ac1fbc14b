/// Finds loops over a `Set` or a dictionary, whose order differs from process to process.
///
/// It goes by the names that one file declares, so it sees only what the file itself says about their types.
/// A loop whose order cannot matter says so: `// in any order: a sum`, on its line or the one before.
enum UnorderedWalks {
    static func findings(in source: SwiftSource) -> [Finding] {
        guard ImportTable.deterministic.contains(source.target) else { return [] }
        let names = unorderedNames(in: source)
        return source.numberedCode.compactMap { number, text in
            guard let walked = walk(in: text, names: names), !isExcused(number, in: source)
            else { return nil }
            return Finding(
                source.path, line: number,
                "\(walked) has no order: walk sorted keys or an array, or say `// in any order: why`"
            )
        }
    }

    /// Names declared here with an unordered type or value.
    private static func unorderedNames(in source: SwiftSource) -> Set<String> {
        let declaration = unorderedDeclaration
        return Set(
            source.code.flatMap { line in
                line.matches(of: declaration).map { String($0.name) }
            })
    }

    private static var unorderedDeclaration: Regex<(Substring, name: Substring)> {
        /(?<name>\w+)\s*(?::|=)\s*(?:(?:Set|Dictionary|TreeSet|TreeDictionary)\b[<(]|\[\s*[A-Z][\w.]*\s*:\s*[^\]]+\])/
    }

    /// What is walked on this line, if it is unordered.
    private static func walk(in line: Substring, names: Set<String>) -> String? {
        guard line.contains("for "),
            let match = line.firstMatch(of: /\bfor\b.*?\bin\s+(?<what>[^{]+)/)
        else { return nil }
        let what = match.what.split(separator: " where ")[0]
            .split(separator: " ").joined(separator: " ")
        if what.contains("sorted") { return nil }
        if what.firstMatch(of: /^(?:Set|Dictionary|TreeSet|TreeDictionary)[<(]/) != nil {
            return what
        }
        if what.firstMatch(of: /^\[[^\],]+:[^\]]+\]/) != nil { return what }
        let walked = what.firstMatch(of: /^(?:\w+[?!]?\.)*?(?<name>\w+)(?:\.(?:keys|values))?$/)
        return walked.flatMap { names.contains(String($0.name)) ? what : nil }
    }

    private static func isExcused(_ line: Int, in source: SwiftSource) -> Bool {
        source.comments[max(0, line - 2)..<line].contains { $0.contains("in any order:") }
    }
}
