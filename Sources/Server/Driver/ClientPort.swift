import Logging
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// Listens for clients: on the plain port, on the secure one, or on both.
///
/// Who may stay is decided before a byte is read: so many connections an address (`maxClientCnxns`),
/// so many in all (`maxCnxns`).
final class ClientPort: Sendable {
    let channel: any Channel

    private init(_ channel: any Channel) { self.channel = channel }

    /// - Throws: `ServerError` when the address cannot be listened on.
    static func open(
        _ address: ListenAddress, tls: NIOSSLContext?, backlog: Int, driver: ReplicaDriver
    ) async throws(ServerError) -> ClientPort {
        let bootstrap = ServerBootstrap(group: driver.loop)
            .serverChannelOption(.backlog, value: Int32(clamping: backlog > 0 ? backlog : 511))
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(
                .socketOption(.so_keepalive), value: driver.configuration.tcpKeepAlive ? 1 : 0
            )
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.maxMessagesPerRead, value: 2)
            .childChannelOption(
                .recvAllocator, value: FreshBuffers(minimum: 512, maximum: 131_072)
            )
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let operations = channel.pipeline.syncOperations
                    let client = ClientChannel(driver: driver, isSecure: tls != nil)
                    if let tls { try operations.secure(client, by: tls) }
                    try operations.addHandler(client)
                }
            }
        do {
            let channel = try await bind(bootstrap, to: address)
            // Behind what prepares the connections, as it hears of their troubles too.
            try await channel.eventLoop.submit {
                try channel.pipeline.syncOperations.addHandler(AcceptTroubles(log: driver.log))
            }.get()
            return ClientPort(channel)
        } catch {
            throw ServerError(
                "cannot listen on \(address): \(ServerError.reason(error)). Is another server running there?"
            )
        }
    }

    /// Without a host on all addresses: IPv6's are IPv4's too, where the machine has any.
    private static func bind(
        _ bootstrap: ServerBootstrap, to address: ListenAddress
    ) async throws -> any Channel {
        guard address.host.isEmpty else {
            return try await bootstrap.bind(host: address.host, port: address.port).get()
        }
        do {
            return try await bootstrap.bind(host: "::", port: address.port).get()
        } catch {
            return try await bootstrap.bind(host: "0.0.0.0", port: address.port).get()
        }
    }

    /// Where it listens, with the real port where the configuration said 0.
    var address: String {
        guard let address = channel.localAddress else { return "?" }
        let host = address.ipAddress ?? ""
        return
            "\(host == "::" ? "0.0.0.0" : host)/\(host == "::" ? "0.0.0.0" : host):\(address.port ?? 0)"
    }

    func close() async { try? await channel.close() }
}

/// Where a port listens. An empty host means every address of the machine.
struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    var host: String
    var port: Int

    init(host: String = "", port: Int) {
        self.host = host
        self.port = port
    }

    var description: String { "\(host.isEmpty ? "0.0.0.0" : host):\(port)" }
}

/// Says once a while why clients cannot be accepted (no file descriptors, mostly), or not be made ready; those who are
/// connected are served on. NIO's own handler waits before it tries again.
private final class AcceptTroubles: ChannelInboundHandler {
    typealias InboundIn = any Channel
    private let log: Logger
    private var lastSaid: NIODeadline?

    init(log: Logger) { self.log = log }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let now = NIODeadline.now()
        if lastSaid.map({ now - $0 > .seconds(10) }) ?? true {
            lastSaid = now
            log.error(
                "cannot accept a connection: \(ServerError.reason(error)). Those who are connected are served on."
            )
        }
        context.fireErrorCaught(error)
    }
}
