import Jute
import NIOCore
import Znodes
import ZooKeeperWire

/// One session as its client sees it, over however many connections: what to send, whom an answer is
/// for, what to do again after a loss (`ClientCnxn`). A value without sockets and clocks.
struct ClientSession {
    /// Names the one who waits for an answer.
    typealias Ticket = Int

    enum Effect {
        case write([UInt8])
        case answer(Ticket, Result<Response, ClientError>)
        case notify(WatchedEvent)
        /// End this connection.
        case disconnect
        /// The greeting was answered: keep the session alive, at this timeout in milliseconds.
        case established(timeout: Int)
    }

    enum Phase: Equatable {
        case disconnected
        /// The greeting is sent, its answer not yet here.
        case greeting
        case connected
        /// Never to be connected again, and why.
        case ended(ClientError)
    }

    private struct Call {
        let ticket: Ticket
        var xid: Int32 = 0
        let request: Request
    }

    private struct AuthCall {
        let ticket: Ticket?
        let packet: AuthPacket
    }

    private(set) var phase = Phase.disconnected
    /// 0 until a server has given one.
    private(set) var id: Int64 = 0
    private(set) var lastZxid: Int64 = 0
    /// Milliseconds: as asked for, then as negotiated.
    private(set) var timeout: Int32

    private let chroot: Chroot
    private let readOnly: Bool
    private var password = [UInt8](repeating: 0, count: SessionPassword.size)
    private var lastXid: Int32 = 0
    private var frames = FrameReader(limit: 64 << 20, firstLimit: 1 << 16)
    private var waiting = CircularBuffer<Call>()
    private var inFlight = CircularBuffer<Call>()
    private var identities: [AuthCall] = []
    private var authInFlight = CircularBuffer<AuthCall>()
    private var watches = ClientWatches()
    private var isClosing = false

    init(timeout: Int32, chroot: Chroot, readOnly: Bool) {
        self.timeout = timeout
        self.chroot = chroot
        self.readOnly = readOnly
    }
}

/// What its user wants.
extension ClientSession {
    mutating func submit(_ request: Request, _ ticket: Ticket, into effects: inout [Effect]) {
        if case .ended(let error) = phase {
            return effects.append(.answer(ticket, .failure(error)))
        }
        if isClosing { return effects.append(.answer(ticket, .failure(.closed))) }
        let call = Call(ticket: ticket, request: chroot.outward(request))
        if phase == .connected { send(call, into: &effects) } else { waiting.append(call) }
    }

    mutating func authenticate(
        _ packet: AuthPacket, _ ticket: Ticket, into effects: inout [Effect]
    ) {
        if case .ended(let error) = phase {
            return effects.append(.answer(ticket, .failure(error)))
        }
        let call = AuthCall(ticket: ticket, packet: packet)
        identities.append(AuthCall(ticket: nil, packet: packet))
        authInFlight.append(call)
        if phase == .connected { write(.auth(xid: ReservedXid.auth, packet), into: &effects) }
    }

    /// Ends the session, so that what hangs on it goes at once.
    mutating func close(_ ticket: Ticket, into effects: inout [Effect]) {
        switch phase {
        case .ended:
            effects.append(.answer(ticket, .success(.done)))
        case .connected:
            send(Call(ticket: ticket, request: .closeSession), into: &effects)
            isClosing = true
        case .disconnected, .greeting:
            effects.append(.answer(ticket, .success(.done)))
            end(.closed, state: .closed, into: &effects)
        }
    }

    mutating func ping(into effects: inout [Effect]) {
        if phase == .connected { write(.request(xid: ReservedXid.ping, .ping), into: &effects) }
    }
}

/// What happens to its connection.
extension ClientSession {
    mutating func connected(into effects: inout [Effect]) {
        frames = FrameReader(limit: frames.limit, firstLimit: frames.firstLimit)
        phase = .greeting
        let greeting = ConnectRequestRecord(
            lastZxid: lastZxid, timeout: timeout, session: id, password: password,
            readOnly: readOnly)
        write(.connect(greeting), into: &effects)
    }

    /// A connection has ended, or could not be made: whoever waited is told.
    mutating func disconnected(into effects: inout [Effect]) {
        if case .ended = phase { return }
        let wasConnected = phase == .connected
        phase = .disconnected
        if isClosing { return end(.closed, state: .closed, into: &effects) }
        if wasConnected { effects.append(.notify(WatchedEvent(state: .disconnected))) }
        failCalls(.connectionLoss, into: &effects)
    }

    mutating func received(_ bytes: some Collection<UInt8>, into effects: inout [Effect]) {
        frames.append(bytes)
        do throws(FrameError) {
            while let frame = try frames.next() {
                guard case .message(let reader) = frame else {
                    return fail(.connectionLoss, into: &effects)
                }
                do throws(JuteError) {
                    try receive(reader, into: &effects)
                } catch {
                    return fail(.unreadable(error), into: &effects)
                }
            }
        } catch {
            fail(.badFrame(error), into: &effects)
        }
    }

    /// Nobody was reached in time, or the user has no patience left.
    mutating func giveUp(_ error: ClientError, into effects: inout [Effect]) {
        if case .ended = phase { return }
        end(error, state: .closed, into: &effects)
    }
}

