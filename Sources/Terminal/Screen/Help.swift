extension Page {
    static func help(isLesson: Bool) -> Page {
        var lines: [Line] = []
        func section(_ title: String) {
            if !lines.isEmpty { lines.append(Line()) }
            lines.append(Line(title, .bold))
        }
        func key(_ keys: String, _ text: String) {
            var line = Line("  " + keys, Style(.cyan))
            line.pad(to: 22)
            line.append("  " + text)
            lines.append(line)
        }
        section("Moving")
        key("→ ↓ n j space", "next step")
        key("← ↑ p k", "previous step")
        key("] or PgDn", "next milestone: a note, a question, a phase, a fault")
        key("[ or PgUp", "previous milestone")
        key("g Home, G End", "first and last step")
        key(":12", "step 12")
        key("/text, > and <", "steps with this text, or where a predicate holds")
        section("Looking closer")
        key("i", "inspect: all effects of the step, all fields of a server")
        key("Tab", "the rest of a long text; in inspect, the next server")
        key(":why", "what caused this step, and what caused that")
        key(":explain 1:2", "what a zxid or a word means; :explain alone is the glossary")
        section("What if")
        key(":crash s1", "any verb of a scenario, on a copy of the world at this step:")
        key("", "partition s1 | s2 s3, heal, restart s1, power-fail s2,")
        key("", "c1 create /b \"x\", hold PROPOSAL to s3, break ack-after-flush …")
        key(":run for 2s", "let the copy go on")
        key(":return", "back to the run itself")
        if isLesson {
            section("In a lesson")
            key("a b c d", "answer the open question; nothing after it can be seen before")
            key(":hint", "a hint for the experiment")
        }
        section("Signs")
        key("■ ▣", "written to the log; on disk")
        key("● ◉", "a decision; a commit, or a leader established")
        key("▼ ◇", "applied to the tree; a timer")
        key("✕ ○", "crash; start")
        key("─▶ ─▷ ╌×", "a message arrives; arrives and is refused; is lost")
        key("‹ ›", "sent to several and still on its way; × once it is lost")
        key("⋮ ░", "folded heartbeats; a cut network")
        key("*", "changed by this step")
        section("Leaving")
        key("q, Ctrl-C", "quit")
        return Page(title: "Keys", lines: lines)
    }
}
