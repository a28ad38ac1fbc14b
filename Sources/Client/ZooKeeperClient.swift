import NIOCore
import NIOPosix
public import Znodes
import ZooKeeperWire

/// A client of a ZooKeeper ensemble.
///
/// It keeps one session over as many connections as that takes: it goes from server to server, takes
/// up its session again, shows who it is and asks for its watches anew. What was in flight when a
/// connection broke fails with `ClientError.connectionLoss`: nobody knows whether it was carried out,
/// and only the caller knows whether it may be tried again.
///
///     let client = try ZooKeeperClient("127.0.0.1:2181")
///     let answer = try await client.perform(.getData(GetDataRequest("/a")))
///
/// Requests are sent in the order in which `send` was called, without waiting for answers.
public actor ZooKeeperClient {
    /// Everything the client is told unasked, in order: its connection's state, watches. For one
    /// reader; it holds what was not read yet, and stays empty where `onEvent` takes them.
    public nonisolated let events: AsyncStream<WatchedEvent>

    let servers: ConnectString
    let loop: any EventLoop
    /// Between two rounds through all servers.
    let roundDelay: TimeAmount
    var session: ClientSession
    let eventsInlet: AsyncStream<WatchedEvent>.Continuation
    let onEvent: (@Sendable (WatchedEvent) -> Void)?
    let onTrouble: (@Sendable (_ server: String, _ reason: String) -> Void)?
    /// Who waits for which answer.
    var calls: [ClientSession.Ticket: EventLoopPromise<Response>] = [:]
    private var lastTicket = 0
    /// Who waits for a connection.
    var waiters: [EventLoopPromise<Response>] = []

    var nextServer = 0
    /// Connections in a row that came to nothing.
    var failures = 0
    /// The number of the connection that counts; what older ones say does not.
    var connection = 0
    var channel: (any Channel)?
    var isFlushing = false
    var heartbeat: RepeatedTask?
    var lastHeard = NIODeadline.now()
    /// The server that the client is connected to, or tries to be.
    public internal(set) var server: ConnectString.Host?

    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        loop.executor.asUnownedSerialExecutor()
    }

    /// Begins to connect at once; `waitForConnection` waits until it is.
    ///
    /// - Parameters:
    ///   - servers: `host:port,host:port/chroot`.
    ///   - sessionTimeout: in milliseconds; servers may grant another.
    ///   - readOnly: whether a server without a quorum will do.
    ///   - roundDelay: how long it waits after all servers were tried in vain.
    ///   - onEvent: is called with each event before the answers that were sent after it are given; it
    ///     must not take long.
    ///   - onTrouble: is told each time a server could not be connected to, and why.
    public init(
        _ servers: String, sessionTimeout: Int32 = 30_000, readOnly: Bool = false,
        roundDelay: Duration = .milliseconds(500),
        onEvent: (@Sendable (WatchedEvent) -> Void)? = nil,
        onTrouble: (@Sendable (_ server: String, _ reason: String) -> Void)? = nil
    ) throws(ClientError) {
        let servers = try ConnectString(servers)
        self.servers = servers
        self.roundDelay = TimeAmount(roundDelay)
        loop = MultiThreadedEventLoopGroup.singleton.next()
        session = ClientSession(
            timeout: sessionTimeout, chroot: Chroot(servers.chroot), readOnly: readOnly)
        self.onEvent = onEvent
        self.onTrouble = onTrouble
        (events, eventsInlet) = AsyncStream.makeStream()
        loop.execute { self.assumeIsolated { $0.connect() } }
    }

    /// The session's id; 0 until a server has given one.
    public var sessionID: Int64 { session.id }
    /// As negotiated, in milliseconds.
    public var sessionTimeout: Int32 { session.timeout }
    public var isConnected: Bool { session.phase == .connected }
}

/// An answer that is on its way.
public struct PendingResponse: Sendable {
    fileprivate let future: EventLoopFuture<Response>

    /// Waits for the answer.
    public func get() async throws(ClientError) -> Response {
        do {
            return try await future.get()
        } catch {
            throw error as? ClientError ?? .closed
        }
    }
}

extension ZooKeeperClient {
    /// Sends a request behind all those sent before it, as soon as there is a connection.
    public nonisolated func send(_ request: Request) -> PendingResponse {
        call { session, ticket, effects in session.submit(request, ticket, into: &effects) }
    }

    /// Sends a request and waits for its answer. A refusal by the server is
    /// `ClientError.refused`; a multi's is in its results.
    public nonisolated func perform(_ request: Request) async throws(ClientError) -> Response {
        try await send(request).get()
    }

    /// Shows the server who the client is, now and on every later connection.
    public nonisolated func authenticate(
        scheme: String, credentials: [UInt8]
    ) async throws(ClientError) {
        let packet = AuthPacket(scheme: scheme, credentials: credentials)
        _ = try await call { session, ticket, effects in
            session.authenticate(packet, ticket, into: &effects)
        }.get()
    }

    /// Ends the session, and the client with it: its ephemeral nodes go at once. Closing twice does
    /// no harm, and neither does closing what was never connected.
    public nonisolated func close() async {
        let closed = call { session, ticket, effects in session.close(ticket, into: &effects) }
        _ = try? await closed.get()
    }

    /// Waits until the client is connected, at most for so long: `ClientError.timedOut` then.
    public nonisolated func waitForConnection(_ limit: Duration) async throws(ClientError) {
        let promise = loop.makePromise(of: Response.self)
        loop.execute { self.assumeIsolated { $0.await(promise, TimeAmount(limit)) } }
        _ = try await PendingResponse(future: promise.futureResult).get()
    }

    private func await(_ promise: EventLoopPromise<Response>, _ limit: TimeAmount) {
        switch session.phase {
        case .connected: promise.succeed(.done)
        case .ended(let error): promise.fail(error)
        case .disconnected, .greeting:
            waiters.append(promise)
            let deadline = loop.scheduleTask(in: limit) { promise.fail(ClientError.timedOut) }
            promise.futureResult.whenComplete { _ in deadline.cancel() }
        }
    }

    private nonisolated func call(
        _ body:
            @escaping @Sendable (
                inout ClientSession, ClientSession.Ticket, inout [ClientSession.Effect]
            ) -> Void
    ) -> PendingResponse {
        let promise = loop.makePromise(of: Response.self)
        if loop.inEventLoop {
            assumeIsolated { $0.enter(promise, body) }
        } else {
            loop.execute { self.assumeIsolated { $0.enter(promise, body) } }
        }
        return PendingResponse(future: promise.futureResult)
    }

    private func enter(
        _ promise: EventLoopPromise<Response>,
        _ body: (inout ClientSession, ClientSession.Ticket, inout [ClientSession.Effect]) -> Void
    ) {
        lastTicket += 1
        calls[lastTicket] = promise
        let ticket = lastTicket
        drive { session, effects in body(&session, ticket, &effects) }
    }
}
