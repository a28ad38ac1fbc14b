import Properties
import Scenario
import Trace
import Zab

/// What the words on screen mean: the terms of Zab and ZooKeeper, the kinds of messages, the reasons, the
/// rules and the promises. Those that the code explains itself are taken from there.
enum Glossary {
    struct Entry: Sendable {
        var word: String
        /// Other words that lead here.
        var also: [String] = []
        var text: String
    }

    /// All entries, in the order of the alphabet.
    static let entries: [Entry] = (terms + messages + rules + promises + reasons)
        .sorted { ($0.word.lowercased(), $0.word) < ($1.word.lowercased(), $1.word) }

    static var words: [String] { entries.flatMap { [$0.word] + $0.also } }

    static func entry(_ word: String) -> Entry? {
        let key = folded(word)
        guard !key.isEmpty else { return nil }
        return entries.first { folded($0.word) == key }
            ?? entries.first { $0.also.contains { folded($0) == key } }
            ?? entries.first { folded($0.word) + "s" == key }
    }

    /// Case, hyphens and spaces make no difference.
    private static func folded(_ word: String) -> String {
        word.lowercased().filter { $0.isLetter || $0.isNumber || $0 == ":" }
    }

    private static let rules: [Entry] = Rule.allCases.map { rule in
        Entry(
            word: rule.rawValue,
            text: "A rule of the protocol. \(rule.explanation) `break \(rule.rawValue)` in a "
                + "scenario switches it off, to see what it prevents.")
    }

    private static let promises: [Entry] = Property.allCases.map { property in
        Entry(
            word: property.rawValue, also: [property.text.name, property.title],
            text: "A promise, checked at every step: **\(property.title)**. \(property.promise)")
    }

    private static let reasons: [Entry] = Reason.allCases.map { reason in
        Entry(
            word: Wording.words(reason.rawValue), also: [reason.rawValue],
            text: "Why something was decided or refused: \(reason.explanation).")
    }
}

extension Property {
    fileprivate var text: (name: String, title: String) {
        (String(name.drop { $0 != " " }.dropFirst()), title)
    }
}
