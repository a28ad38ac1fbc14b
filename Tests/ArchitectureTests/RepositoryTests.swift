import Testing

/// The house rules, held against the repository as it stands.
@Suite struct RepositoryTests {
    @Test func `the manifest grants what the import table allows`() throws {
        let manifest = try Manifest.targets(in: Repository.text("Package.swift"))
        #expect(ImportTable.findings(in: manifest) == [])
        #expect(manifest.filter(\.isTest).map(\.name).contains("ArchitectureTests"))
    }

    @Test func `every file imports only what its target names`() throws {
        let manifest = try Manifest.targets(in: Repository.text("Package.swift"))
        let findings = try Repository.sources().flatMap {
            ImportTable.findings(in: $0, manifest: manifest)
        }
        #expect(findings == [])
    }

    @Test func `no banned word is used`() throws {
        let words = BannedWord.all
        let findings = try Repository.sources().flatMap { source in
            words.flatMap { $0.findings(in: source) }
        }
        #expect(findings == [])
    }

    @Test func `no loop depends on the order of a set or a dictionary`() throws {
        #expect(try Repository.sources().flatMap(UnorderedWalks.findings) == [])
    }

    @Test func `no Swift file is too long`() throws {
        #expect(try Repository.sources().flatMap(Tidiness.length) == [])
    }

    @Test func `no type hides a module`() throws {
        let modules = Set(ImportTable.modules.map(\.name))
        let findings = try Repository.sources().flatMap {
            Tidiness.typesNamedLikeModules(in: $0, modules: modules)
        }
        #expect(findings == [])
    }

    @Test func `only the simulator, lessons and tests can switch a rule off`() throws {
        #expect(try Repository.sources().flatMap(Tidiness.brokenRules) == [])
    }

    @Test func `every page has one title and links that lead somewhere`() throws {
        let findings = try Repository.pages().flatMap { page in
            try Pages.titles(of: page)
                + Pages.links(of: page, exists: Repository.exists) { path in
                    Page(path: path, text: try Repository.text(path))
                }
        }
        #expect(findings == [])
    }

    @Test func `the README names every lesson`() throws {
        guard Repository.exists("Lessons") else { return }
        let lessons = try Repository.paths(in: "Lessons", ending: ".md")
        if lessons.isEmpty { return }
        let readme = try Repository.text("README.md")
        #expect(Pages.lessonsMissing(from: readme, lessons: lessons) == [])
    }

    @Test func `nothing strange stands at the top level`() throws {
        #expect(Pages.strangers(atTopLevel: try Repository.topLevel()) == [])
    }
}
