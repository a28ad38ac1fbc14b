import Jute
import Testing
import Znodes
import ZooKeeperWire

/// What went over a socket between a plain client and Apache ZooKeeper 3.8.0 (Debian's), byte for
/// byte.

private let open = "00000001 0000001f 00000005 776f726c64 00000006 616e796f6e65"

private let greetings: [(String, ClientMessage)] = [
    (
        "0000002d 00000000 0000000000000000 00002710 0000000000000000 00000010"
            + "00000000000000000000000000000000 00",
        .connect(ConnectRequestRecord(timeout: 10_000))
    ),
    (
        "0000002c 00000000 0000000000000000 00002710 0000000000000000 00000010"
            + "00000000000000000000000000000000",
        .connect(ConnectRequestRecord(timeout: 10_000, readOnly: nil))
    ),
    (
        "0000001d 00000000 0000000000000000 00002710 0000000000000000 ffffffff 00",
        .connect(ConnectRequestRecord(timeout: 10_000, password: nil))
    ),
]

@Test(arguments: greetings)
func `a client's greeting is what clients send`(bytes: String, message: ClientMessage) {
    #expect(ServerEar.hearing(hex(bytes)).messages == [message])
    var writer = JuteWriter()
    message.write(to: &writer)
    #expect(writer.bytes == hex(bytes))
}

private let requests: [(String, ClientMessage)] = [
    ("00000008 fffffffe 0000000b", .request(xid: -2, .ping)),
    (
        "00000010 00000001 00000003 00000003 2f7731 01",
        .request(xid: 1, .exists(ExistsRequest("/w1", watch: true)))
    ),
    (
        "00000034 00000002 0000000f 00000003 2f7731 00000002 6869 \(open) 00000000",
        .request(
            xid: 2, .create(CreateRequest("/w1", data: Array("hi".utf8), returnsStat: true)))
    ),
    (
        "00000010 00000003 00000004 00000003 2f7731 00",
        .request(xid: 3, .getData(GetDataRequest("/w1")))
    ),
    (
        "0000000e 00000004 0000000c 00000001 2f 00",
        .request(xid: 4, .getChildren(GetChildrenRequest("/", returnsStat: true)))
    ),
    (
        "00000018 00000005 00000005 00000003 2f7731 00000001 78 ffffffff",
        .request(xid: 5, .setData(SetDataRequest("/w1", data: Array("x".utf8), version: -1)))
    ),
    (
        "00000013 00000006 00000002 00000003 2f7731 ffffffff",
        .request(xid: 6, .delete(DeleteRequest("/w1", version: -1)))
    ),
    ("0000000d 00000007 00000009 00000001 2f", .request(xid: 7, .sync(SyncRequest("/")))),
    (
        "00000017 00000008 00000008 0000000a 2f7a6f6f6b6565706572 00",
        .request(xid: 8, .getChildren(GetChildrenRequest("/zookeeper")))
    ),
    ("00000008 00000009 fffffff5", .request(xid: 9, .closeSession)),
    (
        "0000001d fffffffc 00000064 00000000 00000006 646967657374 00000003 753a70",
        .auth(xid: -4, AuthPacket(scheme: "digest", credentials: Array("u:p".utf8)))
    ),
    ("0000000f 00000005 00000066 00000003 746f6b", .sasl(xid: 5, token: Array("tok".utf8))),
    (
        "0000001c fffffff8 00000065 0000000000000000 00000000 00000000 00000000",
        .request(xid: -8, .setWatches(SetWatchesRequest(relativeZxid: 0)))
    ),
    (
        "00000081 00000001 0000000e 00000001 00 ffffffff 00000002 2f6d 00000000 \(open) 00000001"
            + "0000000d 00 ffffffff 00000002 2f6d 00000000"
            + "00000005 00 ffffffff 00000002 2f6d 00000001 78 00000000"
            + "00000002 00 ffffffff 00000002 2f6d 00000001 ffffffff 01 ffffffff",
        .request(
            xid: 1,
            .multi(
                MultiRequest([
                    .create(CreateRequest("/m", mode: .ephemeral)),
                    .check(CheckRequest("/m", version: 0)),
                    .setData(SetDataRequest("/m", data: Array("x".utf8), version: 0)),
                    .delete(DeleteRequest("/m", version: 1)),
                ])))
    ),
]

@Test(arguments: requests)
func `a request is what clients send`(bytes: String, message: ClientMessage) {
    let greeting = framed([UInt8](repeating: 0, count: 28))
    #expect(ServerEar.hearing(greeting + hex(bytes)).messages.dropFirst() == [message])
    var writer = JuteWriter()
    message.write(to: &writer)
    #expect(writer.bytes == hex(bytes))
}

private let created = Stat(
    czxid: 0x57, mzxid: 0x57, ctime: 0x1A2_03F6_C8A0, mtime: 0x1A2_03F6_C8A0, dataLength: 2,
    pzxid: 0x57)
private let createdBytes =
    "0000000000000057 0000000000000057 000001a203f6c8a0 000001a203f6c8a0 00000000 00000000"
    + "00000000 0000000000000000 00000002 00000000 0000000000000057"

