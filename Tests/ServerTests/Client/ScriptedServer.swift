import Jute
import Testing
import Znodes
import ZooKeeperWire

@testable import Client

/// A server that says what the test lets it say, to a client's session without a socket between.
struct ScriptedServer {
    var session: ClientSession
    private var frames = FrameReader()
    private var isGreeted = false
    /// What the client sent and the test has not looked at.
    private var heard: [ClientMessage] = []
    private(set) var answers: [Int: Result<Response, ClientError>] = [:]
    private(set) var events: [String] = []
    private(set) var isCut = false

    init(chroot: String = "", timeout: Int32 = 4_000) {
        session = ClientSession(timeout: timeout, chroot: Chroot(chroot), readOnly: false)
    }

    mutating func run(_ body: (inout ClientSession, inout [ClientSession.Effect]) -> Void) throws {
        var effects: [ClientSession.Effect] = []
        body(&session, &effects)
        for effect in effects {
            switch effect {
            case .write(let bytes): frames.append(bytes)
            case .answer(let ticket, let result):
                #expect(answers[ticket] == nil, "answered twice")
                answers[ticket] = result
            case .notify(let event): events.append(event.description)
            case .disconnect: isCut = true
            case .established: break
            }
        }
        while case .message(let reader) = try frames.next() {
            heard.append(
                isGreeted ? try ClientMessage(reader) : try ClientMessage(first: reader))
            isGreeted = true
        }
    }

    /// A connection is made and the client's greeting is answered.
    mutating func connect(session id: Int64 = 7) throws {
        try connectWithoutAnswer()
        try say(
            .connected(
                ConnectResponseRecord(
                    timeout: 4_000, session: id, password: SessionPassword.make(for: id))))
    }

    mutating func connectWithoutAnswer() throws {
        isGreeted = false
        isCut = false
        frames = FrameReader()
        heard = []
        try run { session, effects in session.connected(into: &effects) }
    }

    mutating func disconnect() throws {
        try run { session, effects in session.disconnected(into: &effects) }
    }

    mutating func submit(_ request: Request, ticket: Int) throws {
        try run { session, effects in session.submit(request, ticket, into: &effects) }
    }

    mutating func say(_ message: ServerMessage) throws {
        var writer = JuteWriter()
        message.write(to: &writer)
        try say(bytes: writer.bytes)
    }

    mutating func say(bytes: [UInt8]) throws {
        let view = bytes
        try run { session, effects in session.received(view, into: &effects) }
    }

    /// What the client has sent since the last time.
    mutating func listen() -> [ClientMessage] {
        defer { heard = [] }
        return heard
    }
}
