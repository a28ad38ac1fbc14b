/// A word that the project does without, and what stands in its place.
struct BannedWord {
    let word: String
    /// Matched against one line.
    let pattern: Regex<Substring>
    let instead: String
    var inComments = false
    /// Which files it is banned from.
    let applies: @Sendable (SwiftSource) -> Bool

    func findings(in source: SwiftSource) -> [Finding] {
        guard applies(source) else { return [] }
        // The default boundary is that of prose, which sees `Date.now` as one word.
        let pattern = pattern.wordBoundaryKind(.simple)
        let lines = inComments ? source.comments : source.code
        return lines.indices.filter {
            !lines[$0].isEmpty && lines[$0].firstMatch(of: pattern) != nil
        }.map {
            Finding(source.path, line: $0 + 1, "no \(word): \(instead)")
        }
    }

    private static let everywhere: @Sendable (SwiftSource) -> Bool = { _ in true }
    private static let inTests: @Sendable (SwiftSource) -> Bool = { $0.isTest }
    private static let inSources: @Sendable (SwiftSource) -> Bool = { !$0.isTest }
    private static let inLibraries: @Sendable (SwiftSource) -> Bool = {
        !ImportTable.executables.contains($0.target)
    }
    private static let inRuns: @Sendable (SwiftSource) -> Bool = {
        ImportTable.deterministic.contains($0.target)
    }

    /// What tables are looked up by, and never walked by.
    private static let isTag: @Sendable (SwiftSource) -> Bool = {
        $0.path == "Sources/Znodes/Vocabulary/PathTag.swift"
    }

    static var all: [BannedWord] {
        [
            BannedWord(
                word: "Date(", pattern: /\bDate\(/,
                instead: "time comes in with the input, as `now`", applies: everywhere),
            BannedWord(
                word: "clock", pattern: /\b(?:ContinuousClock|SuspendingClock|clock_gettime)\b/,
                instead: "time comes in with the input, as `now`", applies: inRuns),
            BannedWord(
                word: ".random", pattern: /\.(?:random\b|randomElement\b|shuffled?\b)/,
                instead: "draw from the simulator's seeded generator", applies: everywhere),
            BannedWord(
                word: "system randomness", pattern: /\b(?:SystemRandomNumberGenerator|UUID)\(/,
                instead: "ids and seeds come in from the driver", applies: inSources),
            BannedWord(
                word: "hash value", pattern: /\.hashValue\b|\bHasher\(/,
                instead: "it differs in every process; fold the bytes into a digest",
                applies: { inSources($0) && !isTag($0) }),
            BannedWord(
                word: "try!", pattern: /\btry!/,
                instead: "`throws` at the edges, `try` in a throwing test", applies: everywhere),
            BannedWord(
                word: "fatalError", pattern: /\bfatalError\(/,
                instead: "a bug is a `precondition` with context, a refusal a `Reason`",
                applies: everywhere),
            BannedWord(
                word: "print(", pattern: /(?:^|[^\w.`])print\(/,
                instead: "return a value; only the executables write", applies: inLibraries),
            BannedWord(
                word: "DispatchQueue", pattern: /\bDispatchQueue\b/,
                instead: "`Mutex` or Swift concurrency", applies: everywhere),
            BannedWord(
                word: "sleep", pattern: /\b(?:Thread|Task)\.sleep\b|(?:^|[^\w.`])u?sleep\(/,
                instead: "wait for the event itself, with a deadline", applies: everywhere),
            BannedWord(
                word: "XCTest", pattern: /\bimport XCTest\b/,
                instead: "Swift Testing", applies: inTests),
            BannedWord(
                word: "skipped test",
                pattern: /\.disabled\(|\.disabled\b(?=\s*[,)])|\bwithKnownIssue\b/,
                instead: "a test that cannot run is mended or removed", applies: inTests),
            BannedWord(
                word: "FIXME, TODO or XXX", pattern: /\b(?:FIXME|TODO|XXX)\b/,
                instead: "do it now, or open an issue", inComments: true, applies: everywhere),
        ]
    }
}
