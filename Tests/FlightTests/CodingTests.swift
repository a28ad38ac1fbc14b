import Checksum
import Replication
import Testing
import Zab
import Znodes

@testable import Flight

@Suite struct CodingTests {
    private static let vote = Vote(
        leader: ServerID(3), zxid: Zxid(epoch: 2, counter: 7), epoch: 2)
    private static let proposal = Proposal(
        zxid: Zxid(epoch: 1, counter: 2), payload: [1, 2, 3])

    /// Every kind of message, with the values at which a short form could go wrong.
    static let messages: [Message] = [
        .notification(Notification(state: .looking, vote: vote, round: .max)),
        .notification(
            Notification(
                state: .leading, vote: Vote(leader: ServerID(-1), zxid: nil, epoch: .max),
                round: 0)),
        .notification(Notification(state: .following, vote: vote, round: 1)),
        .notification(Notification(state: .observing, vote: vote, round: 1)),
        .learnerInfo(acceptedEpoch: 5, observer: true),
        .ackEpoch(current: nil, last: .zero),
        .ackEpoch(current: 4, last: Zxid(rawValue: .max)),
        .ack(Zxid(epoch: 3, counter: 0)), .pong(.zero, touched: [9]), .request([], authinfo: []),
        .request([1], authinfo: [2, 3]),
        .revalidate([1]), .leaderInfo(7), .diff(.zero), .trunc(.zero), .snap(.zero),
        .snapshotPiece([1, 2], isLast: false), .snapshotPiece([], isLast: true), .newLeader(2),
        .upToDate, .proposal(proposal), .commit(proposal.zxid), .inform(proposal),
        .ping(proposal.zxid), .sync, .revalidated([0, 1]),
    ]

    static let inputs: [Replication.Input] =
        messages.map { .peer(.message($0, from: ServerID(2))) }
        + messages.map { .peer(.relay($0, to: ServerID(2))) }
        + [
            .peer(.start), .peer(.connected(.leader(ServerID(3)))),
            .peer(.connected(.learner(ServerID(254)))),
            .peer(.disconnected(.leader(ServerID(3)))),
            .peer(.disconnected(.learner(ServerID(3)))),
            .peer(.durable(.log(Zxid(epoch: 1, counter: .max)))),
            .peer(.durable(.epochs(Epochs(accepted: 3, current: 2)))),
            .peer(.durable(.snapshot(.zero))), .peer(.propose([5])),
            .peer(.snapshotSent(to: ServerID(1))),
            .timer(.sessionExpiry), .timer(.containerCheck), .timer(.snapshotPiece(ServerID(2))),
            .client(
                .connect(ConnectRequest(session: .min, lastZxid: .zero, timeout: .min)), on: .max),
            .client(
                .connect(
                    ConnectRequest(
                        timeout: 1, readOnly: true,
                        identities: [Identity(scheme: "ip", id: "::1")])), on: .min),
            .client(
                .authenticate([
                    Identity(scheme: "digest", id: "u:h"), Identity(scheme: "super", id: ""),
                ]), on: 3),
            .client(.authenticate([]), on: 3), .clock(1_700_000_000_000), .clock(.min),
            .client(.disconnected, on: 0),
        ]
        + [.resendVote, .finalizeWait, .reconnect, .setup, .leaderSilence, .halfTick].map {
            .peer(.timer($0))
        }
        + requests.map { .client(.request(xid: -2, $0), on: 7) }

    static let requests: [Request] = [
        .create(CreateRequest("/a", data: nil, acl: [], mode: .ephemeralSequential)),
        .create(CreateRequest("/a", returnsStat: true)), .delete(DeleteRequest("/a", version: 3)),
        .setData(SetDataRequest("/a", data: [0])), .getData(GetDataRequest("/a", watch: true)),
        .multi(MultiRequest([.delete(DeleteRequest("/a")), .create(CreateRequest("/b"))])),
        .ping, .closeSession, .unreadable(.marshallingError), .unreadable(.unimplemented),
        .setACL(SetACLRequest("/a", acl: ACL.open)), .getACL(GetACLRequest("/a")), .whoAmI,
        .reconfig(ReconfigRequest()), .create(CreateRequest("/c", mode: .container)),
        .create(CreateRequest("/t", mode: .persistentTTL, timeToLive: 7)),
    ]

