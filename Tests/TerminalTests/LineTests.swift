import Testing

@testable import Terminal

@Test func `a line is broken between words and later lines are indented`() {
    let lines = Line("The leader's own copy is on disk").wrapped(to: 16, indent: 2)
    #expect(lines.map(\.plain) == ["The leader's own", "  copy is on", "  disk"])
}

@Test func `a word longer than the line is broken where the line ends`() {
    #expect(
        Line("/a/very/long/path x").wrapped(to: 7).map(\.plain) == ["/a/very", "/long/p", "ath x"])
}

@Test(arguments: 1...30)
func `a wrapped line keeps its words and its width`(width: Int) {
    let text = "c1 creates /日本語 and 🎈 then waits for the reply"
    let lines = Line(text).wrapped(to: width)
    #expect(lines.allSatisfy { $0.width <= max(2, width) })
    let words = lines.map(\.plain).joined().filter { $0 != " " }
    #expect(words == text.filter { $0 != " " })
}

@Test func `what is cut says so`() {
    #expect(Line("PROPOSAL 1:1").cut(to: 8).plain == "PROPOSA…")
    #expect(Line("日本語").cut(to: 4).plain == "日…")
    #expect(Line("ACK").cut(to: 3).plain == "ACK")
}

@Test func `control characters of a trace never reach the terminal`() {
    let line = Line("create /\u{1b}[2J\u{7}\u{9b}31m\u{202e}x\ny")
    #expect(line.plain == "create /·[2J··31m·x y")
}

@Test func `inline markdown becomes styled text`() {
    let line = Inline.line("The *leader* is **`s3`**, see [the paper](http://x) and snake_case.")
    #expect(line.plain == "The leader is s3, see the paper and snake_case.")
    #expect(line.pieces.first { $0.text == "leader" }?.style == .bold)
    #expect(line.pieces.first { $0.text == "s3" }?.style == Style(.cyan))
}

@Test func `every sign has an ASCII stand-in of the same width`() {
    let signs = "│┊╎─═╌┄├┤┼┬┴▶◀▷◁▸▾→←↑↓■▣●◉▼◇•×✕○⋮░·…–—≥≤≠✓✗▏"
    let plain = Glyphs.ascii(signs)
    #expect(plain.count == signs.count)
    #expect(plain.allSatisfy { $0.isASCII && $0 != "?" })
    #expect(Glyphs.ascii("日") == "??")
}

@Test func `the painter sends only the lines that changed`() {
    var painter = Painter(color: true)
    let first = Frame([Line("one"), Line("two", Style(.red))], width: 10, height: 2)
    #expect(painter.paint(first).contains("\u{1b}[0;31mtwo\u{1b}[0m"))
    let second = Frame([Line("one"), Line("three")], width: 10, height: 2)
    let sent = painter.paint(second)
    #expect(sent.contains("three") && !sent.contains("one"))
    painter.forget()
    #expect(painter.paint(second).contains("one"))
}

@Test func `without colour no colour is sent`() {
    var painter = Painter(color: false)
    let sent = painter.paint(Frame([Line("x", Style(.red, bold: true))], width: 3, height: 1))
    #expect(sent.contains("\u{1b}[0;1mx") && !sent.contains("31m"))
}

@Test(
    arguments: [
        (ColorPolicy.always, ["NO_COLOR": "1"], false, true),
        (.never, ["FORCE_COLOR": "1"], true, false),
        (.auto, [:], true, true), (.auto, [:], false, false),
        (.auto, ["NO_COLOR": "1"], true, false),
        (.auto, ["NO_COLOR": ""], true, true),
        (.auto, ["NO_COLOR": "1", "FORCE_COLOR": "1"], true, false),
        (.auto, ["CLICOLOR_FORCE": "1", "TERM": "dumb"], false, true),
        (.auto, ["CLICOLOR_FORCE": "0"], false, false), (.auto, ["TERM": "dumb"], true, false),
    ] as [(ColorPolicy, [String: String], Bool, Bool)])
func `colour is decided in one order`(
    policy: ColorPolicy, environment: [String: String], isTerminal: Bool, wants: Bool
) {
    #expect(policy.wantsColor(environment: environment, isTerminal: isTerminal) == wants)
}
