import Testing
import Trace

@testable import Terminal

private func atTheQuestion() -> Stepper {
    var stepper = Stepper(Sample.lesson)
    stepper.type("G")
    stepper.notice = nil
    return stepper
}

@Test func `the stepper at a question, 80 by 24`() {
    #expect(atTheQuestion().shown(80, 24) == """
        GOLD80
        """)
}

@Test func `the end of the run, 80 by 24`() {
    var stepper = Stepper(Sample.trace)
    stepper.type("G")
    #expect(stepper.shown(80, 24) == """
        GOLDEND
        """)
}

@Test func `a list in 40 columns`() {
    #expect(atTheQuestion().shown(40, 24) == """
        GOLD40
        """)
}

@Test func `side by side in 200 columns`() {
    #expect(atTheQuestion().shown(200, 20) == """
        GOLD200
        """)
}

@Test func `in ASCII nothing else is shown and nothing moves`() {
    let stepper = atTheQuestion()
    let plain = stepper.frame(width: 80, height: 24, look: Look(ascii: true))
    #expect(plain.plain.allSatisfy { $0.isASCII })
    let signs = stepper.frame(width: 80, height: 24)
    #expect(plain.lines.map(\.width) == signs.lines.map(\.width))
}

@Test(arguments: [1, 8, 20, 39, 40, 79, 80, 120, 149, 150, 200])
func `no frame is wider or higher than its screen`(width: Int) {
    for height in [1, 2, 5, 10, 24, 50] {
        var stepper = Stepper(Sample.trace)
        for key in ["", "n", "n", "n", "n", "n", "n", "n", "n", "n", "n", "n", "n", "i", "?", "q", ":"] {
            stepper.type(key)
            let frame = stepper.frame(width: width, height: height)
            #expect(frame.lines.count == height)
            #expect(frame.lines.allSatisfy { $0.width <= width })
            #expect(frame.cursor.row < height && frame.cursor.column < width)
        }
    }
}

@Test(arguments: [40, 80, 120, 200])
func `the current row, the position and the way out are always in sight`(width: Int) {
    var stepper = Stepper(Sample.lesson)
    for n in 31...43 {
        if stepper.askedQuestion != nil && stepper.current == 36 { stepper.type("b") }
        stepper.command("\(n)")
        let lines = stepper.shown(width, 24).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.contains { $0.hasPrefix("▸") && $0.contains("\(n)") })
        #expect(lines[23].hasPrefix(" step \(n)/43"))
        #expect(lines[23].contains("q quit"))
    }
}

@Test func `the state table marks what the step changed and nothing else`() {
    var stepper = Stepper(Sample.trace)
    stepper.command("40")
    let table = stepper.shown().split(separator: "\n").filter { $0.contains("logged") }
    #expect(table.map { $0.filter { $0 == "*" }.count } == [1, 0, 0])
    #expect(table[0].contains("committed 1:1*"))
}

@Test func `a server that is down has no line and no role`() {
    var stepper = Stepper(Sample.trace)
    stepper.type("G")
    let shown = stepper.shown()
    #expect(shown.contains("s2 down"))
    #expect(shown.contains("✕ crash"))
}

@Test func `a lost message stops on its way and never at a lane`() {
    var stepper = Stepper(Sample.trace)
    stepper.command("42")
    let line = stepper.shown().split(separator: "\n").first { $0.hasPrefix("▸") } ?? ""
    #expect(line.contains("× COMMIT 1:1 ╌┤ lost"))
    #expect(!line.contains("◀") && !line.contains("▶"))
}

@Test func `a text longer than its place says so and turns its pages`() {
    let long = (1...60).map { "word\($0)" }.joined(separator: " ")
    var stepper = Stepper(
        Material(
            title: "x", recording: Sample.recording, notes: [Material.Note(step: 31, text: long)]))
    #expect(stepper.shown().contains("word1 "))
    #expect(stepper.shown(80, 14).contains("▾ part 1 of"))
    var seen = ""
    for _ in 0..<20 {
        seen += stepper.shown(80, 14)
        stepper.handle(.tab)
    }
    #expect((1...60).allSatisfy { seen.contains("word\($0)") })
}

@Test func `many lanes or a narrow screen make a list`() {
    #expect(LaneGrid(lanes: [], width: 80, steps: 9) == nil)
    let lanes = (1...9).map { Lane.server($0) }
    #expect(LaneGrid(lanes: lanes, width: 80, steps: 9) == nil)
    #expect(LaneGrid(lanes: Array(lanes.prefix(7)), width: 80, steps: 9)?.pitch == 10)
}
