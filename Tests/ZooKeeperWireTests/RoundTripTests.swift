import Jute
import Testing
import Znodes
import ZooKeeperWire

/// The frames in `bytes`, without their lengths.
private func frames(_ bytes: [UInt8]) throws -> [JuteReader] {
    var frames = FrameReader()
    frames.append(bytes)
    var readers: [JuteReader] = []
    while case .message(let reader) = try frames.next() { readers.append(reader) }
    #expect(frames.buffered == 0)
    return readers
}

private func written(_ messages: [ServerMessage]) -> [UInt8] {
    var writer = JuteWriter()
    for message in messages { message.write(to: &writer) }
    return writer.bytes
}

@Test func `every kind of request has a sample`() {
    let shown = Set(sampleRequests.map(\.opcode))
    let internals: Set<Opcode> = [
        .error, .createSession, .deleteContainer, .check, .auth, .sasl,
    ]
    #expect(shown == Set(Opcode.allCases).subtracting(internals))
    #expect(Set(sampleResponses.map(\.0)) == shown)
}

@Test(arguments: sampleRequests)
func `a request that was written is read`(request: Request) throws {
    let xid = request == .ping ? ReservedXid.ping : 77
    let message = ClientMessage.request(xid: xid, request)
    var writer = JuteWriter()
    message.write(to: &writer)
    let readers = try frames(writer.bytes)
    #expect(try readers.map { reader in try ClientMessage(reader) } == [message])
    #expect(Array(writer.bytes.dropFirst(12)) == request.encode())
}

@Test func `answers that were written are read, one behind the other`() throws {
    var messages: [ServerMessage] = []
    for (index, (_, response)) in sampleResponses.enumerated() {
        messages.append(.reply(xid: Int32(index), zxid: 0x1_0000_0000, .success(response)))
    }
    let readers = try frames(written(messages))
    let read = try readers.map { reader in
        try ServerMessage(reader) { xid in sampleResponses[Int(xid)].0 }
    }
    #expect(read == messages)
}

@Test(arguments: ErrorCode.allCases)
func `a refusal is a header alone`(code: ErrorCode) throws {
    guard code != .ok else { return }
    let message = ServerMessage.reply(xid: 9, zxid: 3, .failure(code))
    let bytes = written([message])
    #expect(bytes == framed(big(9) + big(0) + big(3) + big(code.rawValue)))
    #expect(try ServerMessage(try frames(bytes)[0]) { _ in .getData } == message)
}

@Test(arguments: WatchEvent.Kind.allCases)
func `an event that was written is read`(kind: WatchEvent.Kind) throws {
    let message = ServerMessage.event(WatchEvent(kind, "/ä"))
    let reader = try frames(written([message]))[0]
    #expect(
        try ServerMessage(reader) { xid in
            Issue.record("an event answers nothing, least of all \(xid)")
            return nil
        } == message)
}

@Test(arguments: [true, false, nil])
func `a greeting and its answer are read as written`(readOnly: Bool?) throws {
    let request = ConnectRequestRecord(
        protocolVersion: 1, lastZxid: 0x2_0000_0007, timeout: 4_000, session: -3,
        password: [1, 2], readOnly: readOnly)
    var writer = JuteWriter()
    ClientMessage.connect(request).write(to: &writer)
    #expect(try ClientMessage(first: try frames(writer.bytes)[0]) == .connect(request))

    for response in [
        ConnectResponseRecord(
            timeout: 4_000, session: 7, password: SessionPassword.make(for: 7), readOnly: readOnly),
        .refused(readOnly: readOnly),
    ] {
        let bytes = written([.connected(response)])
        #expect(bytes.count == 4 + (readOnly == nil ? 36 : 37))
        #expect(try ServerMessage(first: try frames(bytes)[0]) == .connected(response))
    }
}

@Test func `SASL tokens and auth are answered with zxid 0`() throws {
    #expect(
        written([.sasl(xid: 5, token: nil)]) == framed(big(5) + big(0) + big(0) + big(0) + big(-1)))
    let auth = ServerMessage.reply(xid: ReservedXid.auth, zxid: 0, .success(.done))
    #expect(try ServerMessage(try frames(written([auth]))[0]) { _ in nil } == auth)
}

@Test func `a reply that cannot be understood is an error`() throws {
    let unknown = JuteReader(big(1) + big(0) + big(0) + big(-99))
    #expect(throws: JuteError.malformed("a reply with the unknown error code -99")) {
        try ServerMessage(unknown) { _ in .getData }
    }
    let unasked = JuteReader(big(1) + big(0) + big(0) + big(0))
    #expect(throws: JuteError.malformed("nobody asked")) {
        try ServerMessage(unasked) { (_) throws(JuteError) in throw .malformed("nobody asked") }
    }
}
