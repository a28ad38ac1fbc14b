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
    #expect(
        atTheQuestion().shown(80, 24) == """
             1 · One write, end to end                                  BROADCAST · epoch 1
                  c1                s1 follower       s2 follower       s3 LEADER
              31  • create /a       │                 │                 │
              32  ├─ create /a ────▶│                 │                 │
              33  │                 ├─ REQ create /a ─┼────────────────▶■ append 1:1
                  │                 │◀────────────────┼◀─ PROPOSAL 1:1 ─┤
              34  │                 ■ append 1:1      │                 │
              35  │                 │                 ■ append 1:1      │
            ▸ 36  │                 │                 │                 ▣ durable 1:1
                  │                 │                 │                 │ ACK 1/3
                  ╎                 ╎                 ╎                 ╎


            ────────────────────────────────────────────────────────────────────────────────
             s1  follower of s3  logged 1:1  durable 1:0   committed 1:0  flushing
             s2  follower of s3  logged 1:1  durable 1:0   committed 1:0  flushing
             s3  LEADER epoch 1  logged 1:1  durable 1:1*  committed 1:0  acks s3 (1/2)*
            ────────────────────────────────────────────────────────────────────────────────
             Predict: What must happen next before c1 may be told done?
               a all flush                            b one more flushes
               c nothing
             The leader's own copy is on disk, and counts as its ACK.
             Step 36. s3, leading, has 1:1 on disk; counts ACK 1:1 by s3: 1 of 2 needed.
             step 36/43 ▏a–c answer ▏n next ▏p back ▏/ find ▏i inspect ▏? help ▏q quit
            """)
}

@Test func `the end of the run, 80 by 24`() {
    var stepper = Stepper(Sample.trace)
    stepper.type("G")
    #expect(
        stepper.shown(80, 24) == """
             write.jsonl                                                BROADCAST · epoch 1
                  c1                s1 follower       s2 down           s3 LEADER
              35  │                 │                 ■ append 1:1      │
              36  │                 │                 │                 ▣ durable 1:1
                  │                 │                 │                 │ ACK 1/3
              37  │                 ▣ durable 1:1     │                 │
              38  │                 │                 ▣ durable 1:1     │
              39  │                 ├─ ACK 1:1 ───────┼────────────────▶◉ commit 1:1
                  │                 │                 │                 │ ACK 2/3
                  │                 │◀────────────────┼×─── COMMIT 1:1 ─┤
              40  │                 ▼ apply 1:1       │                 │
              41  │◀───── REPLY /a ─┤                 │                 │
              42  │                 │                 │   × COMMIT 1:1 ╌┤ lost: the connect…
            ▸ 43  │                 │                 ✕ crash           │
            ────────────────────────────────────────────────────────────────────────────────
             s1  follower of s3  logged 1:1  durable 1:1  committed 1:1
             s2  down*           on disk 1:1, epoch 1
             s3  LEADER epoch 1  logged 1:1  durable 1:1  committed 1:1
            ────────────────────────────────────────────────────────────────────────────────
             Step 43. s2, following, crashes.
             The end.


             step 43/43 ▏n next ▏p back ▏/ find ▏i inspect ▏? help ▏q quit
            """)
}

@Test func `a list in 40 columns`() {
    #expect(
        atTheQuestion().shown(40, 24) == """
             1 · One write, e…  BROADCAST · epoch 1
             31 c1 • calls create /a
             32 c1→s1 create /a
             33 s1→s3 REQUEST create /a, append 1:1
                s3→s1,s2 PROPOSAL 1:1
             34 s3→s1 PROPOSAL 1:1, append 1:1
             35 s3→s2 PROPOSAL 1:1, append 1:1
            ▸36 s3 ▣ durable 1:1, ACK 1/3

            ────────────────────────────────────────
             s1 F log 1:1 disk 1:0  done 1:0
             s2 F log 1:1 disk 1:0  done 1:0
             s3 L log 1:1 disk 1:1* done 1:0 1/2*
            ────────────────────────────────────────
             Predict: What must happen next before
             c1 may be told done?
               a all flush
               b one more flushes
               c nothing
             The leader's own copy is on disk, and
             counts as its ACK.
             Step 36. s3, leading, has 1:1 on disk;
             counts ACK 1:1 by s3: 1 of 2 needed.
             step 36/43 ▏a–c answer ▏? help ▏q quit
            """)
}

