import ArgumentParser
import Logging
import Server

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve ZooKeeper's clients.",
        discussion: """
            Takes a standard zoo.cfg; SERVE.md says which keys have an effect. The log goes to standard \
            error. SIGTERM, SIGINT and SIGHUP stop the server gracefully, a second one at once.

            Exit codes: 0 stopped by a signal; 1 failed; 2 wrong usage or a configuration that cannot be \
            used; 3 a data directory that cannot be used.

            Examples:
              zabd serve zoo.cfg
              zabd serve zoo.cfg --check
              zabd serve /etc/zookeeper/conf/zoo.cfg --log-level warning --record flight
              zabd serve zoo.cfg --record flight --record-limit 512M
            """)

    @Argument(help: "The configuration, in the syntax of Java's properties.")
    var file: String

    @Flag(
        help: """
            Say what is wrong with the configuration and what is in effect; serve nothing, change \
            nothing.
            """)
    var check = false

    @Option(
        help: ArgumentHelp(
            "The least severe events that are logged: \(levels).", valueName: "level"),
        transform: { text in
            guard let level = Logger.Level(rawValue: text.lowercased()) else {
                throw ValidationError("it is one of \(levels)")
            }
            return level
        })
    var logLevel = Logger.Level.info

    @Option(
        help: ArgumentHelp(
            "Record every step, for zabscope to show: files readable by you only.",
            valueName: "folder"))
    var record: String?

    @Option(
        help: ArgumentHelp(
            """
            How much the folder may hold before recording ends, as 512M; 1G unless it is given. The \
            server goes on.
            """,
            valueName: "bytes"),
        transform: { text in
            guard let count = ByteCount(text) else {
                throw ValidationError(
                    "it is a number of bytes greater than 0, such as 4096, 64K, 512M or 2G")
            }
            return count
        })
    var recordLimit: ByteCount?

    private static let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")

    func validate() throws {
        if recordLimit != nil, record == nil {
            throw ValidationError("--record-limit needs --record, which says where to.")
        }
    }

    func run() async throws {
        do { try RunningServer.requireDescriptors() } catch { throw Failure.broken(error.message) }
        let reading = ConfigurationReading(file: file)
        if reading.hasErrors || check {
            for problem in reading.problems { Console.complain("\(problem)") }
        }
        if reading.hasErrors { throw Failure(message: "", code: 2) }
        try refuseEnsemble(reading.configuration)
        if check {
            Console.print(reading.configuration.effective.dropLastNewline)
        } else {
            try await serve(reading)
        }
    }

    private func refuseEnsemble(_ configuration: Configuration) throws {
        guard configuration.isEnsemble else { return }
        throw Failure.unusable(
            "\(file) describes an ensemble; this version serves alone. Leave one server.N line or none."
        )
    }

    private func serve(_ reading: ConfigurationReading) async throws {
        let (endings, ending) = AsyncStream.makeStream(of: Ending.self)
        try StopSignals.deliver { ending.yield(.signal($0)) }
        let level = logLevel
        let log = Logger(label: "zabd") { _ in StandardErrorLog(level: level) }
        for problem in reading.problems { log.warning("\(problem.place): \(problem.message)") }

        log.info(
            "zabd \(Zabd.configuration.version) starts",
            metadata: [
                "process": "\(getpid())", "configuration": "\(file)",
                "data": "\(reading.configuration.dataDir)",
            ])
        do {
            try reading.configuration.makeDirectories()
            let server = try await RunningServer.start(
                configuration: reading.configuration, log: log, recordTo: record,
                atMost: recordLimit?.bytes)
            if let record { log.info("every step is recorded in \(record)") }
            CodePages.release()
            Task {
                do {
                    try await server.waitUntilFailure()
                } catch {
                    ending.yield(.failure("\(error)"))
                }
            }
            try await wait(for: endings, of: server, log)
        } catch let error as ServerError {
            throw error.kind == .dataDirectory
                ? Failure.noData(error.message) : Failure.broken(error.message)
        }
    }

    private enum Ending: Sendable {
        case signal(Int32)
        case failure(String)
    }

    private func wait(
        for endings: AsyncStream<Ending>, of server: RunningServer, _ log: Logger
    ) async throws {
        for await ending in endings {
            switch ending {
            case .signal(let number):
                log.info("stopping", metadata: ["signal": "\(number)"])
                await server.stop()
                log.info("stopped")
            case .failure(let message):
                await server.stop()
                throw Failure.broken(message)
            }
            return
        }
    }
}

extension String {
    fileprivate var dropLastNewline: String { hasSuffix("\n") ? String(dropLast()) : self }
}
