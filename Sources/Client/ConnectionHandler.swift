import NIOCore

/// Hands what happens on one connection to the client. Both live on the same event loop.
final class ConnectionHandler: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private let client: ZooKeeperClient
    /// Which of the client's connections it is.
    private let number: Int

    init(client: ZooKeeperClient, number: Int) {
        self.client = client
        self.number = number
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        client.assumeIsolated { $0.received(buffer, on: number) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        client.assumeIsolated { $0.ended(number) }
    }

    /// Errors end the connection, and its end is what counts.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