@Test func `side by side in 200 columns`() {
    #expect(
        atTheQuestion().shown(200, 20) == """
             1 · One write, end to end                                                                                                                                                          BROADCAST · epoch 1
                  c1                        s1 follower               s2 follower               s3 LEADER                    │  s1  follower of s3  logged 1:1  durable 1:0   committed 1:0  flushing
              31  • create /a               │                         │                         │                            │  s2  follower of s3  logged 1:1  durable 1:0   committed 1:0  flushing
              32  ├─ create /a ────────────▶│                         │                         │                            │  s3  LEADER epoch 1  logged 1:1  durable 1:1*  committed 1:0  acks s3 (1/2)*
              33  │                         ├─ REQUEST create /a ─────┼────────────────────────▶■ append 1:1                 │ ─────────────────────────────────────────────────────────────────────────────────────
                  │                         │◀────────────────────────┼◀───────── PROPOSAL 1:1 ─┤                            │ Predict: What must happen next before c1 may be told done?
              34  │                         ■ append 1:1              │                         │                            │   a all flush                               b one more flushes
              35  │                         │                         ■ append 1:1              │                            │   c nothing
            ▸ 36  │                         │                         │                         ▣ durable 1:1                │ The leader's own copy is on disk, and counts as its ACK.
                  │                         │                         │                         │ ACK 1/3                    │ Step 36. s3, leading, has 1:1 on disk; counts ACK 1:1 by s3: 1 of 2 needed.
                  ╎                         ╎                         ╎                         ╎                            │
                                                                                                                             │
                                                                                                                             │
                                                                                                                             │
                                                                                                                             │
                                                                                                                             │
                                                                                                                             │
                                                                                                                             │
                                                                                                                             │
             step 36/43 ▏a–c answer ▏n next ▏p back ▏/ find ▏i inspect ▏? help ▏q quit
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
        for key in [
            "", "n", "n", "n", "n", "n", "n", "n", "n", "n", "n", "n", "n", "i", "?", "q", ":",
        ] {
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
        let lines = stepper.shown(width, 24).split(
            separator: "\n", omittingEmptySubsequences: false)
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

@Test func `a message to several shows for each receiver what has become of it by now`() {
    var stepper = Stepper(Sample.trace)
    func line(at n: Int) -> String {
        stepper.command("\(n)")
        return stepper.shown().split(separator: "\n").map(String.init)
            .first { $0.contains(" COMMIT 1:1 ─┤") && $0.hasPrefix("      │") } ?? ""
    }
    #expect(line(at: 39).contains("│‹────────────────┼‹"))
    #expect(line(at: 40).contains("│◀────────────────┼‹"))
    #expect(line(at: 42).contains("│◀────────────────┼×"))
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
    #expect(LaneGrid(lanes: Array(lanes.prefix(6)), width: 80, steps: 9)?.pitch == 12)
}

@Test func `where clients would crowd the servers out, they are told in words`() {
    #expect(
        LaneGrid.fitting(["c1", "s1", "s2"], width: 44, steps: 9)?.lanes == ["c1", "s1", "s2"])
    #expect(LaneGrid.fitting(["c1", "s1", "s2"], width: 34, steps: 9)?.lanes == ["s1", "s2"])
    var stepper = Stepper(Sample.trace)
    stepper.command("32")
    let rows = stepper.shown(50, 24).split(separator: "\n").map(String.init)
    #expect(rows.contains { $0.hasPrefix("  31  │ c1 • calls create /a") })
    #expect(rows.contains { $0.hasPrefix("▸ 32  • c1: create") })
}