    @Test(arguments: inputs) func `an input is read as it was noted`(
        input: Replication.Input
    ) throws {
        var bytes: [UInt8] = []
        var encoder = FlightEncoder()
        encoder.note(input, now: .nanoseconds(300), into: &bytes)
        encoder.note(input, now: .nanoseconds(200), into: &bytes)
        var reader = FieldReader(bytes)
        for elapsed in [300, -100] as [Int64] {
            let tag = try #require(RecordTag(rawValue: try reader.byte()))
            #expect(try reader.signed() == elapsed)
            #expect(try reader.input(tag) == input)
        }
        #expect(reader.isAtEnd)
    }

    @Test(arguments: inputs) func `an input cut short is no input`(
        input: Replication.Input
    ) throws {
        var bytes: [UInt8] = []
        var encoder = FlightEncoder()
        encoder.note(input, now: .zero, into: &bytes)
        for length in 2..<max(2, bytes.count) {
            var reader = FieldReader(Array(bytes[..<length]))
            let tag = try #require(RecordTag(rawValue: try reader.byte()))
            _ = try reader.signed()
            #expect(throws: BadRecord.self) { try reader.input(tag) }
        }
    }

    @Test func `the longest numbers have room`() throws {
        let input = Replication.Input.client(.request(xid: .min, .ping), on: .min)
        var bytes: [UInt8] = []
        var encoder = FlightEncoder()
        encoder.note(input, now: .nanoseconds(.min), into: &bytes)
        var reader = FieldReader(bytes)
        let tag = try #require(RecordTag(rawValue: try reader.byte()))
        #expect(try reader.signed() == .min)
        #expect(try reader.input(tag) == input)
        #expect(reader.isAtEnd)
    }

    @Test func `a request is read as it was noted, whatever length a server's settings allowed`()
        throws
    {
        let data = [UInt8](repeating: 1, count: 3_000_000)
        let input = Replication.Input.client(
            .request(xid: 1, .create(CreateRequest("/a", data: data))), on: 7)
        var bytes: [UInt8] = []
        var encoder = FlightEncoder()
        encoder.note(input, now: .zero, into: &bytes)
        var reader = FieldReader(bytes)
        let tag = try #require(RecordTag(rawValue: try reader.byte()))
        _ = try reader.signed()
        #expect(try reader.input(tag) == input)
    }

    @Test func `a plain request takes a few bytes more than its body`() {
        var bytes: [UInt8] = []
        var encoder = FlightEncoder()
        encoder.note(.client(.request(xid: 1, .ping), on: 1), now: .zero, into: &bytes)
        encoder.note(
            .client(.request(xid: 2, .ping), on: 1), now: .nanoseconds(1), into: &bytes)
        // Tag, elapsed, connection, xid, opcode, and five bytes for the length of the body.
        let length: [UInt8] = [0x80, 0x80, 0x80, 0x80, 0]
        #expect(bytes == [33, 0, 2, 2, 22] + length + [33, 2, 2, 4, 22] + length)
    }

    // MARK: The starting state

    static var start: FlightStart {
        var timing = Timing()
        timing.tick = .milliseconds(1)
        timing.initLimit = 2
        timing.syncLimit = 3
        timing.finalizeWait = .milliseconds(4)
        timing.notificationFirst = .milliseconds(5)
        timing.notificationLast = .milliseconds(6)
        timing.connectAttempts = 7
        timing.connectDelay = .milliseconds(8)
        timing.window = 9
        timing.lastCounter = 10
        var settings = Settings(timing: timing, snapCount: 11, wallClock: 12)
        settings.service.skipACL = true
        settings.service.extendedTypesEnabled = true
        settings.service.enforceQuota = true
        settings.service.reconfigEnabled = true
        settings.service.acceptsSASL = true
        settings.service.acceptsX509 = true
        settings.service.containerMaxNeverUsed = 17
        settings.service.maxTransactionBytes = 18
        settings.containerCheckInterval = .milliseconds(19)
        settings.containersPerMinute = 20
        settings.minSessionTimeout = 13
        settings.maxSessionTimeout = 14
        settings.snapshotPieceNodes = 15
        var service = Service()
        for (index, body) in [
            .createSession(CreateSessionTransaction(timeout: 5_000)),
            .create(
                CreateTransaction(path: "/a", data: [1], lifetime: .ephemeral, parentCversion: 1)),
        ].enumerated() as EnumeratedSequence<[Transaction.Body]> {
            _ = service.apply(
                Transaction(
                    session: 77, cxid: 1, zxid: 0x1_0000_0001 + Int64(index), time: 1, body: body))
        }
        var log = Log(base: Zxid(epoch: 1, counter: 2))
        log.append(Proposal(zxid: Zxid(epoch: 1, counter: 3), payload: [1]))
        log.append(Proposal(zxid: Zxid(epoch: 2, counter: 1), payload: []))
        return FlightStart(
            id: ServerID(4),
            ensemble: Ensemble(
                voters: [ServerID(1), ServerID(2)], observers: [ServerID(4)],
                quorums: .hierarchical([
                    QuorumSystem.Group([(ServerID(1), 1), (ServerID(2), 2)])
                ])),
            settings: settings,
            recovered: Recovered(
                epochs: Epochs(accepted: 3, current: 2), log: log, replayed: 6, snapshotNodes: 5,
                isComplete: false),
            service: service)
    }

