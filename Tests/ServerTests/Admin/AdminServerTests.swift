import Logging
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import Server

@Suite struct `Admin port` {
    /// A server's status that never changes, and what was done to it.
    private final class Stillness: StatusSource {
        let actions = Mutex<[StatusAction]>([])
        let asked = Mutex<[StatusDetail]>([])

        func status(with details: StatusDetail) async -> ServerStatus {
            asked.withLock { $0.append(details) }
            return Apache.standalone
        }

        func perform(_ action: StatusAction) async { actions.withLock { $0.append(action) } }
    }

    private static let silence = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// An admin port with an address of its own for the time of `body`.
    private func withServer(
        configured change: (inout Configuration) -> Void = { _ in },
        _ body: (_ port: Int, _ source: Stillness) async throws -> Void
    ) async throws {
        var configuration = Apache.configuration
        configuration.admin.serverPort = 0
        change(&configuration)
        let source = Stillness()
        let servers = await AdminServer.start(
            configuration: configuration, source: source,
            group: MultiThreadedEventLoopGroup.singleton, log: Self.silence)
        let server = try #require(servers.last)
        do {
            try await body(server.port, source)
        } catch {
            for server in servers { await server.stop() }
            throw error
        }
        for server in servers { await server.stop() }
    }

    /// Sends bytes, and gives the open connection and, once the server closes it, all that it said.
    private func send(
        _ port: Int, _ bytes: [UInt8]
    ) async throws -> (channel: any Channel, answer: EventLoopFuture<String>) {
        let group = MultiThreadedEventLoopGroup.singleton
        let all = group.any().makePromise(of: String.self)
        let channel = try await ClientBootstrap(group: group)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Collector(bytes, all))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        // No more than a guard: on a busy machine other tests keep the threads for long.
        let patience = TimeAmount.minutes(2)
        let deadline = channel.eventLoop.scheduleTask(in: patience) {
            all.fail(ChannelError.connectTimeout(patience))
        }
        all.futureResult.whenComplete { _ in deadline.cancel() }
        return (channel, all.futureResult)
    }

    private func exchange(_ port: Int, _ bytes: [UInt8]) async throws -> String {
        try await send(port, bytes).answer.get()
    }

    private func exchange(_ port: Int, _ request: String) async throws -> String {
        try await exchange(port, Array(request.utf8))
    }

    private func get(_ port: Int, _ target: String, _ method: String = "GET") async throws -> String
    {
        try await exchange(
            port, "\(method) \(target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    }

    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer
        private let bytes: [UInt8]
        private let all: EventLoopPromise<String>
        private var text = ""

        init(_ bytes: [UInt8], _ all: EventLoopPromise<String>) {
            self.bytes = bytes
            self.all = all
        }

        /// At once: a test's task may have to wait for its turn, and the server's patience is short.
        func channelActive(context: ChannelHandlerContext) {
            // The server may refuse the rest of what it is sent.
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            text += String(buffer: unwrapInboundIn(data))
        }

        func channelInactive(context: ChannelHandlerContext) { all.succeed(text) }

        /// A reset ends what was said.
        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }

    @Test func `a command is answered in JSON`() async throws {
        try await withServer { port, source in
            let answer = try await get(port, "/commands/ruok")
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.contains("\r\nContent-Type: application/json\r\n"))
            #expect(answer.contains("\r\nContent-Length: 42\r\n"))
            #expect(answer.hasSuffix("\r\n\r\n{\n  \"command\" : \"ruok\",\n  \"error\" : null\n}"))
            #expect(source.asked.withLock { $0 } == [[]])
        }
    }

    @Test func `the list links every command`() async throws {
        try await withServer { port, _ in
            let list = try await get(port, "/commands")
            #expect(try await get(port, "/commands/") == list)
            for command in AdminCommand.all {
                let name = command.name
                #expect(list.contains("<a href=\"/commands/\(name)\">\(name)</a>\n<br/>\n"))
                #expect(
                    try await get(port, "/commands/\(name)").contains("\"command\" : \"\(name)\""))
            }
        }
    }

    @Test func `an unknown command is an answer, too`() async throws {
        try await withServer { port, _ in
            let answer = try await get(port, "/commands/n%22ope")
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.hasSuffix(#"  "error" : "Unknown command: n\"ope"\#n}"#))
        }
    }

    @Test func `what a command changes is done`() async throws {
        try await withServer { port, source in
            _ = try await get(port, "/commands/crst")
            _ = try await get(port, "/commands/stat_reset")
            let answer = try await get(port, "/commands/stmk?x&traceMask=12&y=%20")
            #expect(answer.contains("\"tracemask\" : 12"))
            _ = try await get(port, "/commands/stmk?traceMask=%zz")
            #expect(
                source.actions.withLock { $0 } == [
                    .resetConnections, .resetStatistics, .setTraceMask(12),
                ])
        }
    }

    @Test(arguments: [
        ("GET", "/", 404), ("GET", "/commandsx", 404), ("GET", "/commands/%ff", 404),
        ("GET", "/commands/%4", 404), ("GET", "*", 404), ("POST", "/commands/ruok", 405),
        ("DELETE", "/nothing", 405), ("OPTIONS", "*", 405),
        ("GET", "/" + String(repeating: "a", count: 3_000), 414),
    ]) func `what is not served is refused`(method: String, target: String, code: Int) async throws
    {
        try await withServer { port, _ in
            let answer = try await get(port, target, method)
            #expect(answer.hasPrefix("HTTP/1.1 \(code) "))
            #expect(answer.contains("\r\nAllow: GET, HEAD\r\n") == (code == 405))
        }
    }

    @Test func `HEAD is GET without the body`() async throws {
        try await withServer { port, _ in
            let head = try await get(port, "/commands/ruok", "HEAD")
            let full = try await get(port, "/commands/ruok")
            #expect(head.hasSuffix("\r\n\r\n"))
            #expect(full.hasPrefix(head))
        }
    }

    @Test func `requests in one connection are answered in order`() async throws {
        try await withServer { port, _ in
            let one = "GET /commands/ruok HTTP/1.1\r\nHost: x\r\n\r\n"
            let last = "GET /commands/dirs HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            let answer = try await exchange(port, one + one + last)
            let commands = answer.matches(of: /"command" : "(\w+)"/).map { String($0.1) }
            #expect(commands == ["ruok", "ruok", "dirs"])
        }
    }

    @Test(
        arguments: [
            [UInt8](repeating: 0, count: 100),
            [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC, 0x03, 0x03],
            Array("ruok\r\n\r\n".utf8), Array("\u{1}\u{2}/ HTTP/9.9\r\n\r\n".utf8),
            Array("GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n".utf8),
            Array("GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n".utf8),
            Array("GET / HTTP/1.1\r\nX: \(String(repeating: "x", count: 10_000))\r\n\r\n".utf8),
            Array(("GET / HTTP/1.1\r\n" + String(repeating: "X: x\r\n", count: 70) + "\r\n").utf8),
            Array("GET /\(String(repeating: "x", count: 1_000_000)) HTTP/1.1\r\n\r\n".utf8),
            Array(
                "POST / HTTP/1.1\r\nContent-Length: 100000\r\n\r\n\(String(repeating: "x", count: 100_000))"
                    .utf8),
        ] as [[UInt8]]) func `garbage ends its connection only`(bytes: [UInt8]) async throws
    {
        try await withServer { port, source in
            let answer = try await exchange(port, bytes)
            #expect(
                answer.isEmpty || answer.hasPrefix("HTTP/1.1 4") || answer.hasPrefix("HTTP/1.0 4"))
            #expect(source.asked.withLock { $0 } == [])
            #expect(try await get(port, "/commands/ruok").contains(" 200 OK"))
        }
    }

    @Test func `a silent or a slow client is sent away`() async throws {
        try await withServer(configured: { $0.admin.idleTimeout = 50 }) { port, _ in
            let silent = try await exchange(port, "")
            let slow = try await exchange(port, "GET /commands/ruok HT")
            #expect(silent == "" && slow == "")
        }
    }

    /// However long the answer takes: the patience is with the client.
    @Test func `a connection that is kept for nothing is closed after its answer`() async throws {
        try await withServer(configured: { $0.admin.idleTimeout = 1_000 }) { port, _ in
            let idle = try await exchange(
                port, "GET /commands/ruok HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(idle.hasPrefix("HTTP/1.1 200 OK"))
        }
    }

    /// The server has the patience to keep the first of them however long this task waits for its turns.
    @Test func `too many connections at once are turned away`() async throws {
        try await withServer(configured: { $0.admin.idleTimeout = 3_600_000 }) { port, _ in
            var held: [any Channel] = []
            for _ in 0..<AdminServer.mostConnections {
                held.append(try await send(port, []).channel)
            }
            #expect(try await get(port, "/commands/ruok") == "")
            for channel in held { try await channel.close() }
        }
    }

    @Test func `metrics in Prometheus' text`() async throws {
        try await withServer { port, source in
            let answer = try await get(port, "/metrics")
            #expect(
                answer.contains("\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"))
            #expect(
                answer.contains(
                    """
                    # HELP znode_count znode_count
                    # TYPE znode_count gauge
                    znode_count 10.0

                    """))
            #expect(
                answer.contains(
                    """
                    # TYPE fsynctime summary
                    fsynctime{quantile="0.5",} 0.0
                    fsynctime_count 3.0
                    fsynctime_sum 2.0

                    """))
            #expect(answer.contains("\n# TYPE commit_count counter\ncommit_count 0.0\n"))
            #expect(answer.contains("\nreadlatency{quantile=\"0.99\",} NaN\n"))
            let body = answer.split(separator: "\r\n\r\n")[1]
            for line in body.split(separator: "\n") {
                #expect(
                    line.wholeMatch(
                        of: /# (HELP|TYPE) \w+ \w+|\w+(\{quantile="[\d.]+",\})? (-?[\d.]+|NaN)/)
                        != nil,
                    "\(line)")
            }
            #expect(source.asked.withLock { $0 } == [.process])
        }
    }

    @Test func `Prometheus' own port serves metrics only`() async throws {
        try await withServer(configured: { configuration in
            configuration.admin.enableServer = false
            configuration.prometheus = .init(isEnabled: true, httpHost: "127.0.0.1", httpPort: 0)
        }) { port, _ in
            let metrics = try await get(port, "/metrics")
            let commands = try await get(port, "/commands/ruok")
            #expect(metrics.contains("\nznode_count 10.0\n"))
            #expect(commands.hasPrefix("HTTP/1.1 404 "))
        }
    }

    @Test func `a port that is taken is a warning, and the others are served`() async throws {
        try await withServer { taken, source in
            let log = Lines()
            var configuration = Apache.configuration
            configuration.admin.serverPort = taken
            configuration.prometheus = .init(isEnabled: true, httpHost: "127.0.0.1", httpPort: 0)
            let servers = await AdminServer.start(
                configuration: configuration, source: source,
                group: MultiThreadedEventLoopGroup.singleton,
                log: Logger(label: "test") { _ in log })
            #expect(servers.count == 1)
            for server in servers { await server.stop() }
            #expect(
                log.all.withLock { $0 }.first?.hasPrefix(
                    "warning cannot serve HTTP on 127.0.0.1:\(taken)") == true)
        }
    }

    /// A log that can be read again.
    private final class Lines: LogHandler {
        let all = Mutex<[String]>([])
        var metadata: Logger.Metadata {
            get { [:] }
            set {}
        }
        var logLevel: Logger.Level {
            get { .trace }
            set {}
        }
        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { nil }
            set {}
        }
        func log(event: LogEvent) {
            all.withLock { $0.append("\(event.level) \(event.message)") }
        }
    }

    @Test func `a stopped server keeps no connection`() async throws {
        let kept = Mutex<EventLoopFuture<String>?>(nil)
        try await withServer { port, _ in
            let request = Array("GET /commands/ruok HTTP/1.1\r\nHost: x\r\n\r\n".utf8)
            let answer = try await send(port, request).answer
            kept.withLock { $0 = answer }
            // The one before has been accepted when this one is answered.
            _ = try await get(port, "/commands/ruok")
        }
        let answer = try #require(kept.withLock { $0 })
        #expect(["", "HTTP/1.1 200 OK"].contains(try await answer.get().prefix(15)))
    }
}
