import Jute
import Testing
import Znodes

@Suite struct TransactionCodingTests {
    /// Session 0x0300000000001234, cxid 0, zxid 1|5, time 1: then comes the type.
    static let header: [UInt8] = [
        3, 0, 0, 0, 0, 0, 0x12, 0x34, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 1,
    ]
    static let digest: [UInt8] = [0, 0, 0, 2, 0, 0, 0, 2, 0x85, 0xF1, 0xAB, 0xEE]
    static let openACL: [UInt8] =
        [0, 0, 0, 1, 0, 0, 0, 31, 0, 0, 0, 5] + Array("world".utf8) + [0, 0, 0, 6]
        + Array("anyone".utf8)

    static let table: [(Transaction.Body, [UInt8])] = [
        (.createSession(.init(timeout: 6000)), [0xFF, 0xFF, 0xFF, 0xF6, 0, 0, 0x17, 0x70]),
        (.error(.noNode), [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x9B]),
        (
            .closeSession(.init(paths: ["/from3"])),
            [0xFF, 0xFF, 0xFF, 0xF5, 0, 0, 0, 1, 0, 0, 0, 6] + Array("/from3".utf8)
        ),
        (.closeSession(.init(paths: nil)), [0xFF, 0xFF, 0xFF, 0xF5]),
        (
            .create(.init(path: "/a", data: [7], lifetime: .ephemeral, parentCversion: 3)),
            [0, 0, 0, 1, 0, 0, 0, 2, 0x2F, 0x61, 0, 0, 0, 1, 7] + openACL + [1, 0, 0, 0, 3]
        ),
        (
            .create(.init(path: "/a", data: nil, parentCversion: 3, returnsStat: true)),
            [0, 0, 0, 15, 0, 0, 0, 2, 0x2F, 0x61, 255, 255, 255, 255] + openACL + [0, 0, 0, 0, 3]
        ),
        (
            .create(
                .init(
                    path: "/a", data: [7], lifetime: .container, parentCversion: 3,
                    returnsStat: true)),
            [0, 0, 0, 19, 0, 0, 0, 2, 0x2F, 0x61, 0, 0, 0, 1, 7] + openACL + [0, 0, 0, 3]
        ),
        (
            .create(
                .init(
                    path: "/a", data: [], lifetime: .timeToLive(258), parentCversion: 3,
                    returnsStat: true)),
            [0, 0, 0, 21, 0, 0, 0, 2, 0x2F, 0x61, 0, 0, 0, 0] + openACL
                + [0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 1, 2]
        ),
        (.delete(.init(path: "/a")), [0, 0, 0, 2, 0, 0, 0, 2, 0x2F, 0x61]),
        (.delete(.init(path: "/a", isReaped: true)), [0, 0, 0, 20, 0, 0, 0, 2, 0x2F, 0x61]),
        (
            .setACL(.init(path: "/a", acl: ACL.open, version: 4)),
            [0, 0, 0, 7, 0, 0, 0, 2, 0x2F, 0x61] + openACL + [0, 0, 0, 4]
        ),
        (
            .reconfig(.init(path: "/zookeeper/config", data: [1], version: -1)),
            [0, 0, 0, 16, 0, 0, 0, 17] + Array("/zookeeper/config".utf8)
                + [0, 0, 0, 1, 1, 255, 255, 255, 255]
        ),
        (
            .setData(.init(path: "/a", data: [], version: 4)),
            [0, 0, 0, 5, 0, 0, 0, 2, 0x2F, 0x61, 0, 0, 0, 0, 0, 0, 0, 4]
        ),
        (
            .multi(.init(bodies: [.check(.init(path: "/a", version: 1)), .error(.badVersion)])),
            [0, 0, 0, 14, 0, 0, 0, 2, 0, 0, 0, 13, 0, 0, 0, 10, 0, 0, 0, 2, 0x2F, 0x61, 0, 0, 0, 1]
                + [255, 255, 255, 255, 0, 0, 0, 4, 0xFF, 0xFF, 0xFF, 0x99]
        ),
    ]

    static func transaction(_ body: Transaction.Body) -> Transaction {
        Transaction(
            session: 0x300_0000_0000_1234, cxid: 0, zxid: 0x1_0000_0005, time: 1, body: body)
    }

