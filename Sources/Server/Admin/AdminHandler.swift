import NIOCore
import NIOHTTP1

/// One HTTP connection of the admin port. Requests come one at a time: the pipeline holds further ones
/// back until the response is written.
final class AdminHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let service: AdminService
    /// For the whole of a request, and for the whole of a response: neither idling nor dripping bytes, nor
    /// not reading what is sent, keeps a connection longer. What the server takes to answer does not count.
    private let patience: TimeAmount
    private var deadline: Scheduled<Void>?
    private var head: HTTPRequestHead?
    private var bodySize = 0

    private static let largestBody = 65_536

    init(_ service: AdminService) {
        self.service = service
        patience = .milliseconds(Int64(service.configuration.admin.idleTimeout))
    }

    func channelActive(context: ChannelHandlerContext) {
        waitAnew(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            bodySize = 0
        case .body(let bytes):
            bodySize += bytes.readableBytes
            guard bodySize > Self.largestBody, head != nil else { return }
            head = nil
            write(.bodyTooLarge, keepAlive: false, withBody: true, context: context)
        case .end:
            guard let head else { return }
            self.head = nil
            respond(to: head, context: context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func respond(to head: HTTPRequestHead, context: ChannelHandlerContext) {
        let (service, method, target) = (service, head.method.rawValue, head.uri)
        let (keepAlive, withBody) = (head.isKeepAlive, head.method != .HEAD)
        deadline?.cancel()
        context.eventLoop.makeFutureWithTask {
            await service.answer(method: method, target: target)
        }.assumeIsolated().whenSuccess { response in
            self.write(response, keepAlive: keepAlive, withBody: withBody, context: context)
        }
    }

    private func write(
        _ response: AdminResponse, keepAlive: Bool, withBody: Bool, context: ChannelHandlerContext
    ) {
        waitAnew(context)
        let keepAlive = keepAlive && response.status < 400
        let body = context.channel.allocator.buffer(string: response.body)
        var headers: HTTPHeaders = [
            "Content-Type": response.contentType,
            "Content-Length": "\(body.readableBytes)",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        ]
        if response.status == 405 { headers.add(name: "Allow", value: "GET, HEAD") }
        if !keepAlive { headers.add(name: "Connection", value: "close") }
        let head = HTTPResponseHead(
            version: .http1_1, status: .init(statusCode: response.status), headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if withBody { context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil) }
        context.writeAndFlush(wrapOutboundOut(.end(nil))).assumeIsolated().whenComplete { _ in
            keepAlive ? self.waitAnew(context) : context.close(promise: nil)
        }
    }

    private func waitAnew(_ context: ChannelHandlerContext) {
        deadline?.cancel()
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: patience) {
            context.close(promise: nil)
        }
    }
}
