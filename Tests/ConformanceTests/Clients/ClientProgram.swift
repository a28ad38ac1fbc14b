import Dispatch
import Foundation

/// A client as people run it, with all that it wrote.
enum ClientProgram {
    struct Outcome: Equatable, Sendable {
        var code: Int32
        var output: String
        var complaints: String
    }

    /// Seconds after which a client that does not end is ended.
    private static let deadline = 60.0

    /// Runs it to its end; what it reads from its standard input is `input`.
    static func run(
        _ command: [String], input: String = "", in folder: URL
    ) async throws -> Outcome {
        guard FileManager.default.fileExists(atPath: command[0]) else {
            throw LineError.strange(
                "\(command[0]) is missing: apt-get install zookeeper zookeeper-bin python3-kazoo")
        }
        let files = ["in", "out", "err"].map { folder.appending(path: "client.\($0)") }
        for file in files { try Data(input.utf8).write(to: file) }
        for file in files.dropFirst() { try Data().write(to: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.currentDirectoryURL = folder
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder.path, "LC_ALL": "C.UTF-8"]
        // Foundation keeps ended processes, and with them what is open.
        let handles =
            [try FileHandle(forReadingFrom: files[0])]
            + (try files.dropFirst().map { try FileHandle(forWritingTo: $0) })
        defer { for handle in handles { try? handle.close() } }
        process.standardInput = handles[0]
        process.standardOutput = handles[1]
        process.standardError = handles[2]
        let watchdog = DispatchSource.makeTimerSource()
        watchdog.schedule(deadline: .now() + deadline)
        watchdog.setEventHandler { kill(process.processIdentifier, SIGKILL) }
        defer { watchdog.cancel() }
        let code: Int32 = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do {
                try process.run()
                watchdog.resume()
            } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
        let texts = try files.dropFirst().map {
            String(decoding: try Data(contentsOf: $0), as: UTF8.self)
        }
        return Outcome(code: code, output: texts[0], complaints: texts[1])
    }
}

/// Takes times, sessions, zxids and ports out of what a client wrote: they differ from run to run.
struct Transcript {
    private var zxids: [Substring] = []

    /// Zxids are numbered in the order in which they first appear.
    mutating func normal(_ text: String) -> [String] {
        var lines: [String] = []
        for line in text.split(separator: "\n") {
            var line = String(line)
            line.replace(/[cm]time ?= ?.*/, with: "(a time)")
            line.replace(/time = \d+ msec/, with: "(a duration)")
            line.replace(/0x[0-9a-f]{12,}/, with: "(a session)")
            line.replace(/127\.0\.0\.1:\d+/, with: "(an address)")
            line.replace(/([cmp]zxid ?= ?)(?:0x)?([0-9a-f]+)/.ignoresCase()) { match in
                "\(match.1)(zxid \(number(of: match.2)))"
            }
            lines.append(line)
        }
        return lines
    }

    private mutating func number(of zxid: Substring) -> Int {
        if let index = zxids.firstIndex(of: zxid) { return index + 1 }
        zxids.append(zxid)
        return zxids.count
    }
}
