import NIOCore
import NIOSSL
import Znodes

/// Tells a secure connection who its client is, when TLS has verified the client's certificate
/// (`NettyServerCnxnFactory.CertificateVerifier`, `X509AuthenticationProvider`).
///
/// It stands between TLS and the connection until the first bytes come: then the handshake is over.
final class ClientCertificate: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let tls: NIOSSLServerHandler
    private let superUser: String?
    private let identify: ([Identity]) -> Void
    private let handshakeFailed: () -> Void

    /// - Parameters:
    ///   - superUser: the name that may do everything (`X509AuthenticationProvider.superUser`).
    ///   - identify: is told the identities, where there is a certificate.
    ///   - handshakeFailed: is called when client and server find no common ground.
    init(
        of tls: NIOSSLServerHandler, superUser: String?,
        identify: @escaping ([Identity]) -> Void, handshakeFailed: @escaping () -> Void
    ) {
        self.tls = tls
        self.superUser = superUser
        self.identify = identify
        self.handshakeFailed = handshakeFailed
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if let certificate = tls.peerCertificate {
            guard let der = try? certificate.toDERBytes(),
                let name = CertificateSubject.name(in: der)
            else { return context.close(promise: nil) }
            identify(Self.identities(of: name, superUser: superUser))
        }
        context.fireChannelRead(data)
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if case .handshakeFailed = error as? NIOSSLError { handshakeFailed() }
        context.fireErrorCaught(error)
    }

    /// The super user is itself as well.
    static func identities(of name: String, superUser: String?) -> [Identity] {
        let own = Identity(scheme: "x509", id: name)
        return name == superUser ? [Identity(scheme: "super", id: name), own] : [own]
    }
}

extension ChannelPipeline.SynchronousOperations {
    /// TLS, and who the client is by it.
    func secure(_ client: ClientChannel, by context: NIOSSLContext) throws {
        let tls = NIOSSLServerHandler(context: context)
        try addHandler(tls)
        try addHandler(
            ClientCertificate(
                of: tls, superUser: client.driver.configuration.x509SuperUser,
                identify: client.identify,
                handshakeFailed: { client.driver.metrics.unsuccessfulHandshakes += 1 }))
    }
}