    @Test(arguments: table)
    func `a transaction has ZooKeeper's bytes`(body: Transaction.Body, bytes: [UInt8]) throws {
        let transaction = Self.transaction(body)
        #expect(transaction.encode() == Self.header + bytes)
        #expect(try Transaction(decoding: Self.header + bytes) == transaction)
    }

    @Test(arguments: table)
    func `data that were left out have their place among a transaction's bytes`(
        body: Transaction.Body, bytes: [UInt8]
    ) throws {
        var (rest, data) = Self.transaction(body).encode(leavingOut: 1)
        if let data { rest.insert(contentsOf: data.buffer, at: data.position) }
        #expect(rest == Self.header + bytes)
    }

    @Test func `only data that are long are left out`() {
        let set = SetDataTransaction(path: "/a", data: [7, 8], version: 4)
        let transaction = Self.transaction(.setData(set))
        #expect(transaction.encode(leavingOut: 2).data?.buffer == [7, 8])
        #expect(transaction.encode(leavingOut: 3).data == nil)
    }

    @Test func `a digest behind a transaction is skipped`() throws {
        for (body, bytes) in Self.table where body != .closeSession(.init(paths: nil)) {
            let decoded = try Transaction(decoding: Self.header + bytes + Self.digest)
            #expect(decoded == Self.transaction(body))
        }
    }

    @Test func `a create from an old log has no count for its parent`() throws {
        let create = CreateTransaction(path: "/a", data: [7], parentCversion: -1)
        let bytes = Self.transaction(.create(create)).encode()
        #expect(try Transaction(decoding: bytes.dropLast(4)).body == .create(create))
        var service = Service()
        _ = service.apply(Self.transaction(.create(create)))
        #expect(service["/"]?.stat.cversion == 1)
    }

    @Test func `a transaction cut short anywhere is an error`() {
        for (body, bytes) in Self.table {
            let whole = Self.header + bytes
            for length in whole.indices {
                let start = Array(whole[..<length])
                guard let decoded = try? Transaction(decoding: start) else { continue }
                // Two older forms are shorter, and legal.
                switch decoded.body {
                case .closeSession(let record): #expect(record.paths == nil)
                case .create(let record): #expect(record.parentCversion == -1)
                default: Issue.record("\(length) bytes of \(body) were read as \(decoded)")
                }
            }
        }
    }

    @Test func `rubbish is an error`() {
        let types: [[UInt8]] = [
            [0, 0, 0, 4], [0, 0, 0, 99], [0, 0, 0, 14, 0, 0, 0, 1, 0, 0, 0, 14],
        ]
        for type in types {
            #expect(throws: JuteError.self) { try Transaction(decoding: Self.header + type) }
        }
        #expect(throws: JuteError.malformed("-9 is no error code")) {
            try Transaction(
                decoding: Self.header + [255, 255, 255, 255, 255, 255, 255, 0xF7])
        }
        #expect(throws: JuteError.trailingBytes(1)) {
            try Transaction(decoding: Self.transaction(.error(.noNode)).encode() + [0])
        }
    }

    @Test(arguments: 0..<10 as Range<UInt64>)
    func `whatever a leader proposes is read as it was written`(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        var leader = Leader(sessions: 1, 2, 3)
        for _ in 0..<100 {
            let transaction = leader.propose(dice.write(), session: dice.session())
            #expect(try Transaction(decoding: transaction.encode()) == transaction)
            leader.commit()
        }
    }
}

