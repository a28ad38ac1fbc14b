import Testing
import Znodes

/// Which requests are refused, and why.
@Suite struct RefusalTests {
    /// `/a` with a child, `/e` ephemeral of session 1, `/v` at version 1.
    let leader: Leader = {
        var leader = Leader(sessions: 1, 2)
        leader.perform(.create(CreateRequest("/a")))
        leader.perform(.create(CreateRequest("/a/b")))
        leader.perform(.create(CreateRequest("/e", mode: .ephemeral)))
        leader.perform(.create(CreateRequest("/v")))
        leader.perform(.setData(SetDataRequest("/v", data: [1])))
        return leader
    }()

    static let table: [(Request, ErrorCode)] = [
        (.create(CreateRequest("/a")), .nodeExists),
        (.create(CreateRequest("/")), .nodeExists),
        (.create(CreateRequest("/x/y")), .noNode),
        (.create(CreateRequest("/x//y")), .noNode),
        (.create(CreateRequest("/a//y")), .noNode),
        (.create(CreateRequest("/a/")), .badArguments),
        (.create(CreateRequest("a")), .badArguments),
        (.create(CreateRequest("")), .badArguments),
        (.create(CreateRequest("/a\0")), .badArguments),
        (.create(CreateRequest("/a/..")), .badArguments),
        (.create(CreateRequest("/e/y")), .noChildrenForEphemerals),
        (.create(CreateRequest("/x/y", acl: [])), .invalidACL),
        (.create(CreateRequest("/n", mode: .persistentTTL, timeToLive: 1)), .unimplemented),
        (.create(CreateRequest("/n", mode: .persistentSequentialTTL)), .unimplemented),
        (.delete(DeleteRequest("/x")), .noNode),
        (.delete(DeleteRequest("/x/y")), .noNode),
        (.delete(DeleteRequest("/a")), .notEmpty),
        (.delete(DeleteRequest("/a", version: 7)), .badVersion),
        (.delete(DeleteRequest("/")), .badArguments),
        (.delete(DeleteRequest("/zookeeper/config")), .badArguments),
        (.delete(DeleteRequest("x")), .badArguments),
        (.delete(DeleteRequest("/v", version: 0)), .badVersion),
        (.setData(SetDataRequest("/x", data: nil)), .noNode),
        (.setData(SetDataRequest("/v/", data: nil)), .badArguments),
        (.setData(SetDataRequest("/v", data: nil, version: 0)), .badVersion),
        (.check(CheckRequest("/v")), .unimplemented),
        (.multi(MultiRequest([.getData(GetDataRequest("/v"))])), .marshallingError),
    ]

    @Test(arguments: table)
    func `a write is refused with the code that comes first`(request: Request, code: ErrorCode) {
        var leader = leader
        let before = leader.preparation
        let transaction = leader.propose(request)
        #expect(transaction.body == .error(code))
        #expect(leader.preparation == before)
        #expect(leader.commit() == Applied(outcome: .failure(code), changes: []))
    }

    @Test func `flags that no mode has are bad arguments, even before the session is looked at`() {
        var leader = leader
        var request = CreateRequest("/n")
        request.flags = 9
        #expect(leader.propose(.create(request), session: 99).body == .error(.badArguments))
    }

    @Test func `nobody writes without an open session`() {
        let writes: [Request] = [
            .create(CreateRequest("/n")), .delete(DeleteRequest("/v")),
            .setData(SetDataRequest("/v", data: nil)), .multi(MultiRequest([])),
        ]
        for write in writes {
            var leader = leader
            #expect(leader.propose(write, session: 99).body == .error(.sessionExpired))
            leader.propose(.setData(SetDataRequest("/v", data: nil)), session: 1)
            leader.propose(.closeSession, session: 1)
            #expect(leader.propose(write, session: 1).body == .error(.sessionExpired))
            for _ in 0..<3 { leader.commit() }
            #expect(leader.propose(write, session: 1).body == .error(.sessionExpired))
            #expect(leader.propose(write, session: 2).body != .error(.sessionExpired))
        }
    }

    @Test func `reads are refused when the node is not there`() {
        let service = leader.service
        #expect(service.read(.getData(GetDataRequest("/x"))) == .failure(.noNode))
        #expect(service.read(.exists(ExistsRequest("/x"))) == .failure(.noNode))
        #expect(service.read(.exists(ExistsRequest("/x\0"))) == .failure(.badArguments))
        #expect(service.read(.getChildren(GetChildrenRequest("/a/"))) == .failure(.noNode))
    }
}

