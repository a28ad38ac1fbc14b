import Testing

/// The eyes of the checks: what is code, what is an import, what is a link.
@Suite struct ReadingTests {
    @Test func `code, comments and literal text are told apart`() {
        let source = SwiftSource(
            path: "Sources/Zab/A.swift",
            text: ##"""
                let a = "try! // no" // one
                /* two /* three */ four */ let b = 1
                let c = "\(f("x") + Date()) y"
                let d = #"raw " \(no)"# + e
                func `a "quoted" name`() {}
                """##)
        #expect(
            source.code.map { $0.split(separator: " ").joined(separator: " ") } == [
                #"let a = " ""#,
                "let b = 1",
                #"let c = " (f(" ") + Date()) ""#,
                #"let d = " " + e"#,
                "func ` `() {}",
            ])
        #expect(
            source.comments.map { $0.split(separator: " ").joined(separator: " ") } == [
                "// one", "/* two /* three */ four */", "", "", "",
            ])
    }

    @Test func `a multi-line string is literal text to its end`() {
        let text = "let a = \"\"\"\n    try! \"x\"\n    \\(b)\n    \"\"\"\nlet c = try! d()"
        let source = SwiftSource(path: "Sources/Zab/A.swift", text: text)
        #expect(source.code.count == 5)
        #expect(source.code.filter { $0.contains("try!") } == ["let c = try! d()"])
        #expect(source.code[2].contains("(b)"))
    }

    @Test func `imports are seen with any attributes`() {
        let source = SwiftSource(
            path: "Tests/ZabTests/A.swift",
            text: """
                import Foundation
                @testable import Zab
                @_spi(Breaking) public import Trace
                internal import struct Znodes.Stat
                // import Lessons
                let important = "import Yams"
                """)
        #expect(source.imports.map(\.module) == ["Foundation", "Zab", "Trace", "Znodes"])
        #expect(source.imports.map(\.line) == [1, 2, 3, 4])
    }

    @Test func `the targets of a manifest are read with what they depend on`() {
        let manifest = """
            let trees: Target.Dependency = .product(
                name: "HashTreeCollections", package: "swift-collections")
            func module(_ name: String) -> Target { .target(name: name) }
            targets: [
                module("Zab"),
                // module("Gone", ["Zab"]),
                module(
                    "Znodes", ["Jute", trees]),
                module("Trace", [.product(name: "DequeModule", package: "swift-collections")]),
                .executableTarget(name: "bench", dependencies: ["Zab"], swiftSettings: strict + [x]),
                tests("ZabTests", ["Zab"]),
            ]
            """
        #expect(
            Manifest.targets(in: manifest) == [
                ManifestTarget(name: "Zab", isTest: false, dependencies: []),
                ManifestTarget(
                    name: "Znodes", isTest: false, dependencies: ["Jute", "HashTreeCollections"]),
                ManifestTarget(name: "Trace", isTest: false, dependencies: ["DequeModule"]),
                ManifestTarget(name: "bench", isTest: false, dependencies: ["Zab"]),
                ManifestTarget(name: "ZabTests", isTest: true, dependencies: ["Zab"]),
            ])
    }

    @Test func `a page is read without its front matter and its fenced blocks`() {
        let page = Page(
            path: "README.md",
            text: """
                ---
                # not: a title
                ---
                # One `write`, told
                ```trace
                # s1 [x](gone.md)
                ```
                See [a](b.md#c "why") and ![p](Output/p.svg), not `[x](y)`.
                [ref]: other.md
                <img src="q.png">
                """)
        #expect(page.headings.map(\.title) == ["One `write`, told"])
        #expect(page.anchors == ["one-write-told"])
        #expect(page.links.map(\.target) == ["b.md#c", "Output/p.svg", "other.md", "q.png"])
        #expect(page.links.map(\.line) == [8, 8, 9, 10])
    }

    @Test func `a long fence is not ended by a shorter one`() {
        let page = Page(path: "a.md", text: "````\n```\n# no\n```\n````\n# yes")
        #expect(page.headings.map(\.title) == ["yes"])
    }
}
