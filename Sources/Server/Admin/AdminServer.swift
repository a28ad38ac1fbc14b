public import Logging
public import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// An HTTP port for people and monitoring (`JettyAdminServer`, `PrometheusMetricsProvider`).
///
/// Unlike Apache's it listens on this machine only, unless the configuration names an address. A port
/// that cannot be opened is a warning: clients are served all the same.
public final class AdminServer: Sendable {
    /// Where it listens, as `127.0.0.1:8080`.
    public let address: String
    public let port: Int
    private let channel: any Channel
    private let connections: Connections

    /// So many at once are enough for anyone who watches.
    static let mostConnections = 64

    private init(channel: any Channel, connections: Connections) {
        self.channel = channel
        self.connections = connections
        port = channel.localAddress?.port ?? 0
        address = "\(channel.localAddress?.ipAddress ?? "?"):\(port)"
    }

    /// Opens the ports that the configuration asks for: one for commands and metrics, and one for
    /// Prometheus alone. Those that could not be opened are logged and left out.
    public static func start(
        configuration: Configuration, source: any StatusSource, group: any EventLoopGroup,
        log: Logger
    ) async -> [AdminServer] {
        var servers: [AdminServer] = []
        let (admin, prometheus) = (configuration.admin, configuration.prometheus)
        if admin.enableServer {
            let service = AdminService(
                content: .everything, configuration: configuration, source: source)
            servers += await open(
                service, admin.serverAddress, admin.serverPort, keys: "admin.serverPort",
                group: group, log: log)
        }
        if prometheus.isEnabled {
            let service = AdminService(
                content: .metrics, configuration: configuration, source: source)
            servers += await open(
                service, prometheus.httpHost, prometheus.httpPort, keys: "metricsProvider.httpPort",
                group: group, log: log)
        }
        return servers
    }

    /// Closes the port and all its connections.
    public func stop() async {
        try? await channel.close()
        connections.closeAll()
    }

    private static func open(
        _ service: AdminService, _ host: String, _ port: Int, keys: String,
        group: any EventLoopGroup, log: Logger
    ) async -> [AdminServer] {
        do {
            let server = try await bind(service, host, port, on: group.next())
            let what =
                service.content == .metrics ? "/metrics" : service.configuration.admin.commandURL
            log.info("serving http://\(server.address)\(what)")
            return [server]
        } catch {
            log.warning(
                "cannot serve HTTP on \(host):\(port); clients are served without it. Set \(keys)",
                metadata: ["error": "\(ServerError.reason(error))"])
            return []
        }
    }

    private static func bind(
        _ service: AdminService, _ host: String, _ port: Int, on loop: any EventLoop
    ) async throws -> AdminServer {
        let connections = Connections()
        let channel = try await ServerBootstrap(group: loop)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                guard connections.admit(channel) else { return channel.close() }
                return channel.eventLoop.makeCompletedFuture {
                    var limits = NIOHTTPDecoderLimitConfiguration()
                    limits.maxHeaderFieldSize = 8_192
                    limits.maxHeaderListSize = 32_768
                    limits.maxHeaderFieldCount = 64
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.configureHTTPServerPipeline(
                        withEncoderConfiguration: .init(), withDecoderLimitConfiguration: limits)
                    try pipeline.addHandler(AdminHandler(service))
                }
            }
            .bind(host: host, port: port).get()
        return AdminServer(channel: channel, connections: connections)
    }
}

/// The open connections of one port, so that there are not too many and none outlives the server.
private final class Connections: Sendable {
    private let open = Mutex<[ObjectIdentifier: any Channel]>([:])

    func admit(_ channel: any Channel) -> Bool {
        let id = ObjectIdentifier(channel)
        let isAdmitted = open.withLock { open in
            guard open.count < AdminServer.mostConnections else { return false }
            open[id] = channel
            return true
        }
        if isAdmitted {
            channel.closeFuture.whenComplete { _ in self.open.withLock { $0[id] = nil } }
        }
        return isAdmitted
    }

    func closeAll() {
        for channel in open.withLock({ Array($0.values) }) { channel.close(promise: nil) }
    }
}
