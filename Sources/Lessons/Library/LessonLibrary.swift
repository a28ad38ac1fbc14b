import Foundation

/// The lessons that came with the command: a folder of pages named `NN-slug.md`.
public struct LessonLibrary: Sendable {
    public let folder: String
    /// The paths of the pages, in the order of their numbers.
    public let pages: [String]

    public init?(folder: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let pages = names.filter(Self.isPage).sorted()
        guard !pages.isEmpty else { return nil }
        self.folder = folder
        self.pages = pages.map { folder + "/" + $0 }
    }

    /// The nearest library: `ZABSCOPE_LESSONS`, a `Lessons` folder here or above, or beside the command,
    /// in its checkout or in `share/zabscope` where it was installed.
    public static func nearest(command: String = CommandLine.arguments[0]) -> LessonLibrary? {
        let environment = ProcessInfo.processInfo.environment
        if let folder = environment["ZABSCOPE_LESSONS"] { return LessonLibrary(folder: folder) }
        let here = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
        let executable = Bundle.main.executableURL ?? URL(fileURLWithPath: command)
        for start in [here, executable.resolvingSymlinksInPath().deletingLastPathComponent()] {
            var folder = start.standardizedFileURL
            while true {
                for candidate in ["Lessons", "share/zabscope/Lessons"] {
                    let path = folder.appendingPathComponent(candidate).path
                    if let library = LessonLibrary(folder: path) { return library }
                }
                if folder.path == "/" { break }
                folder.deleteLastPathComponent()
            }
        }
        return nil
    }

    /// The page called `name`: `04-first-election`, `4`, `04` or `first-election`.
    public func page(named name: String) -> String? {
        pages.first { path in
            let slug = Self.name(of: path)
            guard let dash = slug.firstIndex(of: "-") else { return false }
            let number = Int(slug[..<dash])
            return slug == name || slug[slug.index(after: dash)...] == name
                || number != nil && number == Int(name)
        }
    }

    public var names: [String] { pages.map(Self.name) }

    /// `Lessons/04-first-election.md` is the lesson `04-first-election`.
    public static func name(of path: String) -> String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        return file.hasSuffix(".md") ? String(file.dropLast(3)) : file
    }

    private static func isPage(_ name: String) -> Bool {
        name.hasSuffix(".md") && name.prefix { $0.isNumber }.count == 2
            && name.dropFirst(2).first == "-"
    }
}
