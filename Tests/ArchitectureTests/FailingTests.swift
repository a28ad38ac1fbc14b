import Testing

/// Every check can fail: each is shown a small bad input, and a good one beside it.
@Suite struct FailingTests {
    private let manifest = [
        ManifestTarget(name: "Zab", isTest: false, dependencies: []),
        ManifestTarget(name: "Trace", isTest: false, dependencies: ["Zab"]),
        ManifestTarget(name: "Terminal", isTest: false, dependencies: ["Trace"]),
        ManifestTarget(name: "Server", isTest: false, dependencies: ["Zab"]),
        ManifestTarget(name: "ZabTests", isTest: true, dependencies: ["Zab"]),
    ]

    private func source(_ text: String, at path: String = "Sources/Zab/A.swift") -> SwiftSource {
        SwiftSource(path: path, text: text)
    }

    @Test func `the manifest must not grant more than the table`() {
        let whole = ImportTable.modules.map {
            ManifestTarget(name: $0.name, isTest: false, dependencies: [])
        }
        #expect(ImportTable.findings(in: whole) == [])
        var worse = whole + [ManifestTarget(name: "Gossip", isTest: false, dependencies: [])]
        worse.removeAll { $0.name == "Jute" }
        worse[0].dependencies = ["Trace"]
        #expect(
            ImportTable.findings(in: worse) == [
                Finding("Package.swift", "the import table names Jute, which is no target"),
                Finding("Package.swift", "Zab may not depend on Trace"),
                Finding("Package.swift", "say in the import table what Gossip may import"),
            ])
    }

    @Test(arguments: [
        ("Sources/Zab/A.swift", "Trace", "Zab does not name Trace in Package.swift"),
        ("Sources/Zab/A.swift", "Foundation", "the core is plain Swift: no Foundation below Trace"),
        (
            "Sources/Zab/A.swift", "FoundationEssentials",
            "the core is plain Swift: no Foundation below Trace"
        ),
        (
            "Sources/Trace/A.swift", "Glibc",
            "only the edges may import Glibc: "
                + #"["Client", "Diagram", "Flight", "Lessons", "Server", "Storage", "Terminal", "#
                + #""Threads", "bench", "zabd", "zabscope"]"#
        ),
        (
            "Sources/Server/A.swift", "Foundation",
            "a server carries FoundationEssentials only: #if canImport(FoundationEssentials)"
        ),
        ("Tests/ZabTests/A.swift", "Trace", "ZabTests does not name Trace in Package.swift"),
    ])
    func `an import beyond the table is found`(path: String, module: String, advice: String) {
        let found = ImportTable.findings(
            in: source("import \(module)", at: path), manifest: manifest)
        #expect(found == [Finding(path, line: 1, advice)])
    }

    @Test(arguments: [
        ("Sources/Trace/A.swift", "Zab"), ("Sources/Trace/A.swift", "Foundation"),
        ("Sources/Terminal/A.swift", "Glibc"), ("Tests/ZabTests/A.swift", "Foundation"),
        ("Tests/ZabTests/A.swift", "Testing"), ("Tests/ZabTests/A.swift", "Zab"),
    ])
    func `an import within the table is fine`(path: String, module: String) {
        let found = ImportTable.findings(
            in: source("import \(module)", at: path), manifest: manifest)
        #expect(found == [])
    }

    @Test func `a file outside every target is found`() {
        let path = "Sources/Gossip/A.swift"
        #expect(
            ImportTable.findings(in: source("", at: path), manifest: manifest) == [
                Finding(path, "belongs to no target of Package.swift")
            ])
    }

    @Test(arguments: [
        ("let now = Date()", "Date("), ("let now = ContinuousClock.now", "clock"),
        ("let x = Int.random(in: 0..<3)", ".random"), ("xs.shuffled()", ".random"),
        ("let id = UUID()", "system randomness"), ("return x.hashValue", "hash value"),
        ("let y = try! f()", "try!"), ("fatalError()", "fatalError"),
        ("print(x)", "print("), ("DispatchQueue.main.async {}", "DispatchQueue"),
        ("Thread.sleep(forTimeInterval: 1)", "sleep"),
        ("try await Task.sleep(for: .seconds(1))", "sleep"), ("usleep(10)", "sleep"),
        ("// " + "TODO: later", "FIXME, TODO or XXX"), ("/* FIXME */", "FIXME, TODO or XXX"),
    ])
    func `a banned word is found`(text: String, word: String) throws {
        let ban = try #require(BannedWord.all.first { $0.word == word })
        let found = BannedWord.all.flatMap { $0.findings(in: source("\n" + text)) }
        #expect(found == [Finding("Sources/Zab/A.swift", line: 2, "no \(word): \(ban.instead)")])
    }

    @Test(arguments: [
        ("import XCTest", "XCTest"), ("@Test(.disabled(\"slow\")) func a() {}", "skipped test"),
        ("withKnownIssue { f() }", "skipped test"),
    ])
    func `a word banned from tests is found`(text: String, word: String) throws {
        let path = "Tests/ZabTests/A.swift"
        let ban = try #require(BannedWord.all.first { $0.word == word })
        let found = BannedWord.all.flatMap { $0.findings(in: source(text, at: path)) }
        #expect(found == [Finding(path, line: 1, "no \(word): \(ban.instead)")])
    }

    @Test(arguments: [
        ("Sources/zabscope/A.swift", "print(x)"), ("Sources/Zab/A.swift", "fingerprint(x)"),
        ("Sources/Zab/A.swift", "let text = \"Date() print( try!\" // print(x)"),
        ("Sources/Zab/A.swift", "printer.print(x)"), ("Sources/Zab/A.swift", "Update(x)"),
        ("Sources/Terminal/A.swift", "ContinuousClock.now"),
    ])
    func `a word that only looks banned is fine`(path: String, text: String) {
        #expect(BannedWord.all.flatMap { $0.findings(in: source(text, at: path)) } == [])
    }

    @Test(arguments: [
        "let votes: Set<Int> = []\nfor vote in votes {",
        "var votes = [ServerID: Vote]()\nfor (id, vote) in self.votes {",
        "var votes: [ServerID: Vote] = [:]\nfor vote in peer.votes.values {",
        "var nodes: TreeDictionary<Path, Node>\nfor case let node? in nodes.keys where node.old {",
        "\nfor x in Set(xs) {", "\nfor (a, b) in [1: 2, 3: 4] {",
    ])
    func `a loop over something unordered is found`(text: String) {
        #expect(UnorderedWalks.findings(in: source(text)).map(\.line) == [2])
    }

    @Test(arguments: [
        "let votes: Set<Int> = []\nfor vote in votes.sorted() {",
        "let votes: Set<Int> = []\n// in any order: a sum\nfor vote in votes {",
        "let votes: [Vote] = []\nfor vote in votes {", "for x in [1, 2, 3] {",
        "let words = \"for x in Set(xs) {\"",
    ])
    func `a loop in a known order is fine`(text: String) {
        #expect(UnorderedWalks.findings(in: source(text)) == [])
    }

    @Test func `a file over 600 lines is found`() {
        let most = String(repeating: "let a = 1\n", count: 600)
        #expect(Tidiness.length(of: source(most)) == [])
        #expect(
            Tidiness.length(of: source(most + "let b = 2\n")).map(\.file) == [
                "Sources/Zab/A.swift"
            ])
    }

    @Test(arguments: [
        ("struct Zab {}", 1), ("public enum Trace {}", 1), ("public final class Picture {}", 1),
        ("struct Trace {}", 0), ("public enum Peer { public struct Trace {} }", 0),
        ("public enum Peer {\n    public struct Trace {}\n}", 0),
        ("/// struct Zab\nstruct Peer {}", 0),
    ])
    func `a type named like a module is found`(text: String, count: Int) {
        let found = Tidiness.typesNamedLikeModules(
            in: source(text), modules: ["Zab", "Trace", "Picture"])
        #expect(found.count == count)
    }

    @Test(arguments: [
        ("Sources/Zab/A.swift", "@_spi(Breaking) public init() {}", 0),
        ("Sources/Zab/A.swift", "@_spi(Breaking) import Jute", 1),
        ("Sources/Replication/A.swift", "@_spi(Breaking) public import Zab", 1),
        ("Sources/zabscope/A.swift", "@_spi(Breaking) import Zab", 1),
        ("Sources/Simulator/A.swift", "@_spi(Breaking) import Zab", 0),
        ("Tests/ZabTests/A.swift", "@_spi(Breaking) import Zab", 0),
    ])
    func `a way to switch rules off is found`(path: String, text: String, count: Int) {
        #expect(Tidiness.brokenRules(in: source(text, at: path)).count == count)
    }

    @Test func `a page without a title, or with two, is found`() {
        #expect(
            Pages.titles(of: Page(path: "a.md", text: "## b")) == [
                Finding("a.md", "a page has a title: one line `# …`")
            ])
        #expect(
            Pages.titles(of: Page(path: "a.md", text: "# b\n## c\n# d")) == [
                Finding("a.md", line: 3, "a second title; use `##`: d")
            ])
        #expect(Pages.titles(of: Page(path: "a.md", text: "# b\n## c")) == [])
    }

    @Test(arguments: [
        ("../README.md", nil), ("../README.md#the-words", nil), ("#here", nil),
        ("https://zookeeper.apache.org", nil), ("../Output/a.svg", nil),
        ("../README.md#gone", "README.md has no heading #gone"),
        ("#gone", "Lessons/a.md has no heading #gone"),
        ("b.md", "b.md leads to no kept file"),
        ("../Output/drawn/a.svg", "../Output/drawn/a.svg leads to no kept file"),
        ("../../a.md", "../../a.md leads out of the repository"),
    ])
    func `a link that leads nowhere is found`(target: String, advice: String?) {
        let pages = [
            "README.md": Page(path: "README.md", text: "# Zabscope\n## The words"),
            "Lessons/a.md": Page(path: "Lessons/a.md", text: "# A\n## Here\n[x](\(target))"),
        ]
        let files = ["Output/a.svg", "Output/drawn/a.svg"]
        let found = Pages.links(
            of: pages["Lessons/a.md"]!, exists: { pages[$0] != nil || files.contains($0) },
            read: { pages[$0] })
        #expect(found == (advice.map { [Finding("Lessons/a.md", line: 3, $0)] } ?? []))
    }

    @Test func `a lesson that the README does not name is found`() {
        let lessons = ["Lessons/01-one-write.md", "Lessons/02-ack-means-on-disk.md"]
        #expect(
            Pages.lessonsMissing(from: "[one](Lessons/01-one-write.md)", lessons: lessons) == [
                Finding("README.md", "names every lesson, but not Lessons/02-ack-means-on-disk.md")
            ])
    }

    @Test func `a stranger at the top level is found`() {
        let found = Pages.strangers(atTopLevel: [".git", "Makefile", "scripts"])
        #expect(found.map(\.file) == ["scripts"])
    }
}