/// Requests are judged against what the outstanding transactions will have done.
@Suite struct PipeliningTests {
    @Test func `a request sees the transactions before it, committed or not`() {
        var leader = Leader(sessions: 1)
        leader.propose(.create(CreateRequest("/a")))
        #expect(
            leader.propose(.create(CreateRequest("/a/b"))).body
                == .create(CreateTransaction(path: "/a/b", data: [], parentCversion: 1)))
        #expect(leader.propose(.delete(DeleteRequest("/a"))).body == .error(.notEmpty))
        #expect(
            leader.propose(.setData(SetDataRequest("/a", data: nil, version: 0))).body
                == .setData(SetDataTransaction(path: "/a", data: nil, version: 1)))
        #expect(
            leader.propose(.setData(SetDataRequest("/a", data: nil, version: 0))).body
                == .error(.badVersion))
        leader.propose(.delete(DeleteRequest("/a/b")))
        #expect(
            leader.propose(.delete(DeleteRequest("/a"))).body
                == .delete(DeleteTransaction(path: "/a")))
        #expect(leader.propose(.delete(DeleteRequest("/a"))).body == .error(.noNode))
    }

    @Test func `the end of a session takes what it will have been given, and nothing else`() {
        var leader = Leader(sessions: 1, 2)
        func ephemeral(_ path: ZnodePath) -> Request {
            .create(CreateRequest(path, mode: .ephemeral))
        }
        leader.perform(ephemeral("/a"))
        leader.propose(ephemeral("/b"))
        leader.propose(ephemeral("/other"), session: 2)
        leader.propose(ephemeral("/c"))
        leader.propose(.delete(DeleteRequest("/b")))
        leader.propose(.delete(DeleteRequest("/a")))
        // Of a multi that fails nothing is foreseen.
        leader.propose(
            .multi(MultiRequest([ephemeral("/x"), ephemeral("/b"), .check(CheckRequest("/none"))])))
        leader.propose(ephemeral("/a"))
        leader.propose(.setData(SetDataRequest("/c", data: nil)))
        for _ in 0..<3 { leader.commit() }
        let end = leader.propose(.closeSession)
        #expect(end.body == .closeSession(CloseSessionTransaction(paths: ["/a", "/c"])))
        while !leader.outstanding.isEmpty { leader.commit() }
        #expect(leader.service.ephemerals(of: 1) == [])
        #expect(leader.children("/") == ["other", "zookeeper"])
        #expect(leader.preparation == Preparation())
    }

    @Test func `a session can write before its opening commits`() {
        var leader = Leader()
        leader.propose(.createSession(CreateSessionRequest(timeout: 4000)), session: 5)
        leader.propose(.create(CreateRequest("/e", mode: .ephemeral)), session: 5)
        #expect(leader.commit().changes == [.sessionOpened(5)])
        #expect(leader.commit().changes == [.created("/e"), .childrenChanged("/")])
        #expect(leader.service.ephemerals(of: 5) == ["/e"])
    }

    @Test func `closing a session takes what it has and what it will have, not what it will not`() {
        var leader = Leader(sessions: 1, 2)
        leader.perform(.create(CreateRequest("/kept", mode: .ephemeral)))
        leader.perform(.create(CreateRequest("/gone", mode: .ephemeral)))
        leader.perform(.create(CreateRequest("/other", mode: .ephemeral)), session: 2)
        leader.propose(.delete(DeleteRequest("/gone")))
        leader.propose(.create(CreateRequest("/coming", mode: .ephemeral)))
        #expect(
            leader.propose(.closeSession).body
                == .closeSession(CloseSessionTransaction(paths: ["/coming", "/kept"])))
    }

    @Test func `a node whose last children go with a closing session can be deleted at once`() {
        var leader = Leader(sessions: 1, 2)
        leader.perform(.create(CreateRequest("/p")))
        leader.perform(.create(CreateRequest("/p/e", mode: .ephemeral)))
        #expect(leader.propose(.delete(DeleteRequest("/p")), session: 2).body == .error(.notEmpty))
        leader.propose(.closeSession)
        #expect(
            leader.propose(.delete(DeleteRequest("/p")), session: 2).body
                == .delete(DeleteTransaction(path: "/p")))
    }

    @Test func `closing twice is harmless`() {
        var leader = Leader(sessions: 1)
        leader.perform(.create(CreateRequest("/e", mode: .ephemeral)))
        leader.propose(.closeSession)
        #expect(
            leader.propose(.closeSession).body
                == .closeSession(CloseSessionTransaction(paths: [])))
        #expect(
            leader.commit().changes == [
                .deleted("/e"), .childrenChanged("/"), .sessionClosed(1),
            ])
        #expect(leader.commit() == Applied(outcome: .success(.done), changes: []))
    }

    @Test(arguments: 0..<60 as Range<UInt64>, [8, 90])
    func `pipelined requests become the transactions they would become one by one`(
        seed: UInt64, depth: Int
    ) {
        var dice = Dice(seed: seed)
        var piped = Leader(sessions: 1, 2, 3)
        var patient = piped
        for _ in 0..<120 {
            let request = dice.write()
            let session = dice.session()
            #expect(
                piped.propose(request, session: session)
                    == patient.propose(request, session: session))
            patient.commit()
            while piped.outstanding.count > dice.roll(0...depth) { piped.commit() }
        }
        while !piped.outstanding.isEmpty { piped.commit() }
        #expect(piped.service == patient.service)
        #expect(piped.preparation == Preparation())
    }
}

