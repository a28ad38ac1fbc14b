import Foundation

/// A server under measurement, in a folder of its own.
final class Contender {
    enum Kind: String { case apache, zabd, recording }

    let kind: Kind
    let port: UInt16
    private let folder: URL
    private var process = Process()
    private var output = Pipe()

    /// Makes its configuration; `start()` starts it.
    init(_ kind: Kind) throws {
        self.kind = kind
        folder = FileManager.default.temporaryDirectory.appending(
            path: "zabscope-bench-\(ProcessInfo.processInfo.processIdentifier)-\(kind)")
        try? FileManager.default.removeItem(at: folder)
        try FileManager.default.createDirectory(
            at: folder.appending(path: "data"), withIntermediateDirectories: true)
        port = try Self.freePort()
        try write(
            """
            tickTime=2000
            dataDir=\(folder.path)/data
            clientPort=\(port)
            clientPortAddress=127.0.0.1
            maxClientCnxns=0
            admin.enableServer=false
            4lw.commands.whitelist=*

            """, to: "zoo.cfg")
        try write(
            """
            log4j.rootLogger=WARN, console
            log4j.appender.console=org.apache.log4j.ConsoleAppender
            log4j.appender.console.layout=org.apache.log4j.SimpleLayout

            """, to: "log4j.properties")
    }

    deinit {
        stop(by: SIGKILL)
        try? FileManager.default.removeItem(at: folder)
    }

    /// Starts it; seconds until a session could be opened.
    @discardableResult
    func start() throws -> Double {
        let command = try command
        process = Process()
        output = Pipe()
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        let start = ContinuousClock.now
        try process.run()
        let descriptor = output.fileHandleForReading.fileDescriptor
        // A session asked for before Java's server runs may never be answered, so a word goes first.
        while (try? LoadConnection.word("srvr", port: port))?.contains("Mode: ") != true {
            guard process.isRunning, ContinuousClock.now - start < .seconds(600) else {
                throw BenchError("\(kind) does not serve")
            }
            // Whatever it says may mean that it is ready; it need not say anything.
            var news = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            if poll(&news, 1, 2) > 0 { _ = output.fileHandleForReading.availableData }
        }
        _ = try LoadConnection(port: port)
        let time = (ContinuousClock.now - start) / .seconds(1)
        output.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
        return time
    }

    func stop(by signal: Int32 = SIGTERM) {
        guard process.isRunning else { return }
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        output.fileHandleForReading.readabilityHandler = nil
    }

    /// Resident memory in bytes.
    var memory: Double {
        get throws {
            let ps = Process()
            let answer = Pipe()
            ps.executableURL = URL(fileURLWithPath: "/bin/ps")
            ps.arguments = ["-o", "rss=", "-p", "\(process.processIdentifier)"]
            ps.standardOutput = answer
            try ps.run()
            ps.waitUntilExit()
            let text = String(decoding: answer.fileHandleForReading.availableData, as: UTF8.self)
            guard let kilobytes = Double(text.filter(\.isNumber)) else {
                throw BenchError("ps says \(text)")
            }
            return kilobytes * 1_024
        }
    }

    private var command: [String] {
        get throws {
            let configuration = "\(folder.path)/zoo.cfg"
            let zabd = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
                .appending(path: "zabd").path
            switch kind {
            case .zabd: return [zabd, "serve", "--log-level", "warning", configuration]
            case .recording:
                return [
                    zabd, "serve", "--log-level", "warning", "--record", "\(folder.path)/flight",
                    configuration,
                ]
            case .apache:
                let jars = [
                    "zookeeper", "zookeeper-jute", "slf4j-api", "slf4j-log4j12", "log4j-1.2",
                    "netty-all", "metrics-core", "snappy-java", "commons-cli", "commons-io",
                ].map { "/usr/share/java/\($0).jar" }
                guard FileManager.default.fileExists(atPath: jars[0]) else {
                    throw BenchError("\(jars[0]) is missing: apt-get install zookeeper")
                }
                return [
                    "/usr/bin/java", "-Xmx1g", "-Djava.net.preferIPv4Stack=true",
                    "-Dzookeeper.jmx.log4j.disable=true",
                    "-Dlog4j.configuration=file:\(folder.path)/log4j.properties", "-cp",
                    jars.joined(separator: ":"),
                    "org.apache.zookeeper.server.quorum.QuorumPeerMain", configuration,
                ]
            }
        }
    }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: name))
    }

    private static func freePort() throws -> UInt16 {
        #if canImport(Darwin)
            let stream = SOCK_STREAM
        #else
            let stream = Int32(SOCK_STREAM.rawValue)
        #endif
        let listener = socket(AF_INET, stream, 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let failed = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) != 0 || getsockname(listener, $0, &size) != 0
            }
        }
        if failed { throw BenchError("no free port") }
        return UInt16(bigEndian: address.sin_port)
    }
}
