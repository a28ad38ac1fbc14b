/// One line while it is typed: a value that keys change and that says how it looks.
struct LineEditor: Equatable, Sendable {
    /// What a key comes to, beside the change of the line.
    enum Outcome: Equatable {
        case edited
        /// The line is complete.
        case line(String)
        /// The words that could stand here are wanted.
        case complete
        /// Away with the line.
        case interrupted
        /// No more lines will come.
        case ended
        case redraw
    }

    private(set) var text: [Character] = []
    /// How many characters stand before the cursor.
    private(set) var cursor = 0
    private(set) var search: Search?
    private var history: [String]
    /// Where in the history the line comes from; behind its end for one that is new.
    private var place: Int
    /// What was being typed before the history was looked at.
    private var draft: [Character] = []

    /// Looking for an older line that has some text in it.
    struct Search: Equatable {
        var text = ""
        var isFailing = false
        /// The line to go back to.
        var before: [Character]
    }

    init(history: [String]) {
        self.history = history
        place = history.count
    }

    var line: String { String(text) }

    /// Takes keys from the front of some bytes until one comes to more than a change of the line;
    /// `edited` when all are used up.
    mutating func take(from bytes: inout ArraySlice<UInt8>) -> Outcome {
        while let key = ShellKey.next(from: &bytes) {
            let outcome = handle(key)
            if outcome != .edited { return outcome }
        }
        return .edited
    }

    mutating func handle(_ key: ShellKey) -> Outcome {
        if search != nil, let outcome = searching(key) { return outcome }
        switch key {
        case .character(let character):
            text.insert(character, at: cursor)
            cursor += 1
        case .enter: return .line(line)
        case .tab: return .complete
        case .interrupt: return .interrupted
        case .redraw: return .redraw
        case .endOfInput:
            if text.isEmpty { return .ended }
            remove(cursor..<min(cursor + 1, text.count))
        case .search:
            search = Search(before: text)
        case .up: recall(place - 1)
        case .down: recall(place + 1)
        case .cancel: break
        default: edit(key)
        }
        return .edited
    }

    private mutating func edit(_ key: ShellKey) {
        switch key {
        case .backspace: remove(max(0, cursor - 1)..<cursor)
        case .delete: remove(cursor..<min(cursor + 1, text.count))
        case .left: cursor = max(0, cursor - 1)
        case .right: cursor = min(text.count, cursor + 1)
        case .home: cursor = 0
        case .end: cursor = text.count
        case .wordLeft: cursor = wordStart
        case .wordRight: cursor = wordEnd
        case .cutToEnd: remove(cursor..<text.count)
        case .cutToStart: remove(0..<cursor)
        case .cutWord: remove(wordStart..<cursor)
        default: break
        }
    }

    private mutating func remove(_ range: Range<Int>) {
        text.removeSubrange(range)
        cursor = range.lowerBound
    }

    private var wordStart: Int {
        var index = cursor
        while index > 0, text[index - 1].isWhitespace { index -= 1 }
        while index > 0, !text[index - 1].isWhitespace { index -= 1 }
        return index
    }

    private var wordEnd: Int {
        var index = cursor
        while index < text.count, text[index].isWhitespace { index += 1 }
        while index < text.count, !text[index].isWhitespace { index += 1 }
        return index
    }

    private mutating func recall(_ other: Int) {
        guard other >= 0, other <= history.count else { return }
        if place == history.count { draft = text }
        place = other
        text = other == history.count ? draft : Array(history[other])
        cursor = text.count
    }
}

extension LineEditor {
    /// Nil where the key ends the search and is to be handled as ever.
    private mutating func searching(_ key: ShellKey) -> Outcome? {
        guard var search else { return nil }
        switch key {
        case .character(let character):
            search.text.append(character)
            find(&search, before: history.count)
        case .backspace:
            if !search.text.isEmpty { search.text.removeLast() }
            find(&search, before: history.count)
        case .search:
            find(&search, before: place)
        case .cancel, .interrupt:
            text = search.before
            cursor = text.count
            place = history.count
            self.search = nil
            return .edited
        default:
            self.search = nil
            return nil
        }
        self.search = search
        return .edited
    }

    private mutating func find(_ search: inout Search, before end: Int) {
        let wanted = search.text
        guard !wanted.isEmpty, let found = history[..<end].lastIndex(where: { $0.contains(wanted) })
        else {
            search.isFailing = !wanted.isEmpty
            return
        }
        search.isFailing = false
        place = found
        text = Array(history[found])
        cursor = text.count
    }
}

extension LineEditor {
    /// The word that the cursor stands in or behind, as far as it is typed, and those before it.
    var completionContext: (word: String, before: [String]) {
        let typed = String(text[..<cursor])
        let word = typed.last?.isWhitespace ?? true ? "" : typed.split(separator: " ").last ?? ""
        let before = typed.dropLast(word.count).split(separator: " ").map(String.init)
        return (String(word), before)
    }

    /// Puts in what all candidates have in common. True when that is more than there was.
    mutating func complete(with candidates: [String]) -> Bool {
        let word = completionContext.word
        guard let first = candidates.first else { return false }
        var common = first[...]
        for candidate in candidates.dropFirst() {
            while !candidate.hasPrefix(common) { common.removeLast() }
        }
        if candidates.count == 1, !common.hasSuffix("/") { common += " " }
        guard common.count > word.count else { return false }
        let new = Array(common.dropFirst(word.count))
        text.insert(contentsOf: new, at: cursor)
        cursor += new.count
        return true
    }

    /// The bytes that show the line behind its prompt on one row of the terminal. What is too long is
    /// shown around the cursor.
    func rendered(prompt: String, width: Int) -> String {
        var prompt = prompt
        if let search {
            prompt = "(\(search.isFailing ? "failing " : "")reverse-i-search)`\(search.text)': "
        }
        let room = max(8, width - prompt.count - 1)
        let first = max(0, cursor - room)
        let shown = text[first..<min(text.count, first + room)]
        let back = shown.count - (cursor - first)
        return "\r" + prompt + String(shown) + "\u{1b}[K" + (back > 0 ? "\u{1b}[\(back)D" : "")
    }
}