@Suite struct SequenceTests {
    @Test func `the number is the parent's count of creates, whatever their names and fates`() {
        var leader = Leader(sessions: 1)
        leader.perform(.create(CreateRequest("/a")))
        leader.perform(.create(CreateRequest("/a/x")))
        leader.perform(.delete(DeleteRequest("/a/x")))
        let request = Request.create(CreateRequest("/a/n-", mode: .persistentSequential))
        let outcome = leader.perform(request).outcome
        #expect(outcome == .success(.created("/a/n-0000000001", nil)))
        let bare = Request.create(CreateRequest("/a/", mode: .ephemeralSequential))
        #expect(leader.perform(bare).outcome == .success(.created("/a/0000000002", nil)))
        #expect(leader.service.ephemerals(of: 1) == ["/a/0000000002"])
    }

    @Test func `outstanding creates count`() {
        var leader = Leader(sessions: 1)
        let request = Request.create(CreateRequest("/n", mode: .persistentSequential))
        let bodies = (0..<3).map { _ in leader.propose(request).description }
        #expect(bodies == ["create /n0000000000", "create /n0000000001", "create /n0000000002"])
    }

    @Test func `behind the largest number comes the smallest`() {
        var leader = Leader(sessions: 1)
        leader.perform(.create(CreateRequest("/a")))
        let last = CreateTransaction(path: "/a/x", data: nil, parentCversion: .max)
        leader.zxid += 1
        _ = leader.service.apply(
            Transaction(session: 1, cxid: 0, zxid: leader.zxid, time: 0, body: .create(last)))
        let request = Request.create(CreateRequest("/a/n", mode: .persistentSequential))
        #expect(leader.propose(request).description == "create /a/n2147483647")
        #expect(leader.propose(request).description == "create /a/n-2147483648")
    }
}

@Suite struct MultiTests {
    @Test func `operations see those before them and share one zxid`() {
        var leader = Leader(sessions: 1)
        let applied = leader.perform(
            .multi(
                MultiRequest([
                    .create(CreateRequest("/a", data: [1], returnsStat: true)),
                    .create(CreateRequest("/a/n", mode: .persistentSequential)),
                    .create(CreateRequest("/a/n", mode: .persistentSequential)),
                    .check(CheckRequest("/a", version: 0)),
                    .setData(SetDataRequest("/a", data: nil, version: 0)),
                    .delete(DeleteRequest("/a/n0000000000")),
                ])))
        let created = Stat(
            czxid: 2, mzxid: 2, ctime: 2000, mtime: 2000, dataLength: 1, pzxid: 2)
        let changed = Stat(
            czxid: 2, mzxid: 2, ctime: 2000, mtime: 2000, version: 1, cversion: 2, numChildren: 2,
            pzxid: 2)
        #expect(
            applied.outcome
                == .success(
                    .multi([
                        .done(.create2, .created("/a", created)),
                        .done(.create, .created("/a/n0000000000", nil)),
                        .done(.create, .created("/a/n0000000001", nil)),
                        .done(.check, .done), .done(.setData, .stat(changed)),
                        .done(.delete, .done),
                    ])))
        #expect(
            applied.changes == [
                .created("/a"), .childrenChanged("/"), .created("/a/n0000000000"),
                .childrenChanged("/a"), .created("/a/n0000000001"), .childrenChanged("/a"),
                .dataChanged("/a"), .deleted("/a/n0000000000"), .childrenChanged("/a"),
            ])
    }

    @Test func `one refused operation undoes the rest, in the tree and in what is foreseen`() {
        var leader = Leader(sessions: 1)
        leader.propose(.create(CreateRequest("/before")))
        let before = leader.preparation
        let transaction = leader.propose(
            .multi(
                MultiRequest([
                    .setData(SetDataRequest("/before", data: [1])),
                    .create(CreateRequest("/a")),
                    .check(CheckRequest("/a", version: 7)),
                    .delete(DeleteRequest("/nowhere")),
                ])))
        #expect(
            transaction.body
                == .multi(
                    MultiTransaction(bodies: [
                        .setData(SetDataTransaction(path: "/before", data: [1], version: 1)),
                        .create(CreateTransaction(path: "/a", data: [], parentCversion: 2)),
                        .error(.badVersion), .error(.runtimeInconsistency),
                    ])))
        #expect(leader.preparation == before)
        leader.commit()
        let tree = leader.service["/"]
        let applied = leader.commit()
        let results: [MultiResult] = [
            .refused(.ok), .refused(.ok), .refused(.badVersion), .refused(.runtimeInconsistency),
        ]
        #expect(applied == Applied(outcome: .success(.multi(results)), changes: []))
        #expect(Response.multi(results).multiError == .badVersion)
        #expect(leader.service["/"] == tree)
        #expect(leader.service.lastZxid == 3)
    }

    @Test func `an empty multi is legal`() {
        var leader = Leader(sessions: 1)
        let applied = leader.perform(.multi(MultiRequest([])))
        #expect(applied == Applied(outcome: .success(.multi([])), changes: []))
    }
}
