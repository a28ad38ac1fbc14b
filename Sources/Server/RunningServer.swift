import Flight
public import Logging
import NIOCore
import NIOPosix
import NIOSSL
import Replication
import Storage
import Synchronization
import Zab
import Znodes

/// A server that serves. Its ports are bound: each is logged as `binding to port ADDRESS`, which
/// scripts wait for.
public final class RunningServer: Sendable {
    private let driver: ReplicaDriver
    private let storage: DiskStorage
    private let recorder: FlightRecorder?
    private let group: MultiThreadedEventLoopGroup
    private let ports: [ClientPort]
    private let admin: [AdminServer]
    private let failure: Failure

    /// Starts a server: reads its data, binds its ports, serves.
    ///
    /// - Parameters:
    ///   - directory: where every input is recorded, if anywhere.
    ///   - limit: how many bytes that directory may hold before recording ends; nil for 1 GiB.
    public static func start(
        configuration: Configuration, log: Logger, recordTo directory: String?,
        atMost limit: Int? = nil
    ) async throws(ServerError) -> RunningServer {
        try await start(
            try DriverSettings(configuration), configuration, log: log, recordTo: directory,
            atMost: limit)
    }

    /// - Throws: `ServerError` where so few files may be open that no server can be started.
    public static func requireDescriptors() throws(ServerError) {
        try DriverSettings.requireDescriptors()
    }

    static func start(
        _ settings: DriverSettings, _ configuration: Configuration, log: Logger,
        recordTo directory: String?, atMost limit: Int? = nil
    ) async throws(ServerError) -> RunningServer {
        let (storage, recovered, service) = try open(configuration, log)
        let parts = Parts(
            settings: settings, storage: storage,
            start: FlightStart(
                id: id, ensemble: Ensemble(voters: [id]), settings: configuration.replication,
                recovered: recovered, service: service))
        do throws(ServerError) {
            return try await RunningServer(
                configuration, parts, log: log, recordTo: directory, atMost: limit)
        } catch {
            storage.close()
            throw error
        }
    }

    /// A server without others is its own quorum. Its id is the top byte of session ids, as in Apache.
    private static let id = ServerID(1)

    private struct Parts {
        let settings: DriverSettings
        let storage: DiskStorage
        let start: FlightStart
    }

    private init(
        _ configuration: Configuration, _ parts: Parts, log: Logger, recordTo directory: String?,
        atMost limit: Int?
    ) async throws(ServerError) {
        storage = parts.storage
        recorder = try directory.map { directory throws(ServerError) in
            try Self.record(parts.start, to: directory, atMost: limit, log)
        }
        failure = Failure()
        // Connections and the replica share one loop; people who watch get another.
        group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        let start = parts.start
        let replica = Replica(
            id: start.id, ensemble: start.ensemble, settings: start.settings,
            recovered: start.recovered, service: start.service, narrates: false)
        let driver = ReplicaDriver(
            replica: replica, settings: parts.settings, configuration: configuration,
            storage: storage, recorder: recorder, loop: group.next(), log: log,
            failed: { [failure] error in failure.note(error) })
        self.driver = driver
        var ports: [ClientPort] = []
        do {
            try await driver.loop.flatSubmit { driver.start() }.get()
            for (address, tls) in try parts.settings.listeners(configuration) {
                let port = try await ClientPort.open(
                    address, tls: tls, backlog: configuration.clientPortListenBacklog,
                    driver: driver)
                ports.append(port)
                log.info("binding to port \(port.address)\(tls == nil ? "" : " (TLS)")")
            }
        } catch {
            for port in ports { await port.close() }
            try? await driver.loop.submit { driver.stop() }.get()
            recorder?.close()
            try? await group.shutdownGracefully()
            throw error as? ServerError ?? ServerError("\(error)")
        }
        self.ports = ports
        admin = await AdminServer.start(
            configuration: configuration, source: driver, group: group, log: log)
    }

    /// The ports that clients may come to, in the order of the configuration.
    public var clientPorts: [Int] { ports.compactMap { $0.channel.localAddress?.port } }

    /// The ports for those who watch: Prometheus' own, if there is one, and the admin port.
    var adminPorts: [Int] { admin.map(\.port) }

    /// Ends all connections and makes everything durable. The sessions stay.
    public func stop() async {
        for port in ports { await port.close() }
        for server in admin { await server.stop() }
        try? await driver.loop.submit { [driver] in driver.stop() }.get()
        // Waits for the disk, so not on a loop.
        storage.close()
        recorder?.close()
        try? await group.shutdownGracefully()
    }

    /// Returns by throwing, when the server cannot go on.
    public func waitUntilFailure() async throws { throw await failure.wait() }

    // MARK: - Parts

    private static func open(
        _ configuration: Configuration, _ log: Logger
    ) throws(ServerError) -> (DiskStorage, Recovered, Service) {
        do throws(StorageError) {
            return try DiskStorage.open(configuration.storage) { notice in
                log.log(level: notice.level, "\(notice)")
            }
        } catch {
            throw ServerError("\(error)", .dataDirectory)
        }
    }

    private static func record(
        _ start: FlightStart, to directory: String, atMost limit: Int?, _ log: Logger
    ) throws(ServerError) -> FlightRecorder {
        var limits = FlightLimits()
        limits.total = limit ?? limits.total
        do throws(FlightError) {
            return try FlightRecorder(directory: directory, start: start, limits: limits) { end in
                log.warning("recording has ended: \(end)")
            }
        } catch {
            throw ServerError("\(error)")
        }
    }
}

/// What ended a server, for whoever waits for it.
private final class Failure: Sendable {
    private let state = Mutex<
        (error: ServerError?, waiting: [CheckedContinuation<ServerError, Never>])
    >(
        (nil, []))

    func note(_ error: ServerError) {
        let waiting = state.withLock { state in
            if state.error == nil { state.error = error }
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume(returning: error) }
    }

    func wait() async -> ServerError {
        await withCheckedContinuation { continuation in
            let known = state.withLock { state in
                if state.error == nil { state.waiting.append(continuation) }
                return state.error
            }
            if let known { continuation.resume(returning: known) }
        }
    }
}
