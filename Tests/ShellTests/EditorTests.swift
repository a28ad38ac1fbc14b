import Testing

@testable import zabd

private func keys(_ bytes: String) -> [ShellKey] {
    var rest = Array(bytes.utf8)[...]
    var keys: [ShellKey] = []
    while let key = ShellKey.next(from: &rest) { keys.append(key) }
    return keys
}

/// The line after some typing, `|` where the cursor is.
private func typed(_ bytes: String, history: [String] = []) -> String {
    var editor = LineEditor(history: history)
    for key in keys(bytes) { _ = editor.handle(key) }
    var line = editor.text
    line.insert("|", at: editor.cursor)
    return String(line)
}

@Test func `bytes become keys, however they are cut`() {
    #expect(
        keys("a\u{1b}[Aä\u{7f}\r\u{1b}[3~\u{1b}[1;5D\u{1b}OH\u{4}") == [
            .character("a"), .up, .character("ä"), .backspace, .enter, .delete, .wordLeft, .home,
            .endOfInput,
        ])
    var half = Array("\u{1b}[".utf8)[...]
    #expect(ShellKey.next(from: &half) == nil)
    half += [0x44]
    #expect(ShellKey.next(from: &half) == .left)
    var letter: ArraySlice<UInt8> = [0xF0, 0x9F]
    #expect(ShellKey.next(from: &letter) == nil)
    letter += [0x90, 0x98]
    #expect(ShellKey.next(from: &letter) == .character("🐘"))
    #expect(keys("\u{1b}[99zx") == [.character("x")], "an unknown sequence is swallowed")
    #expect(keys("\u{1b}") == [.cancel])
}

@Test(arguments: [
    ("abc", "abc|"),
    ("abc\u{1b}[D\u{1b}[DX", "aX|bc"),
    ("abc\u{1}X", "X|abc"),
    ("abc\u{1}\u{5}X", "abcX|"),
    ("abc\u{2}\u{2}\u{b}", "a|"),
    ("abc\u{2}\u{15}", "|c"),
    ("create /a/b x\u{17}", "create /a/b |"),
    ("create /a/b  \u{17}", "create |"),
    ("abc\u{7f}", "ab|"),
    ("\u{7f}\u{1b}[3~", "|"),
    ("abc\u{1}\u{1b}[3~", "|bc"),
    ("abc\u{1}\u{4}", "|bc"),
    ("ab cd\u{1b}[1;5D", "ab |cd"),
    ("ab cd\u{1}\u{1b}[1;5C", "ab| cd"),
    ("ä🐘\u{1b}[D", "ä|🐘"),
    ("\u{1b}[D\u{1b}[C", "|"),
])
func `keys edit the line`(bytes: String, line: String) {
    #expect(typed(bytes) == line)
}

@Test(arguments: [
    ("\u{1b}[A", "third|"),
    ("\u{1b}[A\u{1b}[A\u{1b}[A\u{1b}[A", "first|"),
    ("new\u{1b}[A\u{1b}[B", "new|"),
    ("\u{1b}[B", "|"),
    ("\u{10}\u{10}\u{e}", "third|"),
    ("\u{12}ir", "third|"),
    ("\u{12}ir\u{12}", "first|"),
    ("new\u{12}ir\u{7}", "new|"),
    ("\u{12}ir\u{1b}[D", "thir|d"),
    ("\u{12}sec\u{7f}\u{7f}\u{7f}", "second|"),
])
func `older lines come back`(bytes: String, line: String) {
    #expect(typed(bytes, history: ["first", "second", "third"]) == line)
}

@Test func `some keys end the line`() {
    var editor = LineEditor(history: [])
    #expect(editor.handle(.endOfInput) == .ended)
    _ = editor.handle(.character("x"))
    #expect(editor.handle(.endOfInput) == .edited)
    #expect(editor.handle(.enter) == .line("x"))
    #expect(editor.handle(.interrupt) == .interrupted)
    #expect(editor.handle(.tab) == .complete)
    #expect(editor.handle(.redraw) == .redraw)
}

