import Foundation

extension DecodingError {
    /// What Foundation found wrong with a line, in our words, with the column where it says so.
    func asProblem(in line: Data) -> (TraceError.Problem, column: Int?) {
        switch self {
        case .keyNotFound(let key, let context):
            let path = Self.path(context.codingPath + [key])
            return (.badField(path: path, "is missing"), nil)
        case .valueNotFound(_, let context):
            return (.badField(path: Self.path(context.codingPath), "is null"), nil)
        case .typeMismatch(_, let context):
            return (.badField(path: Self.path(context.codingPath), Self.reason(context)), nil)
        case .dataCorrupted(let context):
            // The decoder does not tell where the JSON breaks; the older reader beside it does.
            do {
                _ = try JSONSerialization.jsonObject(with: line, options: .fragmentsAllowed)
                let path = Self.path(context.codingPath)
                return (.badField(path: path, Self.reason(context)), nil)
            } catch {
                return Self.syntaxProblem(error as NSError, end: line.count)
            }
        @unknown default:
            return (.notJSON("\(self)"), nil)
        }
    }

    private static func syntaxProblem(
        _ error: NSError, end: Int
    ) -> (TraceError.Problem, column: Int?) {
        let text = error.userInfo["NSDebugDescription"] as? String ?? error.localizedDescription
        if text.contains("end of file") { return (.notJSON("the line ends too early"), end + 1) }
        let why = text.prefix { $0 != "." }.replacing(/\saround.*/, with: "").lowercased()
        if let match = text.firstMatch(of: /column (\d+)/) {
            return (.notJSON(why), Int(match.1))
        }
        let offset = text.firstMatch(of: /character (\d+)/).flatMap { Int($0.1) }
        return (.notJSON(why), offset.map { $0 + 1 })
    }

    private static func reason(_ context: Context) -> String {
        let text = context.debugDescription
        if text.contains("Invalid number of keys found") {
            return "one of the names in SCHEMA.md is expected here, as the only key"
        }
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.map { $0.intValue.map { "\($0)" } ?? $0.stringValue }.joined(separator: ".")
    }
}
