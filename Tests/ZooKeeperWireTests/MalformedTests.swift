import Jute
import Testing
import Znodes
import ZooKeeperWire

/// One way to be wrong, and what a server makes of it. Each was tried on Apache ZooKeeper 3.8.0 as
/// well; where that does otherwise, the row says so.
struct Malformed: CustomTestStringConvertible {
    enum Verdict: Equatable {
        /// The connection ends without a word.
        case closed(FrameError)
        case ended(JuteError)
        /// The client is told; the connection goes on, unless it is UNIMPLEMENTED.
        case refused(ErrorCode, JuteError)
        /// Odd but good enough.
        case understood(ClientMessage)
        /// More bytes are awaited, and a deadline runs.
        case waiting
    }

    let what: String
    var isFirst = false
    let bytes: [UInt8]
    let verdict: Verdict

    var testDescription: String { what }

    static func first(_ what: String, _ bytes: [UInt8], _ verdict: Verdict) -> Self {
        Self(what: what, isFirst: true, bytes: bytes, verdict: verdict)
    }

    static func later(_ what: String, _ bytes: [UInt8], _ verdict: Verdict) -> Self {
        Self(what: what, bytes: bytes, verdict: verdict)
    }
}

private let greeting = framed([UInt8](repeating: 0, count: 28))
private let limit = FrameReader.defaultLimit
private let header = [UInt8](repeating: 0, count: 24)

private func refused(_ opcode: Int32) -> Malformed.Verdict {
    .refused(.unimplemented, .unknownType(opcode))
}

private func cut(_ needed: Int, _ left: Int) -> Malformed.Verdict {
    .refused(.marshallingError, .endOfData(needed: needed, left: left))
}

private let frames: [Malformed] = [
    .first("a negative length", big(-1), .closed(FrameError(length: -1, limit: 1_024))),
    .first("the most negative length", big(.min), .closed(FrameError(length: .min, limit: 1_024))),
    .first("the greatest length", big(.max), .closed(FrameError(length: .max, limit: 1_024))),
    // Apache waits for up to a megabyte from someone without a session.
    .first(
        "a greeting of a megabyte", big(0xfffff), .closed(FrameError(length: 0xfffff, limit: 1_024))
    ),
    .first(
        "HTTP", Array("GET / HTTP/1.1\r\n\r\n".utf8),
        .closed(FrameError(length: 0x4745_5420, limit: 1_024))),
    .first("TLS", hex("16030100 a5 01"), .closed(FrameError(length: 0x1603_0100, limit: 1_024))),
    .first(
        "an unknown word", Array("xxxx".utf8),
        .closed(FrameError(length: 0x7878_7878, limit: 1_024))),
    .first("half a word", Array("ruo".utf8), .waiting),
    .first("a word whose mask is missing", Array("stmk".utf8), .waiting),
    .first("half a length", [0, 0], .waiting),
    .first("half a greeting", Array(greeting.dropLast()), .waiting),
    .first("an empty greeting", framed([]), .ended(.endOfData(needed: 4, left: 0))),
    .first("a greeting without a password", framed(header), .ended(.endOfData(needed: 4, left: 0))),
    .first("a password of length -5", framed(header + big(-5)), .ended(.unreasonableLength(-5))),
    .first(
        "a password of length 2^31 - 1", framed(header + big(.max)),
        .ended(.unreasonableLength(.max))),
    .first(
        "a password longer than the frame", framed(header + big(16) + [1]),
        .ended(.endOfData(needed: 16, left: 1))),
    .first(
        "a password of 5 bytes", framed(header + big(5) + [1, 2, 3, 4, 5]),
        .understood(
            .connect(ConnectRequestRecord(timeout: 0, password: [1, 2, 3, 4, 5], readOnly: nil)))),
    .first(
        "bytes behind a greeting", framed(header + big(0) + [7, 8, 9]),
        .understood(.connect(ConnectRequestRecord(timeout: 0, password: [], readOnly: true)))),
    .later("a negative length, later", big(-7), .closed(FrameError(length: -7, limit: limit))),
    .later(
        "a length beyond jute.maxbuffer", big(0x100000),
        .closed(FrameError(length: 0x100000, limit: limit))),
    .later(
        "a word where a frame belongs", Array("ruok".utf8),
        .closed(FrameError(length: 0x7275_6F6B, limit: limit))),
    .later("an empty frame", framed([]), .ended(.endOfData(needed: 4, left: 0))),
    .later("half a header", framed([0, 0, 0, 1, 0]), .ended(.endOfData(needed: 4, left: 1))),
    .later("half a frame", Array(request(1, 11).dropLast()), .waiting),
]