@Test func `lines that arrive at once are all there`() {
    var bytes = Array("create /a\rls /\rget \u{1b}".utf8)[...]
    var editor = LineEditor(history: [])
    #expect(editor.take(from: &bytes) == .line("create /a"))
    #expect(editor.rendered(prompt: "> ", width: 40) == "\r> create /a\u{1b}[K")
    editor = LineEditor(history: [])
    #expect(editor.take(from: &bytes) == .line("ls /"))
    editor = LineEditor(history: [])
    #expect(editor.take(from: &bytes) == .edited)
    #expect(editor.line == "get ")
    #expect(bytes.isEmpty)
}

@Test func `a search that fails says so`() {
    var editor = LineEditor(history: ["ls /"])
    _ = editor.handle(.search)
    _ = editor.handle(.character("l"))
    #expect(editor.rendered(prompt: "> ", width: 80).contains("(reverse-i-search)`l': ls /"))
    _ = editor.handle(.character("x"))
    #expect(editor.rendered(prompt: "> ", width: 80).contains("(failing reverse-i-search)`lx'"))
    #expect(editor.handle(.enter) == .line("ls /"))
}

@Test func `a line is shown behind its prompt, and a long one around the cursor`() {
    var editor = LineEditor(history: [])
    for character in "abcdef" { _ = editor.handle(.character(character)) }
    #expect(editor.rendered(prompt: "> ", width: 40) == "\r> abcdef\u{1b}[K")
    _ = editor.handle(.left)
    _ = editor.handle(.left)
    #expect(editor.rendered(prompt: "> ", width: 40) == "\r> abcdef\u{1b}[K\u{1b}[2D")
    for character in "0123456789" { _ = editor.handle(.character(character)) }
    #expect(editor.rendered(prompt: "> ", width: 13) == "\r> 0123456789\u{1b}[K")
}

@Test func `completion puts in what is common, and what is sure`() {
    func completed(_ text: String, _ candidates: [String]) -> (String, Bool) {
        var editor = LineEditor(history: [])
        for character in text { _ = editor.handle(.character(character)) }
        let isMore = editor.complete(with: candidates)
        return (editor.line, isMore)
    }
    #expect(completed("cr", ["create"]) == ("create ", true))
    #expect(completed("delete", ["delete", "deleteall"]) == ("delete", false))
    #expect(completed("ls /l", ["/lock-1", "/lock-2"]) == ("ls /lock-", true))
    #expect(completed("ls /x", []) == ("ls /x", false))
    #expect(completed("ls /a", ["/a"]) == ("ls /a ", true))
}

@Test func `commands, options and paths are completed where they belong`() {
    typealias Wanted = ShellCompletion.Wanted
    #expect(
        ShellCompletion.wanted(word: "get", before: [])
            == .words(["get", "getAcl", "getAllChildrenNumber", "getEphemerals"]))
    #expect(ShellCompletion.wanted(word: "-", before: ["ls"]) == .words(["-s", "-w", "-R"]))
    #expect(
        ShellCompletion.wanted(word: "/a/b", before: ["ls"])
            == .children(of: "/a", prefix: "/a/", name: "b"))
    #expect(
        ShellCompletion.wanted(word: "/", before: ["get", "-s"])
            == .children(of: "/", prefix: "/", name: ""))
    #expect(ShellCompletion.wanted(word: "/a", before: ["addauth"]) == Wanted.words([]))
    #expect(ShellCompletion.wanted(word: "x", before: ["nonsense"]) == Wanted.words([]))
    #expect(
        ShellCompletion.candidates(["b1", "b2", "c"], prefix: "/a/", name: "b")
            == ["/a/b1", "/a/b2"])
}

@Test func `the word at the cursor is what is completed`() {
    var editor = LineEditor(history: [])
    for character in "get -s /a/b" { _ = editor.handle(.character(character)) }
    #expect(editor.completionContext.word == "/a/b")
    #expect(editor.completionContext.before == ["get", "-s"])
    _ = editor.handle(.character(" "))
    #expect(editor.completionContext.word == "")
    #expect(editor.completionContext.before == ["get", "-s", "/a/b"])
}