@Suite struct RequestCodingTests {
    static let requests: [Request] = [
        .create(CreateRequest("/a", data: nil, mode: .ephemeralSequential)),
        .create(CreateRequest("/a", data: [1], acl: [], returnsStat: true)),
        .delete(DeleteRequest("/a", version: 3)), .setData(SetDataRequest("/a", data: [])),
        .check(CheckRequest("/a")), .getData(GetDataRequest("/a", watch: true)),
        .exists(ExistsRequest("/ä")), .getChildren(GetChildrenRequest("/a", watch: true)),
        .getChildren(GetChildrenRequest("/a", returnsStat: true)), .sync(SyncRequest("/")),
        .setWatches(
            SetWatchesRequest(
                relativeZxid: 9, dataWatches: ["/d"], existWatches: [], childWatches: ["/a", "/b"])),
        .setWatches(
            SetWatchesRequest(
                relativeZxid: 9, persistent: .init(watches: ["/p"], recursiveWatches: ["/r"]))),
        .create(CreateRequest("/c", mode: .container)),
        .create(CreateRequest("/t", mode: .persistentSequentialTTL, timeToLive: 60_000)),
        .getACL(GetACLRequest("/a")), .setACL(SetACLRequest("/a", acl: ACL.readOnly, version: 2)),
        .reconfig(ReconfigRequest(leaving: "3")), .deleteContainer(DeleteContainerRequest("/c")),
        .multiRead(MultiReadRequest([.getData(GetDataRequest("/a"))])),
        .getEphemerals(GetEphemeralsRequest(prefix: "/a")),
        .getAllChildrenNumber(GetAllChildrenNumberRequest("/a")), .whoAmI,
        .addWatch(AddWatchRequest("/a", mode: .persistent)),
        .addWatch(AddWatchRequest("/a", mode: .persistentRecursive)),
        .checkWatches(WatchesRequest("/a", kind: .data)), .removeWatches(WatchesRequest("/a")),
        .ping, .createSession(CreateSessionRequest(timeout: 4000)), .closeSession,
        .multi(MultiRequest([])),
        .multi(
            MultiRequest([
                .create(CreateRequest("/a", returnsStat: true)), .delete(DeleteRequest("/a")),
                .setData(SetDataRequest("/a", data: [1])), .check(CheckRequest("/a", version: 1)),
            ])),
    ]

    @Test(arguments: requests)
    func `a request is read as it was written, and what follows is ignored`(
        request: Request
    ) throws {
        let body = request.encode()
        #expect(try Request(opcode: request.opcode, body: body) == request)
        #expect(try Request(opcode: request.opcode.rawValue, body: body + [1, 2]) == request)
        for length in body.indices {
            #expect(throws: JuteError.self) {
                try Request(opcode: request.opcode, body: Array(body[..<length]))
            }
        }
    }

    @Test func `a multi has a header before each operation and one at its end`() {
        let multi = Request.multi(MultiRequest([.delete(DeleteRequest("/a"))]))
        #expect(
            multi.encode() == [
                0, 0, 0, 2, 0, 255, 255, 255, 255, 0, 0, 0, 2, 0x2F, 0x61, 255, 255, 255, 255,
                255, 255, 255, 255, 1, 255, 255, 255, 255,
            ])
    }

    @Test func `opcodes that name no request are unknown`() {
        for opcode in [0, 10, 99, 100, 102, -1] as [Int32] {
            #expect(throws: JuteError.unknownType(opcode)) { try Request(opcode: opcode, body: []) }
        }
    }

    @Test func `a multi holds writes only, and a multiRead two kinds of read`() throws {
        let end: [UInt8] = [255, 255, 255, 255, 1, 255, 255, 255, 255]
        func one(_ type: UInt8) -> [UInt8] {
            [0, 0, 0, type, 0, 255, 255, 255, 255] + [UInt8](repeating: 0, count: 40) + end
        }
        for type in [4, 8, 12, 3, 14, 22, 7, 20, 16, 101] as [UInt8] {
            #expect(throws: JuteError.self) { try Request(opcode: .multi, body: one(type)) }
        }
        for type in [3, 12, 1, 2, 13, 14, 22, 6, 104] as [UInt8] {
            #expect(throws: JuteError.self) { try Request(opcode: .multiRead, body: one(type)) }
        }
        #expect(try Request(opcode: .multiRead, body: end) == .multiRead(MultiReadRequest([])))
    }

    @Test func `requests read as one would type them`() {
        #expect(
            Self.requests.map(\.description) == [
                "create -e -s /a", "create /a 0x01", "delete -v 3 /a", "set /a \"\"", "check /a",
                "get /a watch", "exists /ä", "ls /a watch", "ls -s /a", "sync /",
                "setWatches data [/d] child [/a, /b]",
                "setWatches persistent [/p] recursive [/r]", "create -c /c",
                "create -s -t 60000 /t", "getAcl /a", "setAcl -v 2 /a world:anyone:r", "reconfig",
                "deleteContainer /c", "multiRead [get /a]", "getEphemerals /a",
                "getAllChildrenNumber /a", "whoami", "addWatch -m PERSISTENT /a", "addWatch /a",
                "checkWatches data /a", "removeWatches any /a", "ping", "createSession 4000 ms",
                "close",
                "multi []", "multi [create /a, delete /a, set /a 0x01, check -v 1 /a]",
            ])
    }
}

