import Foundation
import Synchronization

/// A server of its own, on a free port of loopback, with an empty data directory.
///
/// Used by one test at a time: the suites that start servers are serialized.
final class ServerProcess: Side, @unchecked Sendable {
    let name: String
    let port: UInt16
    let folder: URL
    private let process = Process()
    private let output = Pipe()
    private let said = Mutex(Data())
    private let isSilent = DispatchSemaphore(value: 0)

    /// Starts it, and waits until it serves.
    ///
    /// - Parameter descriptors: how many files and connections it may have open; as many as here, unless given.
    init(_ program: Program, _ setting: Setting, descriptors: Int? = nil) throws {
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
        var command = try program.command(setting, folder: folder)
        if let descriptors {
            command = ["/bin/sh", "-c", "ulimit -n \(descriptors); exec \"$0\" \"$@\""] + command
        }
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
        if process.isRunning {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        try? FileManager.default.removeItem(at: folder)
    }

    /// Asks it to end, and gives all that it said to its log.
    func end() -> String {
        kill(process.processIdentifier, SIGTERM)
        process.waitUntilExit()
        isSilent.wait()
        return said.withLock { String(decoding: $0, as: UTF8.self) }
    }

    var wallClock: Int64 { Names.wallClock }

    func dial() throws -> any Line { try Socket(port: port) }

    /// Each time that it has something to say, it may have become ready.
    private func waitUntilServing() throws {
        let handle = output.fileHandleForReading
        let deadline = time(nil) + Socket.patience * 2
        while !serves {
            var wait = pollfd(fd: handle.fileDescriptor, events: Int16(POLLIN), revents: 0)
            let patience = Int32(max(0, deadline - time(nil))) * 1000
            guard poll(&wait, 1, patience) > 0 else {
                throw LineError.strange("\(name) does not serve: \(lastWords)")
            }
            guard listen() else { throw LineError.strange("\(name) has ended: \(lastWords)") }
        }
        // A pipe that nobody empties would make the server wait.
        handle.readabilityHandler = { [weak self] _ in
            if let self, listen() { return }
            handle.readabilityHandler = nil
            self?.isSilent.signal()
        }
    }

    /// Takes what it has said since; false at the end.
    private func listen() -> Bool {
        let news = output.fileHandleForReading.availableData
        said.withLock { $0 += news }
        return !news.isEmpty
    }

    private var serves: Bool { (try? word("srvr"))?.contains("Mode: ") == true }

    /// The answer to a four-letter word.
    func word(_ word: String) throws -> String {
        let socket = try Socket(port: port)
        socket.send(Array(word.utf8))
        return String(decoding: try socket.receiveAll(), as: UTF8.self)
    }

    private var lastWords: String {
        said.withLock { String(decoding: $0.suffix(2_000), as: UTF8.self) }
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
