import Foundation

/// The house rules for Markdown pages and for the top level.
enum Pages {
    static let topLevel: Set<String> = [
        "Package.swift", "Package.resolved", "Makefile", "README.md", "LICENSE", "Sources", "Tests",
        "Lessons", "Output",
    ]

    static func titles(of page: Page) -> [Finding] {
        let titles = page.headings.filter { $0.level == 1 }
        if titles.isEmpty { return [Finding(page.path, "a page has a title: one line `# …`")] }
        return titles.dropFirst().map {
            Finding(page.path, line: $0.line, "a second title; use `##`: \($0.title)")
        }
    }

    /// Relative links lead to a file that is kept in the repository, and to a heading that it has.
    ///
    /// `read` gives the page at a path from the root, nil where none is.
    static func links(
        of page: Page, exists: (String) -> Bool, read: (String) throws -> Page?
    ) rethrows -> [Finding] {
        try page.links.compactMap { target, line in
            if target.contains(/^[a-z][a-z0-9+.-]*:/) || target.hasPrefix("//") { return nil }
            let parts = target.split(
                separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
            guard let path = resolve(String(parts[0]), from: page.path) else {
                return Finding(page.path, line: line, "\(target) leads out of the repository")
            }
            guard exists(path), !path.hasPrefix("Output/drawn"), !path.hasPrefix(".build") else {
                return Finding(page.path, line: line, "\(target) leads to no kept file")
            }
            guard parts.count == 2, path.hasSuffix(".md"), let other = try read(path) else {
                return nil
            }
            return other.anchors.contains(String(parts[1]))
                ? nil : Finding(page.path, line: line, "\(path) has no heading #\(parts[1])")
        }
    }

    static func lessonsMissing(from readme: String, lessons: [String]) -> [Finding] {
        lessons.filter { !readme.contains($0) }
            .map { Finding("README.md", "names every lesson, but not \($0)") }
    }

    static func strangers(atTopLevel names: [String]) -> [Finding] {
        names.filter { !$0.hasPrefix(".") && !topLevel.contains($0) }.map {
            Finding($0, "does not belong at the top level; there are \(topLevel.sorted())")
        }
    }

    /// The path from the root that `link`, standing on `page`, leads to.
    private static func resolve(_ link: String, from page: String) -> String? {
        if link.isEmpty { return page }
        var folders =
            link.hasPrefix("/") ? [] : page.split(separator: "/").dropLast().map(String.init)
        for part in link.split(separator: "/") {
            switch part {
            case ".": continue
            case "..": if folders.popLast() == nil { return nil }
            default: folders.append(String(part))
            }
        }
        return folders.joined(separator: "/").removingPercentEncoding
    }
}
