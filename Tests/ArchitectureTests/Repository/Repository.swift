import Foundation

/// The files of this repository, by their paths from its root.
enum Repository {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent()  // Repository
        .deletingLastPathComponent()  // ArchitectureTests
        .deletingLastPathComponent()  // Tests
        .deletingLastPathComponent()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    static func topLevel() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.path).sorted()
    }

    /// Paths below `folder` that end so, sorted; hidden folders are left out.
    static func paths(in folder: String = "", ending suffix: String) throws -> [String] {
        let names = try FileManager.default
            .contentsOfDirectory(atPath: root.appending(path: folder).path).sorted()
        return try names.filter { !$0.hasPrefix(".") }.flatMap { name in
            let path = folder.isEmpty ? name : folder + "/" + name
            return isFolder(path)
                ? try paths(in: path, ending: suffix) : path.hasSuffix(suffix) ? [path] : []
        }
    }

    /// Every Swift file of the package's targets.
    static func sources() throws -> [SwiftSource] { try readSources.get() }

    /// Read once for all checks.
    private static let readSources = Result {
        try ["Sources", "Tests"].flatMap { try paths(in: $0, ending: ".swift") }
            .map { SwiftSource(path: $0, text: try text($0)) }
    }

    static func pages() throws -> [Page] {
        try paths(ending: ".md").map { Page(path: $0, text: try text($0)) }
    }

    private static func isFolder(_ path: String) -> Bool {
        var folder: ObjCBool = false
        let found = FileManager.default.fileExists(
            atPath: root.appending(path: path).path, isDirectory: &folder)
        return found && folder.boolValue
    }
}
