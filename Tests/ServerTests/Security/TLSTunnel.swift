import NIOCore
import NIOPosix
import NIOSSL

/// Takes plain connections on a port of its own and passes each on by TLS, so that a client that knows
/// none can talk to a secure port.
final class TLSTunnel: Sendable {
    private let channel: any Channel

    /// - Parameter client: the PEM file with the client's key and certificate; nil to show none.
    init(to port: Int, client: String?) async throws {
        var configuration = TLSConfiguration.makeClientConfiguration()
        let certificates = try TestCertificates.shared.get()
        configuration.trustRoots = .file(certificates.authority)
        configuration.certificateVerification = .noHostnameVerification
        if let client {
            configuration.certificateChain = try NIOSSLCertificate.fromPEMFile(client).map {
                .certificate($0)
            }
            configuration.privateKey = .privateKey(try NIOSSLPrivateKey(file: client, format: .pem))
        }
        let context = try NIOSSLContext(configuration: configuration)
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { near in
                ClientBootstrap(group: near.eventLoop)
                    .channelInitializer { far in
                        far.eventLoop.makeCompletedFuture {
                            let operations = far.pipeline.syncOperations
                            try operations.addHandler(
                                NIOSSLClientHandler(context: context, serverHostname: nil))
                            try operations.addHandler(Passing(to: near))
                        }
                    }
                    .connect(host: "127.0.0.1", port: port)
                    .flatMapThrowing { far in
                        try near.pipeline.syncOperations.addHandler(Passing(to: far))
                    }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    var port: Int { channel.localAddress?.port ?? 0 }

    func close() async throws { try await channel.close() }
}

/// What comes, and the end of it, goes to another channel on the same loop.
private final class Passing: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private let other: any Channel

    init(to other: any Channel) { self.other = other }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        other.writeAndFlush(unwrapInboundIn(data), promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) { other.close(promise: nil) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
