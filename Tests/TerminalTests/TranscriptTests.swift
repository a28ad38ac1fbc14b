import Testing
import Trace

@testable import Terminal

@Test func `the transcript asks with numbers and keeps the answers for those who want them`() {
    let text = Transcript(Sample.lesson).text
    #expect(
        text.contains(
            "Question 1. What must happen next before c1 may be told done?\n  1. all flush\n"))
    #expect(!text.contains("A quorum is enough."))
    let told = Transcript(Sample.lesson, showsAnswers: true).text
    #expect(
        told.contains(
            """
            Answer to question 1: 2.
              1 is wrong: A quorum is enough.
              2 is right: Two of three.
              3 is wrong: One disk is no quorum.
            """))
}

@Test func `a sentence a step, with the note of its step behind it`() {
    let lines = Transcript(Sample.lesson).text.split(separator: "\n").map(String.init)
    let steps = lines.compactMap { $0.firstMatch(of: /^Step (\d+)\./)?.1 }.map(String.init)
    #expect(steps == (31...43).map { "\($0)" })
    let place = lines.firstIndex { $0.hasPrefix("Step 33.") }
    #expect(place.map { lines[$0 + 1] } == "The leader gives the write its place: 1:1.")
}

@Test func `the question stands before the step that answers it`() throws {
    let parts = Transcript(Sample.lesson).parts
    #expect(parts.map(\.question) == [0, nil])
    #expect(parts[0].lines.contains { $0.hasPrefix("Step 36.") })
    #expect(!parts[0].lines.contains { $0.hasPrefix("Step 37.") })
}

@Test func `an answer on paper is judged`() {
    let transcript = Transcript(Sample.lesson)
    #expect(transcript.verdict(on: 0, 2).first == "Right.")
    #expect(transcript.verdict(on: 0, 1).first == "Not so.")
    #expect(transcript.verdict(on: 0, nil).first == "Answer to question 1: 2.")
    #expect(transcript.verdict(on: 0, 9).first == "Answer to question 1: 2.")
}
