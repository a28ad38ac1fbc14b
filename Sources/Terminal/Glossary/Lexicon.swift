import Lessons
import Properties
import Trace
import Zab

/// What the words on screen mean: the glossary, and whatever the code explains itself: rules, promises,
/// reasons.
enum Lexicon {
    struct Entry: Sendable {
        var word: String
        /// Other words that lead here.
        var also: [String] = []
        /// In Markdown.
        var text: String
    }

    /// All entries, in the order of the alphabet.
    static let entries: [Entry] = (terms + more + rules + promises + reasons)
        .sorted { ($0.word.lowercased(), $0.word) < ($1.word.lowercased(), $1.word) }

    static var words: [String] { entries.flatMap { [$0.word] + $0.also } }

    /// A word of the field goes before a reason or a rule of the same name.
    static func entry(_ word: String) -> Entry? {
        let key = folded(word)
        guard !key.isEmpty else { return nil }
        let all = terms + more + rules + promises + reasons
        return all.first { folded($0.word) == key }
            ?? all.first { $0.also.contains { folded($0) == key } }
            ?? all.first { folded($0.word) + "s" == key }
    }

    /// Case, hyphens and spaces make no difference.
    private static func folded(_ word: String) -> String {
        word.lowercased().filter { $0.isLetter || $0.isNumber || $0 == ":" }
    }

    private static let terms: [Entry] = Glossary.entries.map { entry in
        var text = entry.meaning
        if entry.paper != "–" && entry.paper != entry.term {
            text += " In the paper: \(entry.paper)."
        }
        if entry.zooKeeper != "–" && entry.zooKeeper != entry.term {
            text += " In ZooKeeper: \(entry.zooKeeper)."
        }
        return Entry(
            word: entry.term, also: names(entry.paper) + names(entry.zooKeeper), text: text)
    }

    private static func names(_ text: String) -> [String] {
        text.split(separator: ",").map { String($0).trimmed }.filter { $0 != "–" }
    }

    /// Words of the screen that are nobody's but ours, and messages too plain for the glossary.
    private static let more: [Entry] = [
        Entry(
            word: "append", also: ["logged", "written"],
            text: "Written to the log file, but perhaps still in the machine's memory: a power "
                + "failure may take it. Compare *durable*. Drawn ■, and ▣ once it is durable."),
        Entry(
            word: "committed", also: ["commits"],
            text: "A quorum has it on disk, so no later leader can be without it. The server that "
                + "learns of it applies it to its tree, where clients see it."),
        Entry(
            word: "partition",
            text:
                "A cut in the network: servers on different sides do not hear each other, and what "
                + "was on its way is lost. Clients keep their servers."),
        Entry(word: "REQUEST", text: "A server hands its client's write on to the leader."),
        Entry(
            word: "PING",
            text: "Still here. The answers tell the leader which sessions are alive. Folded on "
                + "screen."),
        Entry(
            word: "SYNC", text: "A client asks its server to catch up with the leader first."),
        Entry(
            word: "REVALIDATE",
            text: "A client has come to another server with its session: is it still good?"),
        Entry(word: "CONNECT", text: "Client to server: open a session, or take this one over."),
        Entry(word: "CALL", text: "A client's request."),
        Entry(word: "REPLY", text: "The server's answer to a CALL, in the order of the calls."),
        Entry(word: "EVENT", text: "A watch fired."),
    ]

    private static let rules: [Entry] = Rule.allCases.map { rule in
        Entry(
            word: rule.rawValue,
            text: "A rule of the protocol. \(rule.explanation) `break \(rule.rawValue)` in a "
                + "scenario switches it off, to see what it prevents.")
    }

    private static let promises: [Entry] = Property.allCases.map { property in
        Entry(
            word: property.rawValue, also: [property.name, property.title],
            text: "A promise, checked at every step. **\(property.title)**: \(property.promise)")
    }

    private static let reasons: [Entry] = Reason.allCases.map { reason in
        Entry(
            word: Wording.words(reason.rawValue), also: [reason.rawValue],
            text: "Why something was decided or refused: \(reason.explanation).")
    }
}
