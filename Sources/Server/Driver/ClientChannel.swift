import Jute
import Logging
import NIOCore
import Replication
import Zab
import Znodes
import ZooKeeperWire

/// One client's connection: bytes become inputs of the replica, its answers bytes.
///
/// What arrived is taken up frame by frame once a read is complete; answers gather in one buffer until the
/// batch ends (`NIOServerCnxn`).
final class ClientChannel: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = Never
    typealias OutboundOut = ByteBuffer

    /// Given once in the server's life.
    let number: Connection
    let driver: ReplicaDriver
    let isSecure: Bool

    private var context: ChannelHandlerContext?
    private(set) var remote: SocketAddress?
    private var frames: FrameReader
    private var stage = Stage.handshake
    private var out = JuteWriter()
    private var hasAnswers = false
    /// A read that NIO wants and that waits until this connection may go on.
    private var wantsRead = false
    private var isThrottled = false
    /// What the client asked for in its handshake.
    private var handshake: ConnectRequestRecord?
    private(set) var identities: [Identity] = [] {
        didSet { isAdmitted = driver.settings.admission.admits(identities) }
    }
    /// Whether the client has shown enough of who it is for its requests to be taken.
    private var isAdmitted: Bool
    private var sasl: DigestMD5Server?
    /// When the requests in work arrived, oldest first.
    private var arrivals = CircularBuffer<Time>()
    private(set) var statistics: ConnectionStatistics

    enum Stage {
        /// ConnectRequest is awaited, or a word for people.
        case handshake
        /// The replica has been asked for the session; nothing more is taken up before it answers.
        case opening
        case open
        /// Nothing more is taken from it; it closes when its answers are sent.
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
        remote = context.remoteAddress
        guard driver.admit(self) else {
            stage = .closed
            context.close(promise: nil)
            return
        }
        if let address = remote?.ipAddress { identities = [Identity(scheme: "ip", id: address)] }
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        switch stage {
        case .closing, .closed: break
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
        if hasAnswers { flush() }
        resume()
    }

    func channelInactive(context: ChannelHandlerContext) {
        let isKnown = stage == .opening || stage == .open
        stage = .closed
        self.context = nil
        noteUnfinished()
        driver.leave(self)
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

    /// `address:port`, for people.
    var name: String {
        guard let remote, let address = remote.ipAddress else { return "client \(number)" }
        return "\(address):\(remote.port ?? 0)"
    }

    // MARK: - Frames

    /// Whether frames may be taken up: not while the session is being opened, nor faster than the client
    /// reads its answers.
    private var mayTake: Bool {
        switch stage {
        case .opening, .closing, .closed: false
        case .handshake, .open: context?.channel.isWritable ?? false
        }
    }

    /// Takes up what has arrived; only inside a batch.
    private func takeFrames() {
        do throws(FrameError) {
            while mayTake, !isThrottled, let frame = try frames.next() {
                unfinishedSince = nil
                take(frame)
                if driver.isOverloaded, !arrivals.isEmpty {
                    isThrottled = true
                    driver.throttle(self)
                }
            }
        } catch {
            if error.length > error.limit { driver.metrics.largeRequestsRejected += 1 }
            return refuse("\(error)")
        }
        noteUnfinished()
    }

    /// What waits for its end costs memory: how much, and since when?
    private func noteUnfinished() {
        let buffered = stage == .closed ? 0 : frames.buffered
        driver.gathering += buffered - gathered
        gathered = buffered
        if buffered == 0 || !mayTake || isThrottled {
            unfinishedSince = nil
        } else if unfinishedSince == nil {
            unfinishedSince = driver.now
        }
        if driver.gathering > driver.settings.limits.gathering, buffered > 0 {
            refuse("unfinished requests take too much memory, all clients together")
        }
    }

    private func take(_ frame: FrameReader.Frame) {
        switch frame {
        case .word(let word, let mask):
            stage = .closing
            driver.answer(word, mask: mask, on: self)
        case .message(let reader):
            do throws(JuteError) {
                if stage == .handshake {
                    try connect(ClientMessage(first: reader))
                } else {
                    take(try ClientMessage(reader))
                }
            } catch {
                refuse("\(error)")
            }
        }
    }

    /// Goes on after waiting for the session, for other connections, or for the client to read.
    func resume() {
        isThrottled = false
        driver.batch { takeFrames() }
        if wantsRead, !isThrottled, mayTake {
            wantsRead = false
            context?.read()
        }
    }

    /// The bytes make no sense, so nobody knows where the next message begins.
    private func refuse(_ reason: String) {
        driver.refuseMalformed(name, reason)
        leaveReplica()
        closeAfterAnswers()
    }

    private func leaveReplica() {
        guard stage == .opening || stage == .open else { return }
        stage = .closing
        driver.leave(self)
        driver.handle(.client(.disconnected, on: number))
    }

    // MARK: - Handshake

    private func connect(_ message: ClientMessage) {
        guard case .connect(let request) = message else { return }
        driver.metrics.connectionRequests += 1
        handshake = request
        if request.session != 0 { driver.metrics.connectionsRevalidated += 1 }
        // Before anything else happens to the session: who knows its password?
        if request.session != 0,
            !driver.settings.passwords.isValid(request.password ?? [], for: request.session)
        {
            driver.log.info(
                "wrong session password",
                metadata: ["client": "\(name)", "session": .hexadecimal(request.session)])
            return reject()
        }
        stage = .opening
        driver.enter(self)
        driver.handle(
            .client(
                .connect(
                    ConnectRequest(
                        session: request.session,
                        lastZxid: Zxid(rawValue: UInt64(bitPattern: request.lastZxid)),
                        timeout: request.timeout, readOnly: request.readOnly ?? false,
                        identities: identities)),
                on: number))
    }

    /// The replica has opened the session, or knows it; session 0 says that there is none.
    func accept(session: Int64, timeout: Int32) {
        guard session != 0 else { return reject() }
        stage = .open
        statistics.open(session: session, timeout: timeout)
        answer(
            .connected(
                ConnectResponseRecord(
                    timeout: timeout, session: session,
                    password: driver.settings.passwords[session],
                    readOnly: handshake?.readOnly.map { _ in false })))
        handshake = nil
        driver.wakeAfterBatch(self)
    }

    private func reject() {
        answer(
            .connected(
                ConnectResponseRecord(
                    timeout: 0, session: 0, password: [UInt8](repeating: 0, count: 16),
                    readOnly: handshake?.readOnly.map { _ in false })))
        closeAfterAnswers()
    }

    // MARK: - Messages

    private func take(_ message: ClientMessage) {
        statistics.received += 1
        driver.metrics.packetsReceived += 1
        switch message {
        case .request(let xid, _) where !isAdmitted,
            .unreadable(let xid, _, _) where !isAdmitted:
            answer(.reply(xid: xid, zxid: 0, .failure(.sessionClosedRequireSaslAuth)))
            leaveReplica()
            closeAfterAnswers()
        case .request(let xid, let request):
            arrivals.append(driver.now)
            driver.outstanding += 1
            driver.handle(.client(.request(xid: xid, request), on: number))
        case .unreadable(let xid, .unimplemented, let reason):
            // Before requests that are still in work (`UnimplementedRequestProcessor`).
            driver.noteMalformed(name, "\(reason)")
            answer(.reply(xid: xid, zxid: -1, .failure(.unimplemented)))
            leaveReplica()
            closeAfterAnswers()
        case .unreadable(let xid, let code, let reason):
            driver.noteMalformed(name, "\(reason)")
            arrivals.append(driver.now)
            driver.outstanding += 1
            driver.handle(.client(.request(xid: xid, .unreadable(code)), on: number))
        case .auth(let xid, let packet):
            authenticate(packet, xid: xid)
        case .sasl(let xid, let token):
            authenticate(token: token, xid: xid)
        case .connect:
            refuse("a second ConnectRequest")
        }
    }

    /// Answered at once, before requests that are still in work (`ServerCnxn`).
    private func authenticate(_ packet: AuthPacket, xid: Int32) {
        guard let proven = driver.settings.authentication.identities(for: packet) else {
            return refuseAuthentication(
                xid: xid, scheme: packet.scheme ?? "none", reason: "no provider for the scheme")
        }
        add(proven)
        answer(.reply(xid: xid, zxid: 0, .success(.done)))
    }

    private func authenticate(token: [UInt8]?, xid: Int32) {
        guard let users = driver.settings.saslUsers else {
            return answer(.sasl(xid: xid, token: nil))
        }
        do throws(DigestMD5Server.Failure) {
            var sasl = sasl ?? DigestMD5Server(users: users, nonce: DigestMD5Server.freshNonce())
            let response = try sasl.respond(to: token ?? [])
            self.sasl = sasl
            if let identity = sasl.identity {
                add(driver.settings.authentication.identities(of: identity))
            }
            answer(.sasl(xid: xid, token: response))
        } catch {
            refuseAuthentication(
                xid: xid, scheme: "sasl", reason: error.rawValue,
                code: driver.settings.admission.refusalOfSASL)
        }
    }

    private func refuseAuthentication(
        xid: Int32, scheme: String, reason: String, code: ErrorCode = .authFailed
    ) {
        driver.metrics.authFailed += 1
        driver.log.info(
            "authentication failed",
            metadata: ["client": "\(name)", "scheme": "\(scheme)", "reason": "\(reason)"])
        answer(.reply(xid: xid, zxid: 0, .failure(code)))
        leaveReplica()
        closeAfterAnswers()
    }

    /// Who the connection itself has shown its client to be, before the first message.
    func identify(_ proven: [Identity]) { identities += proven }

    private func add(_ proven: [Identity]) {
        let new = proven.filter { !identities.contains($0) }
        identities.append(contentsOf: new)
        driver.handle(.client(.authenticate(new), on: number))
    }

    // MARK: - Answers

    func send(_ reply: Reply) {
        let arrived = arrivals.popFirst() ?? driver.now
        driver.outstanding -= 1
        let latency = Int((driver.now - arrived).milliseconds)
        driver.metrics.note(latency: latency, isWrite: reply.opcode.isWrite)
        statistics.note(reply, at: driver.now, latency: latency)
        answer(
            .reply(
                xid: reply.xid, zxid: Int64(bitPattern: reply.zxid.rawValue), reply.outcome))
    }

    func send(_ event: WatchEvent) {
        let before = driver.metrics.responseBytes
        answer(.event(event))
        driver.metrics.watchBytes += driver.metrics.responseBytes - before
    }

    /// The text of a four-letter word; then the connection closes.
    func finish(with text: String) {
        guard let context else { return }
        let buffer = context.channel.allocator.buffer(string: text)
        context.writeAndFlush(wrapOutboundOut(buffer)).assumeIsolated().whenComplete { _ in
            context.close(promise: nil)
        }
    }

    private func answer(_ message: ServerMessage) {
        let start = out.bytes.count
        message.write(to: &out)
        statistics.sent += 1
        // Counted without the length before it, as in Java.
        driver.metrics.noteResponse(bytes: out.bytes.count - start - 4)
        if !hasAnswers {
            hasAnswers = true
            driver.flushAfterBatch(self)
        }
    }

    /// Hands the gathered answers to the socket.
    func flush() {
        guard let context else {
            hasAnswers = false
            return
        }
        // The socket is full: what comes on top waits here, and not for ever.
        if !context.channel.isWritable {
            if out.bytes.count > driver.settings.limits.unread { abandon() }
            return
        }
        hasAnswers = false
        let buffer = context.channel.allocator.buffer(bytes: out.bytes)
        out.removeAll()
        guard stage == .closing else {
            return context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(buffer)).assumeIsolated().whenComplete { _ in
            context.close(promise: nil)
        }
    }

    // MARK: - For those who watch

    var address: String { remote?.ipAddress ?? "" }
    var hasNoSession: Bool { stage == .handshake || stage == .opening }
    /// Since when a frame has been unfinished, if one is.
    private(set) var unfinishedSince: Time?
    private var gathered = 0

    func resetStatistics() { statistics.reset() }

    /// - Parameter wallClock: in ms since 1970, at the driver's `Time.zero`.
    func status(wallClock: Int64) -> ConnectionStatus {
        var status = ConnectionStatus(remote: name)
        status.isSecure = isSecure
        status.interest = stage == .closing ? 0 : 1
        status.outstanding = arrivals.count
        status.received = Int64(statistics.received)
        status.sent = Int64(statistics.sent)
        status.expiry = statistics.expiry
        status.sessionID = statistics.session
        status.sessionTimeout = Int(statistics.timeout)
        status.established = wallClock + statistics.since.milliseconds
        if let opcode = statistics.lastOpcode {
            status.lastOperation = ConnectionStatus.operationName(opcode.rawValue)
        }
        status.lastCxid = Int64(statistics.lastXid)
        status.lastZxid = Int64(bitPattern: statistics.lastZxid.rawValue)
        status.lastResponse = statistics.lastAnswer.milliseconds
        status.lastLatency = statistics.lastLatency
        status.latency = statistics.latency
        return status
    }

    // MARK: - The end

    /// The replica has let the connection go; what it answered before is still sent.
    func close(_ reason: ClientReason) {
        if stage != .closed { closeAfterAnswers() }
    }

    private func closeAfterAnswers() {
        if stage == .closed { return }
        stage = .closing
        driver.outstanding -= arrivals.count
        arrivals.removeAll()
        if !hasAnswers {
            hasAnswers = true
            driver.flushAfterBatch(self)
        }
    }

    /// The client does not read, or says nothing that could be read.
    func abandon() {
        if hasNoSession { driver.metrics.sessionlessConnectionsExpired += 1 }
        driver.refuseMalformed(
            name, hasNoSession ? "it opened no session in time" : "it does not go on")
        leaveReplica()
        abort()
    }

    /// At once, whatever was not sent.
    func abort() {
        stage = .closed
        context?.close(promise: nil)
    }
}
