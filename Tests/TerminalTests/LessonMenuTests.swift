import Testing

@testable import Terminal

private func menu() -> LessonMenu {
    LessonMenu(
        (1...3).map {
            LessonMenu.Entry(
                name: "0\($0)-x", title: "0\($0)  Lesson \($0)", insight: "Insight \($0).",
                minutes: 5, isDone: $0 == 1)
        })
}

@Test func `the list begins at the first lesson that is not done`() {
    #expect(
        menu().frame(width: 60, height: 9, look: Look()).plain == """
             Lessons

             ✓ 01  Lesson 1                                        5 min
            ▸  02  Lesson 2                                        5 min
               03  Lesson 3                                        5 min

               Insight 2.

             ↑ ↓ choose ▏Enter begin ▏q quit
            """)
}

@Test func `arrows choose, Enter begins, q leaves without a choice`() {
    var menu = menu()
    menu.handle(.down)
    menu.handle(.down)
    menu.handle(.enter)
    #expect(menu.isOver && menu.choice?.name == "03-x")
    menu = TerminalTests.menu()
    menu.handle(.character("q"))
    #expect(menu.isOver && menu.choice == nil)
}

@Test(arguments: [(10, 3), (30, 4), (200, 50)])
func `the list fits its screen`(width: Int, height: Int) {
    let frame = menu().frame(width: width, height: height, look: Look())
    #expect(frame.lines.count == height)
    #expect(frame.lines.allSatisfy { $0.width <= width })
}
