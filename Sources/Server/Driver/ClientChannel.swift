import Jute
import Logging
import NIOCore
import NIOSSL
import Replication
import Zab
import Znodes
import ZooKeeperWire

/// One client's connection: bytes become inputs of the replica, its answers bytes (`NIOServerCnxn`).
///
/// What arrived is taken up frame by frame once a read is complete; answers gather until the batch ends. It
/// takes up no more than its client reads of the answers.
final class ClientChannel: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = Never
    typealias OutboundOut = ByteBuffer

    /// Given once in the server's life.
    let number: Connection
    let driver: ReplicaDriver
    let isSecure: Bool

    var context: ChannelHandlerContext?
    private(set) var remote: ClientAddress?
    var stage = Stage.handshake
    var frames: FrameReader
    /// Since when a frame has been unfinished, if one is.
    var unfinishedSince: Time?
    /// The bytes of it that the driver knows of.
    var gathered = 0
    /// A read that NIO wants and that waits until this connection may go on.
    var wantsRead = false
    var isThrottled = false
    /// Whether frames wait because there was no room for more answers.
    var isOutOfRoom = false

    /// What the client asked for in its handshake.
    var handshake: ConnectRequestRecord?
    var identities: [Identity] = [] {
        didSet { isAdmitted = driver.settings.admission.admits(identities) }
    }
    /// Whether the client has shown enough of who it is for its requests to be taken.
    private(set) var isAdmitted: Bool
    var sasl: DigestMD5Server?

    /// When the requests in work arrived, oldest first.
    var arrivals = CircularBuffer<Time>()
    var outbox = Outbox()
    /// Whether the driver will flush it at the end of the batch.
    var isAwaitingFlush = false
    var isFlushing = false
    /// Whether it will be abandoned instead: too much waits for its client to read.
    var isToBeAbandoned = false
    /// Since when it has been closing.
    var closingSince: Time?
    var statistics: ConnectionStatistics

    enum Stage {
        /// ConnectRequest is awaited, or a word for people.
        case handshake
        /// The replica has been asked for the session; nothing more is taken up before it answers.
        case opening
        case open
        /// A word for people is being answered; then it closes.
        case telling
        /// Nothing more is taken from it; it closes when its answers are sent, or at the latest when
        /// `ClientLimits.closing` is over.
        case closing
        case closed
    }

    init(driver: ReplicaDriver, isSecure: Bool) {
        self.driver = driver
        let limits = driver.settings.limits
        self.isSecure = isSecure
        isAdmitted = driver.settings.admission.admits([])
        number = driver.nextNumber()
        frames = FrameReader(limit: limits.frame, firstLimit: limits.firstFrame)
        statistics = ConnectionStatistics(since: driver.clock)
    }

    // MARK: - The socket

    func channelActive(context: ChannelHandlerContext) {
        self.context = context
        remote = context.remoteAddress.flatMap(ClientAddress.init)
        guard driver.admit(self) else {
            stage = .closed
            context.close(promise: nil)
            return
        }
        if let remote { identities = [Identity(scheme: "ip", id: remote.host)] }
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        switch stage {
        case .telling, .closing, .closed: break
        case .handshake, .opening, .open:
            buffer.withUnsafeReadableBytes { frames.append($0) }
            driver.metrics.bytesReceived += buffer.readableBytes
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        driver.batch { takeFrames() }
    }

    func read(context: ChannelHandlerContext) {
        if isThrottled || !mayTake { wantsRead = true } else { context.read() }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        guard context.channel.isWritable else { return }
        flush()
        if !isThrottled { resume() }
    }

    /// A client that has said all it wants may still wait for the answer to its word (`nc -N`); of others
    /// nothing more is to be expected.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent, stage != .telling, stage != .closing {
            context.close(promise: nil)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        let isKnown = stage == .opening || stage == .open
        // Nobody here wanted it closed.
        if isKnown || stage == .handshake { driver.metrics.connectionsDropped += 1 }
        stage = .closed
        self.context = nil
        forgetRequests()
        noteUnfinished()
        driver.gone(self)
        guard isKnown else { return }
        // The end may be noticed in the middle of a batch.
        driver.loop.execute { [driver, number] in
            driver.batch { driver.handle(.client(.disconnected, on: number)) }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        driver.log.debug(
            "connection lost", metadata: ["client": "\(name)", "reason": "\(error)"])
        context.close(promise: nil)
    }

    // MARK: - The end

    /// The replica has let the connection go; what it answered before is still sent.
    func close(_ reason: ClientReason) {
        if stage != .closed { closeAfterAnswers() }
    }

    /// Tells the replica, if it knows the connection, that nothing more comes from it.
    func leaveReplica() {
        guard stage == .opening || stage == .open else { return }
        stage = .closing
        driver.leave(self)
        driver.handle(.client(.disconnected, on: number))
    }

    func closeAfterAnswers() {
        if stage == .closed { return }
        stage = .closing
        if closingSince == nil { closingSince = driver.now }
        forgetRequests()
        flushAfterBatch()
    }

    /// The client does not read, or says nothing that could be read.
    func abandon(_ reason: String) {
        if hasNoSession { driver.metrics.sessionlessConnectionsExpired += 1 }
        driver.refuseMalformed(self, reason)
        leaveReplica()
        abort()
    }

    /// At once, whatever was not sent.
    func abort() {
        stage = .closed
        unfinishedSince = nil
        closingSince = nil
        forgetRequests()
        outbox = Outbox()
        guard let context else { return }
        // TLS would wait for a goodbye that may never come, so it is passed by.
        let tls = try? context.pipeline.syncOperations.context(
            handlerType: NIOSSLServerHandler.self)
        (isSecure ? tls ?? context : context).close(promise: nil)
    }

    /// Its requests are in work no longer: nobody waits for their answers.
    private func forgetRequests() {
        driver.outstanding -= arrivals.count
        arrivals.removeAll()
    }
}
