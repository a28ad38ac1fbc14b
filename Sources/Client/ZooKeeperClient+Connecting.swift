import NIOCore
import NIOPosix
import Znodes

/// The part that has sockets and timers: carries out what the session says, and tells it what happens.
extension ZooKeeperClient {
    func connect() {
        guard case .disconnected = session.phase, channel == nil else { return }
        connection += 1
        let number = connection
        let host = servers.hosts[nextServer % servers.hosts.count]
        nextServer += 1
        server = host
        let bootstrap = ClientBootstrap(group: loop)
            .connectTimeout(patience)
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        ConnectionHandler(client: self, number: number))
                }
            }
        bootstrap.connect(host: host.name, port: host.port).whenComplete { result in
            self.assumeIsolated { $0.connected(result, as: number) }
        }
    }

    /// How long one server is tried: all of them together get the session's timeout.
    private var patience: TimeAmount {
        .milliseconds(Int64(session.timeout) / Int64(servers.hosts.count))
    }

    private func connected(_ result: Result<any Channel, any Error>, as number: Int) {
        guard case .success(let channel) = result else {
            // Not of an attempt that nobody waits for any more.
            if number == connection, case .disconnected = session.phase,
                case .failure(let error) = result
            {
                tell(ConnectTrouble.reason(error))
            }
            return ended(number)
        }
        guard case .disconnected = session.phase, channel.isActive else {
            channel.close(promise: nil)
            return
        }
        self.channel = channel
        lastHeard = .now()
        loop.scheduleTask(in: patience) {
            self.assumeIsolated { client in
                guard client.connection == number, client.session.phase == .greeting else { return }
                client.channel?.close(promise: nil)
            }
        }
        drive { session, effects in session.connected(into: &effects) }
    }

    func received(_ buffer: ByteBuffer, on number: Int) {
        guard number == connection else { return }
        lastHeard = .now()
        drive { session, effects in
            session.received(buffer.readableBytesView, into: &effects)
        }
    }

    /// The connection is no more, or never was.
    func ended(_ number: Int) {
        guard number == connection else { return }
        if channel != nil, session.phase == .greeting {
            tell("no session was opened; is it a ZooKeeper server?")
        }
        connection += 1
        channel = nil
        heartbeat?.cancel()
        heartbeat = nil
        drive { session, effects in session.disconnected(into: &effects) }
        if case .ended = session.phase { return }
        // Servers are tried one after the other; a round in vain is followed by a pause.
        let hasFailedAll = failures > 0 && failures % servers.hosts.count == 0
        failures += 1
        loop.scheduleTask(in: hasFailedAll ? roundDelay : .zero) {
            self.assumeIsolated { $0.connect() }
        }
    }

    private func tell(_ trouble: String) {
        guard let server else { return }
        onTrouble?("\(server)", trouble)
    }

    func drive(_ body: (inout ClientSession, inout [ClientSession.Effect]) -> Void) {
        var effects: [ClientSession.Effect] = []
        body(&session, &effects)
        for effect in effects { carryOut(effect) }
        if case .ended(let error) = session.phase { finish(error) }
    }

    private func carryOut(_ effect: ClientSession.Effect) {
        switch effect {
        case .write(let bytes):
            guard let channel else { return }
            channel.write(ByteBuffer(bytes: bytes), promise: nil)
            flushSoon()
        case .answer(let ticket, let result):
            switch result {
            case .success(let response): calls.removeValue(forKey: ticket)?.succeed(response)
            case .failure(let error): calls.removeValue(forKey: ticket)?.fail(error)
            }
        case .notify(let event):
            if let onEvent { onEvent(event) } else { eventsInlet.yield(event) }
        case .established(let timeout):
            failures = 0
            for waiter in waiters { waiter.succeed(.done) }
            waiters = []
            keepAlive(.milliseconds(Int64(timeout)))
        case .disconnect:
            channel?.close(promise: nil)
        }
    }

    /// All that is written in one turn of the loop leaves in one piece.
    private func flushSoon() {
        if isFlushing { return }
        isFlushing = true
        loop.execute {
            self.assumeIsolated { client in
                client.isFlushing = false
                client.channel?.flush()
            }
        }
    }

    /// A ping in each third of the timeout; a server silent for two of them is given up for another.
    private func keepAlive(_ timeout: TimeAmount) {
        heartbeat?.cancel()
        let third = TimeAmount.nanoseconds(max(timeout.nanoseconds / 3, 1_000_000))
        heartbeat = loop.scheduleRepeatedTask(initialDelay: third, delay: third) { _ in
            self.assumeIsolated { client in
                if .now() - client.lastHeard > third * 2 {
                    client.channel?.close(promise: nil)
                } else {
                    client.drive { session, effects in session.ping(into: &effects) }
                }
            }
        }
    }

    private func finish(_ error: ClientError) {
        heartbeat?.cancel()
        heartbeat = nil
        for waiter in waiters { waiter.fail(error) }
        waiters = []
        eventsInlet.finish()
    }
}
