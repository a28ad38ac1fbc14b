import Foundation
import Scenario
import Testing
import Trace

@Suite struct `The language page` {
    static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Lessons/LANGUAGE.md")

    private func missing(_ rows: [String]) throws -> [String] {
        let page = try String(contentsOf: Self.page, encoding: .utf8)
        return rows.filter { !page.contains($0) }
    }

    private func cell(_ text: String) -> String { "`\(text.replacing("|", with: "\\|"))`" }

    @Test func `shows every verb and synonym`() throws {
        #expect(try missing(Verb.allCases.flatMap(\.usage).map(cell)) == [])
        #expect(try missing(Verb.synonyms.map { "`\($0.word)`" }) == [])
    }

    @Test func `shows every operation of a client`() throws {
        #expect(try missing(ClientOperation.Name.allCases.map(\.usage).map(cell)) == [])
    }

    @Test func `shows every pattern`() throws {
        #expect(
            try missing(
                PatternVerb.allCases.map { "| \(cell($0.usage)) | \($0.explanation) |" }) == [])
    }

    @Test func `shows every function and setting`() throws {
        #expect(
            try missing(
                ServerField.allCases.map { "| `\($0.rawValue)(s1)` | \($0.explanation) |" }) == [])
        #expect(
            try missing(
                ClientField.allCases.map { "| `\($0.rawValue)(c1)` | \($0.explanation) |" }) == [])
        #expect(
            try missing(Setting.allCases.map { "| `\($0.rawValue)` | \($0.explanation) |" }) == [])
        #expect(try missing(Comparison.allCases.map { "`\($0.rawValue)`" }) == [])
        #expect(try missing(ServerSelector.forms.map { "`\($0)`" }) == [])
    }

    @Test func `its examples are read`() throws {
        let page = try String(contentsOf: Self.page, encoding: .utf8)
        var read = 0
        for block in page.components(separatedBy: "```scenario\n").dropFirst() {
            _ = try ScenarioParser.commands(in: block.components(separatedBy: "```")[0])
            read += 1
        }
        for block in page.components(separatedBy: "```predicates\n").dropFirst() {
            for line in block.components(separatedBy: "```")[0].split(separator: "\n") {
                _ = try Predicate(parsing: String(line))
                read += 1
            }
        }
        #expect(read > 10)
    }
}
