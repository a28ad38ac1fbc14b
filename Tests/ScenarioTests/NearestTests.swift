import Scenario
import Testing

@Suite struct `Nearest words` {
    @Test(
        arguments: [
            ("crsah", "crash"), ("ackafterflush", "ack-after-flush"), ("CRASH", "crash"),
            ("xyz", nil), ("", nil), ("heel", "heal"),
        ] as [(String, String?)])
    func `is found within a third of the letters`(word: String, expected: String?) {
        #expect(nearest(to: word, among: ["crash", "heal", "ack-after-flush"]) == expected)
    }

    @Test func `the first of equally near words wins`() {
        #expect(nearest(to: "set", among: ["sea", "see"]) == "sea")
    }
}
