import Scenario
import Testing
import Trace

@testable import Terminal

@Test(arguments: [
    Key.right, .down, .enter, .character("n"), .character("j"), .character(" "),
])
func `the keys for next go on by one step`(key: Key) {
    var stepper = Stepper(Sample.trace)
    stepper.handle(key)
    #expect(stepper.current == 32)
}

@Test(arguments: [Key.left, .up, .backspace, .character("p"), .character("k")])
func `the keys for back go back by one step`(key: Key) {
    var stepper = Stepper(Sample.trace)
    stepper.type("nn")
    stepper.handle(key)
    #expect(stepper.current == 32)
}

@Test func `first last and any step are one jump away`() {
    var stepper = Stepper(Sample.trace)
    stepper.type("G")
    #expect(stepper.current == 43)
    stepper.type("g")
    #expect(stepper.current == 31)
    stepper.command("39")
    #expect(stepper.current == 39)
    stepper.command("1000")
    #expect(stepper.current == 43)
    #expect(stepper.shown().contains("There are steps 31 to 43."))
    stepper.command("-5")
    #expect(stepper.current == 31)
}

@Test func `milestones are what changes the world or what the lesson speaks about`() {
    var stepper = Stepper(Sample.lesson)
    stepper.type("]")
    #expect(stepper.current == 33)
    stepper.handle(.pageDown)
    #expect(stepper.current == 36)
    stepper.handle(.pageDown)
    #expect(stepper.current == 36)
    stepper.type("b]")
    #expect(stepper.current == 43)
    stepper.handle(.pageUp)
    #expect(stepper.current == 36)
}

@Test func `search goes to steps with a text and to those where a predicate holds`() {
    var stepper = Stepper(Sample.trace)
    stepper.type("/APPEND 1:1")
    stepper.handle(.enter)
    #expect(stepper.current == 33)
    stepper.type(">")
    #expect(stepper.current == 34)
    stepper.type("<<")
    #expect(stepper.current == 35)
    stepper.type("/s3 commits 1:1")
    stepper.handle(.enter)
    #expect(stepper.current == 39)
    stepper.type("/no such thing")
    stepper.handle(.enter)
    #expect(stepper.current == 39)
    #expect(stepper.shown().contains("Nothing up to step 43 matches"))
}

@Test func `why walks back the causes`() {
    var stepper = Stepper(Sample.trace)
    stepper.command("39")
    stepper.command("why")
    let lines = stepper.shown(120, 24).split(separator: "\n")
    let steps = lines.compactMap { $0.firstMatch(of: /Step (\d+)\./)?.1 }
    #expect(steps == ["39", "37", "34", "33", "32", "31"])
}

@Test func `explain tells the story of a zxid as far as it may be seen`() {
    var stepper = Stepper(Sample.lesson)
    stepper.type("G")
    stepper.command("explain 1:1")
    let told = stepper.shown()
    #expect(told.contains("0x100000001"))
    #expect(told.contains("step 36    s3 has it on disk"))
    #expect(!told.contains("commits it"))
}

@Test(arguments: [
    "quorum", "FOLLOWERINFO", "ack-after-flush", "S15", "worse vote", "epochs", "COMMIT",
])
func `explain knows the words on screen`(word: String) {
    var stepper = Stepper(Sample.trace)
    stepper.command("explain \(word)")
    #expect(stepper.page?.lines.isEmpty == false)
    stepper.type("q")
    #expect(stepper.page == nil && !stepper.isOver)
}

@Test func `an unknown word is told with the nearest known one`() {
    var stepper = Stepper(Sample.trace)
    stepper.command("explain quorom")
    #expect(stepper.shown().contains("did you mean quorum?"))
    stepper.command("crush s1")
    #expect(stepper.shown().contains("did you mean \"crash\"?"))
    stepper.command("hepl")
    #expect(stepper.shown().contains("did you mean \"help\"?"))
}

@Test func `a trace has no world to branch off from and says so`() {
    var stepper = Stepper(Sample.trace)
    stepper.command("crash s1")
    #expect(stepper.shown().contains("there is no world to branch off from"))
    #expect(!stepper.isBranch)
}

@Test func `the prompt is a line that can be edited and left`() {
    var stepper = Stepper(Sample.trace)
    stepper.type(":99")
    stepper.handle(.backspace)
    stepper.handle(.backspace)
    stepper.type("35")
    #expect(stepper.shown().hasSuffix(":35"))
    stepper.handle(.escape)
    #expect(stepper.current == 31)
    stepper.command("40")
    stepper.type(":")
    stepper.handle(.up)
    #expect(stepper.shown().hasSuffix(":40"))
    stepper.handle(.backspace)
    stepper.handle(.clear)
    stepper.handle(.backspace)
    #expect(stepper.prompt == nil)
}

@Test func `inspect shows every effect by its letter and every field with what it was`() {
    var stepper = Stepper(Sample.trace)
    stepper.command("39")
    stepper.type("i")
    let shown = stepper.shown(100, 40)
    #expect(shown.contains("39b  commit 1:1 with s1 s3 (a quorum has it on disk)"))
    #expect(shown.contains("committed   1:1* was 1:0"))
    stepper.handle(.tab)
    #expect(stepper.shown(100, 40).contains("State of s1"))
    stepper.handle(.escape)
    #expect(!stepper.shown(100, 40).contains("State of s1"))
}

@Test(arguments: [Key.character("q"), .interrupt])
func `q and Ctrl-C end it`(key: Key) {
    var stepper = Stepper(Sample.lesson)
    stepper.handle(key)
    #expect(stepper.isOver)
}

@Test func `Ctrl-C ends it from a prompt and from a page as well`() {
    var stepper = Stepper(Sample.trace)
    stepper.type(":crash")
    stepper.handle(.interrupt)
    #expect(stepper.isOver)
    stepper = Stepper(Sample.trace)
    stepper.type("?")
    stepper.handle(.interrupt)
    #expect(stepper.isOver)
}

@Test func `help can be read to its end on a low screen`() {
    var stepper = Stepper(Sample.lesson)
    stepper.resize(width: 60, height: 12)
    stepper.type("?")
    #expect(stepper.shown(60, 12).contains("Moving"))
    stepper.type("G")
    #expect(stepper.shown(60, 12).contains("quit"))
    stepper.type("k")
    #expect(stepper.page != nil)
    stepper.handle(.escape)
    #expect(stepper.page == nil)
}