/// What the server says.
extension ClientSession {
    private mutating func receive(
        _ reader: JuteReader, into effects: inout [Effect]
    ) throws(JuteError) {
        if phase == .greeting {
            if case .connected(let response) = try ServerMessage(first: reader) {
                welcome(response, into: &effects)
            }
            return
        }
        let head = inFlight.first
        let message = try ServerMessage(reader) { (xid) throws(JuteError) in
            switch xid {
            case ReservedXid.ping: return .ping
            case ReservedXid.auth: return .auth
            case ReservedXid.setWatches: return .setWatches
            default:
                guard let head, head.xid == xid else {
                    throw .malformed("an answer to request \(xid), which was not the next")
                }
                return head.request.opcode
            }
        }
        switch message {
        case .event(let event):
            watches.note(event)
            let kind = WatchedEvent.Kind(event.kind)
            effects.append(.notify(WatchedEvent(kind, chroot.clientPath(event.path))))
        case .reply(let xid, let zxid, let outcome):
            if zxid > 0 { lastZxid = zxid }
            receive(outcome, xid: xid, into: &effects)
        case .connected, .sasl:
            break
        }
    }

    private mutating func receive(_ outcome: Outcome, xid: Int32, into effects: inout [Effect]) {
        switch xid {
        case ReservedXid.ping, ReservedXid.setWatches: return
        case ReservedXid.auth: return authAnswered(outcome, into: &effects)
        default: break
        }
        let call = inFlight.removeFirst()
        var outcome = outcome
        watches.note(call.request, outcome)
        if case .removeWatches(let request) = call.request, outcome.code == .ok {
            let removed = watches.remove(request)
            // A server may find a watch where the client has none of that kind; then nothing was asked
            // for that there was (`ZKWatchManager.removeWatcher`).
            if removed.isEmpty { outcome = .failure(.noWatcher) }
            for kind in removed {
                effects.append(.notify(WatchedEvent(kind, chroot.clientPath(request.path))))
            }
        }
        let result = outcome.map(chroot.inward).mapError(ClientError.refused)
        effects.append(.answer(call.ticket, result))
        if call.request == .closeSession { end(.closed, state: .closed, into: &effects) }
    }

    private mutating func authAnswered(_ outcome: Outcome, into effects: inout [Effect]) {
        guard let call = authInFlight.popFirst() else { return }
        if case .failure = outcome {
            if let ticket = call.ticket {
                effects.append(.answer(ticket, .failure(.authFailed)))
            }
            return end(.authFailed, state: .authFailed, into: &effects)
        }
        if let ticket = call.ticket { effects.append(.answer(ticket, .success(.done))) }
    }

    private mutating func welcome(
        _ response: ConnectResponseRecord, into effects: inout [Effect]
    ) {
        if response.isRefusal { return end(.sessionExpired, state: .expired, into: &effects) }
        id = response.session
        password = response.password ?? password
        timeout = response.timeout
        phase = .connected
        let isReadOnly = response.readOnly ?? false
        effects.append(.established(timeout: Int(timeout)))
        effects.append(
            .notify(WatchedEvent(state: isReadOnly ? .connectedReadOnly : .syncConnected)))
        introduce(into: &effects)
        for request in watches.requests(since: lastZxid) {
            write(.request(xid: ReservedXid.setWatches, .setWatches(request)), into: &effects)
        }
        while let call = waiting.popFirst() { send(call, into: &effects) }
    }

    /// Identities belong to a connection, so each new one is told all of them. Those whose first
    /// answer is still awaited are among them, at the end.
    private mutating func introduce(into effects: inout [Effect]) {
        let unanswered = authInFlight
        authInFlight = CircularBuffer(identities.dropLast(unanswered.count))
        authInFlight.append(contentsOf: unanswered)
        for call in identities {
            write(.auth(xid: ReservedXid.auth, call.packet), into: &effects)
        }
    }
}

extension ClientSession {
    private mutating func send(_ call: Call, into effects: inout [Effect]) {
        lastXid = lastXid == .max ? 1 : lastXid + 1
        var call = call
        call.xid = lastXid
        write(.request(xid: call.xid, call.request), into: &effects)
        inFlight.append(call)
    }

    private func write(_ message: ClientMessage, into effects: inout [Effect]) {
        var writer = JuteWriter()
        message.write(to: &writer)
        effects.append(.write(writer.bytes))
    }

    /// The connection cannot go on; those who wait for its answers are told why.
    private mutating func fail(_ error: ClientError, into effects: inout [Effect]) {
        failCalls(error, into: &effects)
        effects.append(.disconnect)
    }

    private mutating func failCalls(_ error: ClientError, into effects: inout [Effect]) {
        for call in [inFlight, waiting].joined() {
            effects.append(.answer(call.ticket, .failure(error)))
        }
        inFlight.removeAll()
        waiting.removeAll()
        for case let call in authInFlight {
            if let ticket = call.ticket { effects.append(.answer(ticket, .failure(error))) }
        }
        authInFlight.removeAll()
    }

    private mutating func end(
        _ error: ClientError, state: WatchedEvent.State, into effects: inout [Effect]
    ) {
        phase = .ended(error)
        failCalls(error, into: &effects)
        effects.append(.notify(WatchedEvent(state: state)))
        effects.append(.disconnect)
    }
}

extension WatchedEvent.Kind {
    init(_ kind: WatchEvent.Kind) {
        self =
            switch kind {
            case .nodeCreated: .nodeCreated
            case .nodeDeleted: .nodeDeleted
            case .nodeDataChanged: .nodeDataChanged
            case .nodeChildrenChanged: .nodeChildrenChanged
            }
    }
}
