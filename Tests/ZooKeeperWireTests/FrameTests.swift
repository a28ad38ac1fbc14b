import Jute
import Testing
import Znodes
import ZooKeeperWire

private let conversation: [ClientMessage] = [
    .connect(ConnectRequestRecord(timeout: 10_000)),
    .request(xid: 1, .exists(ExistsRequest("/a", watch: true))),
    .request(xid: -2, .ping),
    .auth(xid: -4, AuthPacket(scheme: "digest", credentials: Array("u:p".utf8))),
    .sasl(xid: 2, token: [1, 2, 3]),
    .sasl(xid: 3, token: nil),
    .request(xid: 4, .setData(SetDataRequest("/a", data: [UInt8](repeating: 7, count: 5_000)))),
    .request(xid: 5, .closeSession),
]

private func bytes(of messages: [ClientMessage]) -> [UInt8] {
    var writer = JuteWriter()
    for message in messages { message.write(to: &writer) }
    return writer.bytes
}

@Test(arguments: [1, 2, 3, 5, 7, 64, 1_000, Int.max])
func `messages come out whole, however their bytes arrive`(size: Int) {
    let ear = ServerEar.hearing(bytes(of: conversation), inPiecesOf: size)
    #expect(ear.messages == conversation)
    #expect(ear.state == .open)
    #expect(ear.buffered == 0)
}

@Test func `a frame shares the bytes it came in`() throws {
    var frames = FrameReader()
    frames.append(bytes(of: Array(conversation.prefix(3))))
    var starts: [Int] = []
    while case .message(let reader) = try frames.next() { starts.append(reader.position) }
    #expect(starts == [4, 4 + 45 + 4, 4 + 45 + 4 + 15 + 4])
}

@Test func `a frame that is still held is not changed by bytes that come later`() throws {
    var frames = FrameReader()
    frames.append(framed([1, 2, 3, 4]) + [0, 0])
    guard case .message(var held) = try frames.next() else {
        Issue.record("no frame")
        return
    }
    frames.append([0, 1, 9] + framed([5]))
    #expect(try held.int() == 0x0102_0304)
    #expect(held.isAtEnd)
    let rest = try [frames.next(), frames.next()].map { frame -> [UInt8]? in
        if case .message(let reader) = frame { reader.rest } else { nil }
    }
    #expect(rest == [[9], [5]])
}

@Test func `an empty frame is a frame`() throws {
    var frames = FrameReader()
    frames.append([0, 0, 0, 0])
    #expect(try frames.next() == .message(JuteReader([0, 0, 0, 0], at: 4, limit: 2 * 0xfffff)))
    #expect(try frames.next() == nil)
}

@Test func `nothing is held for a length that was only announced`() throws {
    var frames = FrameReader()
    frames.append(framed([]) + big(0xfffff))
    _ = try frames.next()
    #expect(try frames.next() == nil)
    #expect(frames.buffered == 4)
    frames.append([UInt8](repeating: 0, count: 1_000))
    #expect(try frames.next() == nil)
    #expect(frames.buffered == 1_004)
}

@Test func `the longest frame is accepted, one byte more is not`() throws {
    var frames = FrameReader(limit: 2_000)
    frames.append(framed([UInt8](repeating: 1, count: 1_024)))
    #expect(try frames.next() != nil)
    frames.append(framed([UInt8](repeating: 2, count: 2_000)))
    #expect(try frames.next() != nil)
    frames.append(big(2_001))
    let error = FrameError(length: 2_001, limit: 2_000)
    #expect(throws: error) { try frames.next() }
    frames.append([UInt8](repeating: 0, count: 3_000))
    #expect(throws: error, "it stays broken") { try frames.next() }
}

@Test func `whoever has no session yet may send little`() throws {
    var frames = FrameReader()
    frames.append(big(1_025))
    #expect(throws: FrameError(length: 1_025, limit: 1_024)) { try frames.next() }
    var short = FrameReader(limit: 100)
    short.append(big(101))
    #expect(throws: FrameError(length: 101, limit: 100)) { try short.next() }
}

@Test(arguments: FourLetterWord.allCases)
func `a four-letter word is known by its bytes, and only in the first place`(
    word: FourLetterWord
) throws {
    #expect(FourLetterWord(code: word.code) == word)
    let code = big(Int32(bitPattern: word.code))
    let mask: [UInt8] = word == .stmk ? [0, 0, 0, 0, 0, 0, 1, 50] : []
    let expected = ServerEar.State.answered(word, mask: word == .stmk ? 306 : 0)
    #expect(ServerEar.hearing(code + mask).state == expected)
    #expect(ServerEar.hearing(code + mask, inPiecesOf: 1).state == expected)
    #expect(ServerEar.hearing(Array((code + mask).dropLast())).state == .open)

    let greeting = bytes(of: [conversation[0]])
    let late = ServerEar.hearing(greeting + code + mask)
    let error = FrameError(length: Int32(bitPattern: word.code), limit: FrameReader.defaultLimit)
    #expect(late.state == .closed(error))
}

@Test func `words are spelt as they are sent`() {
    #expect(FourLetterWord.ruok.code == 0x7275_6F6B)
    #expect(FourLetterWord.stmk.code == 0x7374_6D6B)
    for code in [0x7878_7878, 44, 0xFFFF_FFFF] {
        #expect(FourLetterWord(code: UInt32(code)) == nil)
    }
}

@Test func `an interrupted telnet is let go`() {
    let length = Int32(bitPattern: 0xFFF4_FFFD)
    let error = FrameError(length: length, limit: FrameReader.defaultFirstLimit)
    #expect(ServerEar.hearing(big(length)).state == .closed(error))
}

@Test(arguments: [
    ("GET / HTTP/1.1", FrameError.Guess.http, "it looks like HTTP"),
    ("POST /", .http, "it looks like HTTP"),
    ("PRI * HTTP/2.0", .http, "it looks like HTTP"),
    ("\u{16}\u{3}\u{1}\u{2}", .tls, "it looks like TLS"),
    ("xxxx", .text("xxxx"), "\"xxxx\" is no four-letter word"),
])
func `who mistook the port is recognized`(first: String, guess: FrameError.Guess, hint: String) {
    guard case .closed(let error) = ServerEar.hearing(Array(first.utf8)).state else {
        Issue.record("\(first) was not refused")
        return
    }
    #expect(error.guess == guess)
    #expect(error.description.contains(hint))
}

@Test func `a length without a second meaning is told as such`() {
    #expect(
        FrameError(length: 0x0100_0000, limit: 1_024).description
            == "a frame of 16777216 bytes, where 1024 are the limit")
    #expect(
        FrameError(length: -5, limit: 1_024).description == "a frame of negative length -5")
}

@Test func `an idle connection holds no large buffer`() throws {
    var frames = FrameReader()
    frames.append(framed([1]))
    _ = try frames.next()
    for _ in 0..<3 {
        frames.append(framed([UInt8](repeating: 3, count: 500_000)))
        while try frames.next() != nil {}
        #expect(frames.buffered == 0)
        #expect(frames.room <= 1 << 9)
    }
}
