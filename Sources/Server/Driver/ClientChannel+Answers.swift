import NIOCore
import Replication
import Zab
import Znodes
import ZooKeeperWire

/// Answers: gathered during a batch, sent at its end, and no faster than the client reads.
extension ClientChannel {
    func send(_ reply: Reply) {
        noteAnswer(to: reply.opcode, xid: reply.xid, zxid: reply.zxid)
        answer(
            .reply(
                xid: reply.xid, zxid: Int64(bitPattern: reply.zxid.rawValue), reply.outcome))
    }

    func send(_ event: WatchEvent) {
        let before = driver.metrics.responseBytes
        answer(.event(event))
        driver.metrics.watchBytes += driver.metrics.responseBytes - before
    }

    /// The oldest request in work is answered.
    func noteAnswer(to opcode: Opcode, xid: Int32, zxid: Zxid) {
        var latency = 0
        if let arrived = arrivals.popFirst() {
            driver.outstanding -= 1
            latency = Int((driver.now - arrived).milliseconds)
        }
        driver.metrics.note(latency: latency, isWrite: opcode.isWrite)
        statistics.note(opcode, xid: xid, zxid: zxid, at: driver.now, latency: latency)
    }

    func answer(_ message: ServerMessage) {
        if stage == .closed || isToBeAbandoned { return }
        if let length = outbox.add(message) { noteWritten(length) }
        if outbox.held > driver.settings.limits.unread, context?.channel.isWritable == false {
            // Not now: the replica is in the middle of an input.
            isToBeAbandoned = true
        }
        flushAfterBatch()
    }

    private func noteWritten(_ length: Int) {
        statistics.sent += 1
        // Counted without the length before it, as in Java.
        driver.metrics.noteResponse(bytes: length - 4)
    }

    func flushAfterBatch() {
        if isAwaitingFlush { return }
        isAwaitingFlush = true
        driver.flushAfterBatch(self)
    }

    /// Hands the gathered answers to the socket, as many as it takes.
    func flush() {
        isAwaitingFlush = false
        if isToBeAbandoned { return abandon("it leaves its answers unread") }
        // A write may make the socket writable again before it returns.
        if isFlushing { return }
        isFlushing = true
        while let context, context.channel.isWritable, !outbox.isEmpty {
            let buffer = context.channel.allocator.buffer(bytes: outbox.take())
            context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
            while let length = outbox.writeNext() { noteWritten(length) }
        }
        isFlushing = false
        guard outbox.isEmpty, let context else { return }
        switch stage {
        case .closing: closeWhenSent(context)
        // It had stopped because there was no room.
        case .open where isOutOfRoom: driver.wakeAfterBatch(self)
        case .handshake, .opening, .open, .telling, .closed: break
        }
    }

    /// The text of a four-letter word; then the connection closes.
    func finish(with text: String) {
        guard let context else { return }
        context.write(wrapOutboundOut(context.channel.allocator.buffer(string: text)), promise: nil)
        closeWhenSent(context)
    }

    /// Behind everything that was written before.
    private func closeWhenSent(_ context: ChannelHandlerContext) {
        let nothing = wrapOutboundOut(context.channel.allocator.buffer(capacity: 0))
        context.writeAndFlush(nothing).assumeIsolated().whenComplete { _ in
            context.close(promise: nil)
        }
    }
}
