import Foundation
import Lessons
import Testing

@Suite struct GlossaryTests {
    @Test func `the README's table is the glossary`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let readme = try String(
            contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
        let missing = Glossary.entries.filter { entry in
            let row = "| \(entry.term) | \(entry.paper) | \(entry.zooKeeper) | \(entry.meaning) |"
            return !readme.contains(row)
        }
        #expect(missing.map(\.term) == [])
    }

    @Test func `a word is found in the singular and the plural, and by the paper's name`() {
        #expect(Glossary.entry(for: "Zxids")?.term == "zxid")
        #expect(Glossary.entry(for: "COMMIT-LD")?.term == "UPTODATE")
        #expect(Glossary.entry(for: "rubbish") == nil)
    }
}