private let opcodes: [Malformed] = [
    .later("opcode 0", request(3, 0), refused(0)),
    .later("opcode 10, which there is not", request(3, 10), refused(10)),
    .later("opcode 999", request(3, 999), refused(999)),
    .later("the greatest opcode", request(3, .max), refused(.max)),
    .later("the type of an error", request(3, -1), refused(-1)),
    // Apache opens a session, or deletes the container.
    .later("a server's opcode, createSession", request(3, -10, big(4_000)), refused(-10)),
    .later("a server's opcode, deleteContainer", request(3, 20, text("/a")), refused(20)),
    // Apache 3.8.0 never answers; 3.8.5 and later refuse.
    .later("a check outside a multi", request(3, 13, text("/") + big(-1)), refused(13)),
]

private let bodies: [Malformed] = [
    .later("a request without a body", request(3, 4), cut(4, 0)),
    .later("a path longer than the frame", request(3, 4, big(9) + [0x2F, 0x61]), cut(9, 2)),
    .later("a create that ends early", request(3, 1, text("/a")), cut(4, 0)),
    .later(
        "a path of length -5", request(3, 4, big(-5) + [0]),
        .refused(.marshallingError, .unreasonableLength(-5))),
    .later(
        "a path of length 2^31 - 1", request(3, 4, big(.max) + [0]),
        .refused(.marshallingError, .unreasonableLength(.max))),
    .later(
        "data of length -2", request(3, 5, text("/a") + big(-2) + big(0)),
        .refused(.marshallingError, .unreasonableLength(-2))),
    // Like a null list, it is refused as INVALIDACL further on.
    .later(
        "an access list of -5 entries", request(3, 1, text("/a") + big(0) + big(-5) + big(0)),
        .understood(.request(xid: 3, .create(CreateRequest("/a", acl: []))))),
    .later(
        "an access list of 2^31 - 1 entries",
        request(3, 1, text("/a") + big(0) + big(.max) + big(0)),
        .refused(.marshallingError, .unreasonableCount(.max))),
    .later(
        "setWatches of 2^31 - 1 paths", request(-8, 101, big(0) + big(0) + big(.max)),
        .refused(.marshallingError, .unreasonableCount(.max))),
    .later(
        "setWatches of -5 paths", request(-8, 101, big(0) + big(0) + big(-5) + big(0) + big(0)),
        .understood(.request(xid: -8, .setWatches(SetWatchesRequest(relativeZxid: 0))))),
    .later(
        "setWatches without a list",
        request(-8, 101, big(0) + big(0) + big(0) + big(-1) + big(0)),
        .refused(.marshallingError, .malformed("a list of paths is null"))),
    .later(
        "setWatches of a null path",
        request(-8, 101, big(0) + big(0) + big(1) + big(-1) + big(0) + big(0)), nullPath),
    .later("a read of a null path", request(3, 4, big(-1) + [0]), nullPath),
    .later(
        "a create of a null path", request(3, 1, big(-1) + big(0) + big(0) + big(0)), nullPath),
    // Judged as the name of a node, like in Java: BADARGUMENTS.
    .later(
        "new data for a null path", request(3, 5, big(-1) + big(0) + big(-1)),
        .understood(.request(xid: 3, .setData(SetDataRequest("", data: []))))),
    .later(
        "an access list with a null id",
        request(
            3, 7, text("/a") + big(1) + big(31) + text("world") + big(-1) + big(-1)),
        .refused(.marshallingError, .malformed("an id of the scheme world is null"))),
    // No scheme, no idea what its ids look like: INVALIDACL.
    .later(
        "an access list with a null scheme",
        request(3, 7, text("/a") + big(1) + big(31) + big(-1) + big(-1) + big(-1)),
        .understood(
            .request(
                xid: 3,
                .setACL(
                    SetACLRequest("/a", acl: [ACL(.all, for: Identity(scheme: "", id: ""))]))))),
    .later("setWatches that ends early", request(-8, 101, big(0) + big(0)), cut(4, 0)),
    .later(
        "bytes behind a request", request(3, 3, text("/") + [7] + [1, 2, 3]),
        .understood(.request(xid: 3, .exists(ExistsRequest("/", watch: true))))),
    .later(
        "bytes behind a ping", request(-2, 11, [1, 2, 3]), .understood(.request(xid: -2, .ping))),
    .later(
        "malformed UTF-8", request(3, 4, framed([0x2F, 0x61, 0xFF]) + [0]),
        .understood(.request(xid: 3, .getData(GetDataRequest("/a\u{FFFD}"))))),
    .later(
        "UTF-8 that is cut", request(3, 4, framed([0x2F, 0xE2, 0x82]) + [0]),
        .understood(.request(xid: 3, .getData(GetDataRequest("/\u{FFFD}"))))),
    .later(
        "an overlong slash", request(3, 4, framed([0x2F, 0xC0, 0xAF]) + [0]),
        .understood(.request(xid: 3, .getData(GetDataRequest("/\u{FFFD}\u{FFFD}"))))),
    .later(
        "auth that ends early", request(-4, 100, big(0)), .ended(.endOfData(needed: 4, left: 0))),
    .later("SASL that ends early", request(5, 102, [0]), .ended(.endOfData(needed: 4, left: 1))),
    .later(
        "auth of no scheme", request(-4, 100, big(0) + big(-1) + big(-1)),
        .understood(.auth(xid: -4, AuthPacket(scheme: nil, credentials: nil)))),
]