@Suite struct ResponseCodingTests {
    @Test func `answers are read as they were written`() throws {
        let stat = Stat(
            czxid: 1, mzxid: 2, ctime: 3, mtime: 4, version: 5, cversion: 6, aversion: 7,
            ephemeralOwner: 8, dataLength: 9, numChildren: 10, pzxid: 11)
        let answers: [(Opcode, Response)] = [
            (.create, .created("/a", nil)), (.create2, .created("/a", stat)),
            (.getData, .data(nil, stat)), (.exists, .stat(stat)), (.setData, .stat(stat)),
            (.getChildren, .children(["a", "b"], nil)), (.getChildren2, .children([], stat)),
            (.createContainer, .created("/a", stat)), (.createTTL, .created("/a", stat)),
            (.getACL, .acl(ACL.readOnly, stat)), (.setACL, .stat(stat)),
            (.multiRead, .multi([.done(.getChildren, .children(["a"], nil)), .refused(.noAuth)])),
            (.getEphemerals, .ephemerals(["/a"])), (.getAllChildrenNumber, .childrenNumber(3)),
            (.whoAmI, .whoAmI([ClientInfo(scheme: "ip", user: "::1")])), (.addWatch, .watchAdded),
            (.removeWatches, .done), (.checkWatches, .done), (.setWatches2, .done),
            (.sync, .synced("/a")), (.createSession, .session(timeout: 4000)), (.delete, .done),
            (
                .multi,
                .multi([
                    .done(.create2, .created("/a", stat)), .done(.delete, .done),
                    .done(.setData, .stat(stat)), .refused(.noNode),
                ])
            ),
        ]
        for (opcode, answer) in answers {
            #expect(try Response(to: opcode, body: answer.encode()) == answer)
        }
        #expect(Response.stat(stat).encode().count == 68)
    }

    @Test func `a failed multi has the bytes that Debian's server sent`() {
        let response = Response.multi([
            .refused(.ok), .refused(.noNode), .refused(.runtimeInconsistency),
        ])
        #expect(
            response.encode() == [
                255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                255, 255, 255, 255, 0, 255, 255, 255, 0x9B, 255, 255, 255, 0x9B,
                255, 255, 255, 255, 0, 255, 255, 255, 0xFE, 255, 255, 255, 0xFE,
                255, 255, 255, 255, 1, 255, 255, 255, 255,
            ])
    }

    @Test func `an event has its type, the state connected and the path`() throws {
        let event = WatchEvent(.nodeDeleted, "/a")
        #expect(event.encoded() == [0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 2, 0x2F, 0x61])
        #expect(try WatchEvent(decoding: event.encoded()) == event)
    }

    @Test func `answers and transactions have short texts`() {
        var leader = Leader(sessions: 0x1F)
        var texts: [String] = []
        let requests: [Request] = [
            .create(CreateRequest("/a", data: Array("one".utf8))),
            .setData(SetDataRequest("/a", data: [0, 1])), .delete(DeleteRequest("/b")),
            .multi(MultiRequest([.check(CheckRequest("/a")), .delete(DeleteRequest("/a"))])),
            .closeSession,
        ]
        for request in requests {
            texts.append(leader.propose(request, session: 0x1F).description)
            texts.append(leader.commit().outcome.text)
        }
        #expect(
            texts == [
                "create /a", "created /a", "setData /a", "version 1", "error NONODE", "NONODE",
                "multi [check /a, delete /a]", "multi [done, done]", "closeSession 0x1f", "done",
            ])
    }
}
