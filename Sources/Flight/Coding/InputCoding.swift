import Jute
import Replication
import Zab
import Znodes

/// Inputs: a tag, the time since the record before, and the fields.
extension [UInt8] {
    @inline(__always)
    mutating func put(_ tag: RecordTag, _ elapsed: Int64) {
        append(tag.rawValue)
        put(signed: elapsed)
    }

    mutating func put(_ input: Replication.Input, elapsed: Int64) {
        switch input {
        case .client(let input, let connection):
            put(input, on: connection, elapsed)
        case .peer(let input):
            put(input, elapsed)
        case .timer(.sessionExpiry):
            put(.sessionExpiry, elapsed)
        case .timer(.containerCheck):
            put(.containerCheck, elapsed)
        case .timer(.snapshotPiece(let learner)):
            put(.snapshotPiece, elapsed)
            put(learner)
        case .clock(let shown):
            put(.clock, elapsed)
            put(signed: shown)
        }
    }

    private mutating func put(
        _ input: ClientInput, on connection: Connection, _ elapsed: Int64
    ) {
        switch input {
        case .request(let xid, let request):
            putTogether { block in
                block.put(.clientRequest)
                block.put(signed: elapsed)
                block.put(signed: connection)
                block.put(signed: Int64(xid))
                block.put(signed: Int64(request.opcode.rawValue))
            }
            putBody(of: request)
        case .connect(let request):
            put(.clientConnect, elapsed)
            put(signed: connection)
            put(signed: request.session)
            put(request.lastZxid)
            put(signed: Int64(request.timeout))
            put(request.readOnly)
            put(request.identities)
        case .authenticate(let identities):
            put(.clientAuthenticate, elapsed)
            put(signed: connection)
            put(identities)
        case .disconnected:
            put(.clientDisconnected, elapsed)
            put(signed: connection)
        }
    }

    private mutating func putBody(of request: Request) {
        if case .unreadable(let code) = request {
            put(signed: Int64(code.rawValue))
        } else {
            putWithLength { request.write(to: &$0) }
        }
    }

    private mutating func put(_ identities: [Identity]) {
        put(UInt64(identities.count))
        for identity in identities {
            put(identity.scheme)
            put(identity.id)
        }
    }

    private mutating func put(_ input: Zab.Input, _ elapsed: Int64) {
        switch input {
        case .start:
            put(.peerStart, elapsed)
        case .message(let message, let sender):
            put(.message, elapsed)
            put(sender)
            put(message)
        case .connected(let link):
            put(.connected, elapsed)
            put(link)
        case .disconnected(let link):
            put(.disconnected, elapsed)
            put(link)
        case .timer(let timer):
            put(.peerTimer, elapsed)
            append(timer.number)
        case .durable(.log(let zxid)):
            put(.durableLog, elapsed)
            put(zxid)
        case .durable(.epochs(let epochs)):
            put(.durableEpochs, elapsed)
            put(epochs)
        case .durable(.snapshot(let zxid)):
            put(.durableSnapshot, elapsed)
            put(zxid)
        case .propose(let payload):
            put(.propose, elapsed)
            put(payload.bytes)
        case .snapshotSent(let learner):
            put(.snapshotSent, elapsed)
            put(learner)
        case .relay(let message, let receiver):
            put(.relay, elapsed)
            put(receiver)
            put(message)
        }
    }

    private mutating func put(_ link: Link) {
        switch link {
        case .leader(let id):
            append(0)
            put(id)
        case .learner(let id):
            append(1)
            put(id)
        }
    }
}

extension FieldReader {
    /// The input behind a tag and its time.
    mutating func input(_ tag: RecordTag) throws(BadRecord) -> Replication.Input {
        switch tag {
        case .clientRequest:
            let connection = try signed()
            return .client(
                .request(xid: try signedInteger(), try request()), on: connection)
        case .clientConnect:
            let connection = try signed()
            let request = ConnectRequest(
                session: try signed(), lastZxid: try zxid(), timeout: try signedInteger(),
                readOnly: try flag(), identities: try identities())
            return .client(.connect(request), on: connection)
        case .clientAuthenticate:
            let connection = try signed()
            return .client(.authenticate(try identities()), on: connection)
        case .clientDisconnected: return .client(.disconnected, on: try signed())
        case .sessionExpiry: return .timer(.sessionExpiry)
        case .containerCheck: return .timer(.containerCheck)
        case .clock: return .clock(try signed())
        case .snapshotPiece: return .timer(.snapshotPiece(try server()))
        case .peerStart: return .peer(.start)
        case .message:
            let sender = try server()
            return .peer(.message(try message(), from: sender))
        case .connected: return .peer(.connected(try link()))
        case .disconnected: return .peer(.disconnected(try link()))
        case .peerTimer: return .peer(.timer(try peerTimer()))
        case .durableLog: return .peer(.durable(.log(try zxid())))
        case .durableEpochs: return .peer(.durable(.epochs(try epochs())))
        case .durableSnapshot: return .peer(.durable(.snapshot(try zxid())))
        case .propose: return .peer(.propose(Payload(try bytes())))
        case .snapshotSent: return .peer(.snapshotSent(to: try server()))
        case .relay:
            let receiver = try server()
            return .peer(.relay(try message(), to: receiver))
        case .start, .settings, .replayed, .ended, .logEntry, .statePiece, .ready:
            throw BadRecord("a starting state stands among the inputs")
        }
    }

    private mutating func request() throws(BadRecord) -> Request {
        let opcode = try signedInteger(Int32.self)
        if opcode == Opcode.error.rawValue { return .unreadable(try errorCode()) }
        let body = try bytes()
        do throws(JuteError) {
            return try Request(opcode: opcode, body: body)
        } catch {
            throw BadRecord("a request of type \(opcode): \(error)")
        }
    }

    private mutating func errorCode() throws(BadRecord) -> ErrorCode {
        let number = try signedInteger(Int32.self)
        guard let code = ErrorCode(rawValue: number) else {
            throw BadRecord("\(number) is no error")
        }
        return code
    }

    private mutating func identities() throws(BadRecord) -> [Identity] {
        var identities: [Identity] = []
        for _ in 0..<(try count()) {
            identities.append(Identity(scheme: try text(), id: try text()))
        }
        return identities
    }

    private mutating func link() throws(BadRecord) -> Link {
        switch try byte() {
        case 0: .leader(try server())
        case 1: .learner(try server())
        case let other: throw BadRecord("\(other) is no end of a link")
        }
    }

    private mutating func peerTimer() throws(BadRecord) -> Zab.Timer {
        let number = try byte()
        guard let timer = Zab.Timer.allNumbered.first(where: { $0.number == number }) else {
            throw BadRecord("\(number) is no timer")
        }
        return timer
    }
}

extension Zab.Timer {
    fileprivate static let allNumbered: [Self] = [
        .resendVote, .finalizeWait, .reconnect, .setup, .leaderSilence, .halfTick,
    ]

    fileprivate var number: UInt8 {
        switch self {
        case .resendVote: 0
        case .finalizeWait: 1
        case .reconnect: 2
        case .setup: 3
        case .leaderSilence: 4
        case .halfTick: 5
        }
    }
}