private let nullPath = Malformed.Verdict.refused(.marshallingError, .malformed("a path is null"))

private let multis: [Malformed] = [
    .later(
        "a multi that sets a null path",
        request(1, 14, big(5) + [0] + big(-1) + big(-1) + big(0) + big(-1)),
        .refused(.marshallingError, .malformed("the path of an operation is null"))),
    .later(
        "a multi that reads a null path",
        request(1, 22, big(4) + [0] + big(-1) + big(-1) + [0]),
        .refused(.marshallingError, .malformed("the path of an operation is null"))),
    .later(
        "a multi without an end", request(1, 14, big(2) + [0] + big(-1) + text("/a") + big(0)),
        cut(4, 0)),
    .later(
        "a multi within a multi", request(1, 14, big(14) + [0] + big(-1) + big(-1) + [1] + big(-1)),
        .refused(.marshallingError, .malformed("a multi cannot hold an operation of type 14"))),
    .later(
        "a read within a multi", request(1, 14, big(3) + [0] + big(-1) + text("/a") + [0]),
        .refused(.marshallingError, .malformed("a multi cannot hold an operation of type 3"))),
    .later(
        "an unknown operation within a multi", request(1, 14, big(77) + [0] + big(-1)),
        .refused(.marshallingError, .malformed("a multi cannot hold an operation of type 77"))),
]

private let xids: [Malformed] =
    [-1, -2, -4, -8, .min].map { xid in
        .later(
            "a read with the xid \(xid)", request(xid, 3, text("/") + [0]),
            .understood(.request(xid: xid, .exists(ExistsRequest("/")))))
    } + [
        .later(
            "a ping with an xid of its own", request(7, 11), .understood(.request(xid: -2, .ping))),
        .later(
            "auth with an xid of its own", request(9, 100, big(0) + text("ip") + big(0)),
            .understood(.auth(xid: 9, AuthPacket(scheme: "ip", credentials: [])))),
    ]