private let replies: [(Opcode, String, ServerMessage)] = [
    (
        .exists, "00000010 00000001 0000000000000056 ffffff9b",
        .reply(xid: 1, zxid: 0x56, .failure(.noNode))
    ),
    (
        .exists,
        "0000001f ffffffff ffffffffffffffff 00000000 00000001 00000003 00000003 2f7731",
        .event(WatchEvent(.nodeCreated, "/w1"))
    ),
    (
        .create2, "0000005b 00000002 0000000000000057 00000000 00000003 2f7731" + createdBytes,
        .reply(xid: 2, zxid: 0x57, .success(.created("/w1", created)))
    ),
    (
        .getData, "0000005a 00000003 0000000000000057 00000000 00000002 6869" + createdBytes,
        .reply(xid: 3, zxid: 0x57, .success(.data(Array("hi".utf8), created)))
    ),
    (
        .setData,
        "00000054 00000005 0000000000000058 00000000 0000000000000057 0000000000000058"
            + "000001a203f6c8a0 000001a203f6c8a6 00000001 00000000 00000000 0000000000000000"
            + "00000001 00000000 0000000000000057",
        .reply(
            xid: 5, zxid: 0x58,
            .success(
                .stat(
                    Stat(
                        czxid: 0x57, mzxid: 0x58, ctime: 0x1A2_03F6_C8A0, mtime: 0x1A2_03F6_C8A6,
                        version: 1, dataLength: 1, pzxid: 0x57))))
    ),
    (
        .delete, "00000010 00000006 0000000000000059 00000000",
        .reply(xid: 6, zxid: 0x59, .success(.done))
    ),
    (
        .sync, "00000015 00000007 0000000000000059 00000000 00000001 2f",
        .reply(xid: 7, zxid: 0x59, .success(.synced("/")))
    ),
    (
        .getChildren,
        "00000027 00000008 0000000000000059 00000000 00000002 00000006 636f6e666967"
            + "00000005 71756f7461",
        .reply(xid: 8, zxid: 0x59, .success(.children(["config", "quota"], nil)))
    ),
    (
        .ping, "00000010 fffffffe 000000000000000a 00000000",
        .reply(xid: -2, zxid: 10, .success(.done))
    ),
    (
        .multi,
        "00000087 00000001 000000000000005d 00000000 00000001 00 00000000 00000002 2f6d"
            + "0000000d 00 00000000 00000005 00 00000000"
            + "000000000000005d 000000000000005d 000001a203f6cd75 000001a203f6cd75 00000001"
            + "00000000 00000000 010000b102ca002e 00000001 00000000 000000000000005d"
            + "00000002 00 00000000 ffffffff 01 ffffffff",
        .reply(
            xid: 1, zxid: 0x5D,
            .success(
                .multi([
                    .done(.create, .created("/m", nil)),
                    .done(.check, .done),
                    .done(
                        .setData,
                        .stat(
                            Stat(
                                czxid: 0x5D, mzxid: 0x5D, ctime: 0x1A2_03F6_CD75,
                                mtime: 0x1A2_03F6_CD75, version: 1,
                                ephemeralOwner: 0x0100_00B1_02CA_002E, dataLength: 1, pzxid: 0x5D))),
                    .done(.delete, .done),
                ])))
    ),
    (
        .multi,
        "00000033 00000001 0000000000000062 00000000 ffffffff 00 00000000 00000000"
            + "ffffffff 00 ffffff9b ffffff9b ffffffff 01 ffffffff",
        .reply(
            xid: 1, zxid: 0x62, .success(.multi([.refused(.ok), .refused(.noNode)])))
    ),
    (
        .closeSession, "00000010 00000009 0000000000000073 00000000",
        .reply(xid: 9, zxid: 0x73, .success(.done))
    ),
]

@Test(arguments: replies)
func `an answer is what ZooKeeper sends`(opcode: Opcode, bytes: String, message: ServerMessage)
    throws
{
    var writer = JuteWriter()
    message.write(to: &writer)
    #expect(writer.bytes == hex(bytes))
    let reader = JuteReader(hex(bytes), at: 4)
    #expect(try ServerMessage(reader) { _ in opcode } == message)
}

private let welcomes: [(String, ConnectResponseRecord)] = [
    (
        "00000025 00000000 00002710 010000b102ca0001 00000010 372450b4812b163e978755be66962bc5 00",
        ConnectResponseRecord(
            timeout: 10_000, session: 0x0100_00B1_02CA_0001,
            password: SessionPassword.make(for: 0x0100_00B1_02CA_0001))
    ),
    (
        "00000024 00000000 00002710 010000b102ca0002 00000010 fec061b4a148786fb8be1f3cebfbed5d",
        ConnectResponseRecord(
            timeout: 10_000, session: 0x0100_00B1_02CA_0002,
            password: SessionPassword.make(for: 0x0100_00B1_02CA_0002), readOnly: nil)
    ),
    (
        "00000025 00000000 00000000 0000000000000000 00000010 00000000000000000000000000000000 00",
        .refused(readOnly: true)
    ),
]

@Test(arguments: welcomes)
func `the answer to a greeting is what ZooKeeper sends`(
    bytes: String, response: ConnectResponseRecord
) {
    var writer = JuteWriter()
    ServerMessage.connected(response).write(to: &writer)
    #expect(writer.bytes == hex(bytes))
}
