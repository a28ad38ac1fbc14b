import Foundation
import Testing

/// A folder of its own, in which the built command is run as a script would run it.
final class Workbench: Sendable {
    let folder: URL

    init() throws {
        folder = try FileManager.default.url(
            for: .itemReplacementDirectory, in: .userDomainMask,
            appropriateFor: FileManager.default.temporaryDirectory, create: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// What a process left behind.
    struct Outcome: Equatable {
        /// The exit code; negative, the signal that ended it.
        var code: Int32
        var bytes: Data
        var complaint: String

        var text: String { String(decoding: bytes, as: UTF8.self) }
        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    }

    /// Runs `zabscope` here, with nothing to read from and no terminal.
    func zabscope(_ arguments: String...) async throws -> Outcome {
        try await run(Self.command, arguments)
    }

    /// The same for a line of arguments without spaces of their own.
    func zabscope(line: String) async throws -> Outcome {
        try await run(Self.command, line.split(separator: " ").map(String.init))
    }

    /// The same with no more than so many KiB of address space, where the system can say so.
    func zabscope(memory kibibytes: Int, line: String) async throws -> Outcome {
        let script = "ulimit -v \(kibibytes) 2>/dev/null; exec \"$@\""
        let words = line.split(separator: " ").map(String.init)
        return try await run(
            URL(fileURLWithPath: "/bin/sh"), ["-c", script, "sh", Self.command.path] + words)
    }

    func run(_ program: URL, _ arguments: [String]) async throws -> Outcome {
        let streams = try FileManager.default.url(
            for: .itemReplacementDirectory, in: .userDomainMask,
            appropriateFor: FileManager.default.temporaryDirectory, create: true)
        defer { try? FileManager.default.removeItem(at: streams) }
        let (output, complaint) = (streams.appending(path: "out"), streams.appending(path: "err"))
        for file in [output, complaint] { try Data().write(to: file) }
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = [
            "PATH": "/usr/bin:/bin", "HOME": folder.path, "TERM": "xterm-256color",
            "ZABSCOPE_LESSONS": Self.lessons.path,
        ]
        process.standardInput = FileHandle.nullDevice
        // Foundation keeps ended processes, and with them what is open.
        let handles = try [output, complaint].map { try FileHandle(forWritingTo: $0) }
        defer { for handle in handles { try? handle.close() } }
        process.standardOutput = handles[0]
        process.standardError = handles[1]
        let code: Int32 = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { ended in
                let isExit = ended.terminationReason == .exit
                let status = ended.terminationStatus
                continuation.resume(returning: isExit ? status : -status)
            }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
        return Outcome(
            code: code, bytes: try Data(contentsOf: output),
            complaint: String(decoding: try Data(contentsOf: complaint), as: UTF8.self))
    }

    // MARK: Files

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: name))
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: folder.appending(path: name))
    }

    func read(_ name: String) throws -> Data {
        try Data(contentsOf: folder.appending(path: name))
    }

    func text(_ name: String) throws -> String { String(decoding: try read(name), as: UTF8.self) }

    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(
            at: folder.appending(path: name), withIntermediateDirectories: true)
    }

    /// Every file below, by its path from here, sorted.
    var files: [String] {
        let names = FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String]
        return (names ?? []).filter { name in
            var isFolder: ObjCBool = false
            let path = folder.appending(path: name).path
            return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
                && !isFolder.boolValue
        }.sorted()
    }

    // MARK: Where things are

    static let lessons = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Lessons")

    static let lessonNames: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: lessons.path)) ?? []
        return files.filter { $0.first?.isNumber == true && $0.hasSuffix(".md") }
            .map { String($0.dropLast(3)) }.sorted()
    }()

    /// The command is built beside the test bundle.
    static let command: URL = {
        let bundle = Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" }
        let program = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
        return (bundle ?? program).resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "zabscope")
    }()
}

/// Short scenarios that the tests share.
enum Story {
    static let write = """
        ensemble 3
        start all
        run until leader established
        connect c1 to s2
        c1 create /a "x"

        """

    /// s3 leads, so this fails, in line 4.
    static let failing = """
        ensemble 3
        start all
        run until leader established
        expect leader s1

        """
}