    @Test func `a starting state is read as it was written`() throws {
        var bytes: [UInt8] = []
        var writer = StartWriter(Self.start)
        while !writer.isAtEnd { writer.write(to: &bytes) }
        #expect(try Self.read(bytes) == Self.start)
    }

    /// The servers of version 1 let every list name SASL users and none the subjects of certificates, and answered
    /// a reconfig as if that were switched off; those of version 2 forgot what they had replayed.
    @Test(arguments: [1, 2])
    func `an earlier version had fewer records`(version: Int) throws {
        var bytes: [UInt8] = []
        var writer = StartWriter(Self.start)
        writer.write(to: &bytes)
        #expect(Array(bytes.suffix(9)) == [4, 0, 1, 1, 1, 5, 0, 12, 10])
        bytes.removeLast(version == 1 ? 9 : 4)
        while !writer.isAtEnd { writer.write(to: &bytes) }
        var expected = Self.start
        expected.recovered.replayed = 0
        expected.recovered.snapshotNodes = 0
        expected.knowsSnapshotRule = false
        if version == 1 {
            expected.settings.service.acceptsX509 = false
            expected.settings.service.reconfigEnabled = false
        }
        #expect(try Self.read(bytes) == expected)
    }

    private static func read(_ bytes: [UInt8]) throws -> FlightStart? {
        var reader = FieldReader(bytes)
        var start: StartReader?
        var result: FlightStart?
        while !reader.isAtEnd {
            let tag = try #require(RecordTag(rawValue: try reader.byte()))
            _ = try reader.signed()
            switch tag {
            case .start: start = try StartReader(from: &reader)
            case .settings: try start?.takeSettings(from: &reader)
            case .replayed: try start?.takeReplayed(from: &reader)
            case .logEntry: try start?.takeEntry(from: &reader)
            case .statePiece: try start?.takePiece(from: &reader)
            default: result = try start.take()?.finish()
            }
        }
        return result
    }

    /// A setting that is new must be written as well: each one here differs from its default.
    @Test func `no setting is forgotten`() {
        func compare(_ settings: Any, _ standard: Any) {
            let fields = zip(
                Mirror(reflecting: settings).children, Mirror(reflecting: standard).children)
            for (field, standard) in fields {
                let isLeaf = field.value is Time || Mirror(reflecting: field.value).children.isEmpty
                if !isLeaf { compare(field.value, standard.value) }
                let name = field.label ?? ""
                #expect("\(field.value)" != "\(standard.value)", "\(name) is at its default")
            }
        }
        compare(Self.start.settings, Settings())
    }

    // MARK: Golden bytes

    @Test func `a file begins with its name, versions and place`() throws {
        let head = FileHead(run: 2, part: 3, program: "zabd 0.1.0")
        #expect(
            head.bytes == Array("ZABFLGHT".utf8) + [0, 0, 0, 4, 0, 0, 0, 2, 0, 0, 0, 3]
                + Array("zabd 0.1.0".utf8) + [0, 0, 0, 0, 0, 0] + [70, 181, 46, 124])
        #expect(try FileHead(decoding: head.bytes) == head)
    }

    @Test func `the checksum is CRC-32C`() {
        // The check value of the Castagnoli polynomial, and one that crosses a word.
        #expect(CRC32C.of(Array("123456789".utf8)[...]) == 0xE306_9283)
        #expect(CRC32C.of([UInt8](repeating: 0, count: 32)[...]) == 0x8A91_36AA)
        let parts = CRC32C.of(
            Array("6789".utf8)[...], after: CRC32C.of(Array("12345".utf8)[...]))
        #expect(parts == 0xE306_9283)
    }
}