private let everyMalformed = frames + opcodes + bodies + multis + xids

@Test(arguments: everyMalformed, [Int.max, 1])
func `a malformed frame is met as the table says`(malformed: Malformed, piece: Int) {
    let bytes = (malformed.isFirst ? [] : greeting) + malformed.bytes
    let ear = ServerEar.hearing(bytes, inPiecesOf: piece)
    let messages = malformed.isFirst ? ear.messages[...] : ear.messages.dropFirst()
    switch malformed.verdict {
    case .closed(let error):
        #expect(ear.state == .closed(error) && messages.isEmpty)
    case .ended(let error):
        #expect(ear.state == .unreadable(error) && messages.isEmpty)
    case .refused(let code, let error):
        guard case .unreadable(_, let said, let why) = messages.first else {
            Issue.record("it was understood: \(messages)")
            return
        }
        #expect(said == code && why == error && ear.state == .open)
    case .understood(let message):
        #expect(messages == [message] && ear.state == .open)
    case .waiting:
        #expect(messages.isEmpty && ear.state == .open && ear.buffered > 0)
    }
}

@Test func `what follows a refused request is heard`() {
    for malformed in everyMalformed {
        guard case .refused = malformed.verdict else { continue }
        let ear = ServerEar.hearing(greeting + malformed.bytes + request(9, 11))
        #expect(ear.messages.last == .request(xid: -2, .ping), "\(malformed.what)")
    }
}

/// Which paths no node may have is for the tree to say; on the way there they are not touched.
@Test(arguments: ["/a/../b", "/a//b", "/a/", "/a\u{0}b", "/a\u{7}", "a", "", "/\u{E000}"])
func `odd paths arrive as they were sent, and are refused as names`(path: String) {
    let ear = ServerEar.hearing(greeting + request(1, 4, text(path) + [0]))
    #expect(ear.messages.last == .request(xid: 1, .getData(GetDataRequest(ZnodePath(path)))))
    #expect(ZnodePath(path).validate() == .badArguments)
}

@Test func `a path as deep as a frame is long is read`() {
    let path = String(repeating: "/a", count: 500_000)
    let ear = ServerEar.hearing(greeting + request(1, 4, text(path) + [0]))
    #expect(ear.messages.last == .request(xid: 1, .getData(GetDataRequest(ZnodePath(path)))))
}

@Test func `a multi of as many operations as a frame holds is read, a longer one is not a frame`() {
    let delete = big(2) + [0] + big(-1) + text("/a") + big(-1)
    let end = big(-1) + [1] + big(-1)
    let most = (limit - 8 - end.count) / delete.count
    let operations = [[UInt8]](repeating: delete, count: most)
    let ear = ServerEar.hearing(greeting + request(1, 14, Array(operations.joined()) + end))
    guard case .request(1, .multi(let multi)) = ear.messages.last else {
        Issue.record("no multi of \(most) operations")
        return
    }
    #expect(multi.operations.count == most)

    let hundredThousand = request(
        1, 14, Array([[UInt8]](repeating: delete, count: 100_000).joined()) + end)
    let error = FrameError(length: Int32(hundredThousand.count - 4), limit: limit)
    #expect(ServerEar.hearing(greeting + hundredThousand).state == .closed(error))
}

@Test func `as many paths as a frame holds can be watched again, a million cannot`() {
    let most = (limit - 28) / 4
    let paths = [UInt8](repeating: 0, count: 4 * most)
    let frame = request(-8, 101, big(0) + big(0) + big(Int32(most)) + paths + big(0) + big(0))
    guard
        case .request(-8, .setWatches(let request)) = ServerEar.hearing(greeting + frame).messages
            .last
    else {
        Issue.record("no setWatches of \(most) paths")
        return
    }
    #expect(request.dataWatches.count == most)
    let error = FrameError(length: 4_000_028, limit: limit)
    #expect(ServerEar.hearing(greeting + big(4_000_028)).state == .closed(error))
}
