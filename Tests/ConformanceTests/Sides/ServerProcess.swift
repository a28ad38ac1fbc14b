import Foundation

/// A server of its own, on a free port of loopback, with an empty data directory.
///
/// Used by one test at a time: the suites that start servers are serialized.
final class ServerProcess: Side, @unchecked Sendable {
    let name: String
    let port: UInt16
    let folder: URL
    private let process = Process()
    private let output = Pipe()

    /// Starts it, and waits until it serves.
    init(_ program: Program, _ setting: Setting) throws {
        name = "\(program) (\(setting))"
        port = try Socket.freePort()
        folder = try FileManager.default.url(
            for: .itemReplacementDirectory, in: .userDomainMask,
            appropriateFor: FileManager.default.temporaryDirectory, create: true)
        let data = folder.appending(path: "data")
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        let configuration = folder.appending(path: "zoo.cfg")
        let lines =
            setting.lines + [
                "dataDir=\(data.path)", "clientPort=\(port)", "clientPortAddress=127.0.0.1",
                "admin.enableServer=false", "4lw.commands.whitelist=*", "maxClientCnxns=0",
            ]
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: configuration)
        let command = try program.command(setting, folder: folder)
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = command.dropFirst() + [configuration.path]
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        do {
            try waitUntilServing()
        } catch {
            stop()
            throw error
        }
    }

    deinit { stop() }

    /// Ends it and takes its files away.
    func stop() {
        output.fileHandleForReading.readabilityHandler = nil
        if process.isRunning {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        try? FileManager.default.removeItem(at: folder)
    }

    var wallClock: Int64 { Names.wallClock }

    func dial() throws -> any Line { try Socket(port: port) }

    /// Each time that it has something to say, it may have become ready.
    private func waitUntilServing() throws {
        let handle = output.fileHandleForReading
        let deadline = time(nil) + Socket.patience * 2
        var said = Data()
        while !serves {
            var wait = pollfd(fd: handle.fileDescriptor, events: Int16(POLLIN), revents: 0)
            let patience = Int32(max(0, deadline - time(nil))) * 1000
            guard poll(&wait, 1, patience) > 0 else {
                throw LineError.strange("\(name) does not serve: \(Self.end(of: said))")
            }
            let news = handle.availableData
            guard !news.isEmpty else {
                throw LineError.strange("\(name) has ended: \(Self.end(of: said))")
            }
            said += news
        }
        // A pipe that nobody empties would make the server wait.
        handle.readabilityHandler = { _ = $0.availableData }
    }

    private var serves: Bool { (try? word("srvr"))?.contains("Mode: ") == true }

    /// The answer to a four-letter word.
    func word(_ word: String) throws -> String {
        let socket = try Socket(port: port)
        socket.send(Array(word.utf8))
        return String(decoding: try socket.receiveAll(), as: UTF8.self)
    }

    private static func end(of text: Data) -> String {
        String(decoding: text.suffix(2_000), as: UTF8.self)
    }
}

extension Setting {
    /// Lines of zoo.cfg.
    fileprivate var lines: [String] {
        switch self {
        case .plain: ["tickTime=2000"]
        case .rich:
            [
                "tickTime=200", "maxSessionTimeout=60000", "extendedTypesEnabled=true",
                "enforceQuota=true", "reconfigEnabled=true",
                "DigestAuthenticationProvider.superDigest=\(Self.superDigest)",
                // Java's server wants this one on its command line.
                "znode.container.checkIntervalMs=200",
            ]
        }
    }

    /// The superuser's password is "test".
    static let superDigest = "super:D/InIHSb7yEEbrWz8b9l71RjZJU="
}
