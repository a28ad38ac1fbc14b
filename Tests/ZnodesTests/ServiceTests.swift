import Testing
import Znodes

@Suite struct StatTests {
    @Test func `every field tells its own story`() {
        var leader = Leader(sessions: 7)
        leader.perform(.create(CreateRequest("/a", data: [1, 2])), session: 7)
        #expect(
            leader.stat("/a")
                == Stat(czxid: 2, mzxid: 2, ctime: 2000, mtime: 2000, dataLength: 2, pzxid: 2))
        leader.perform(.setData(SetDataRequest("/a", data: [1])), session: 7)
        leader.perform(.create(CreateRequest("/a/b")), session: 7)
        leader.perform(.create(CreateRequest("/a/c", mode: .ephemeral)), session: 7)
        #expect(
            leader.stat("/a")
                == Stat(
                    czxid: 2, mzxid: 3, ctime: 2000, mtime: 3000, version: 1, cversion: 2,
                    dataLength: 1, numChildren: 2, pzxid: 5))
        #expect(leader.stat("/a/c")?.ephemeralOwner == 7)
        leader.perform(.delete(DeleteRequest("/a/b")), session: 7)
        #expect(
            leader.stat("/a")
                == Stat(
                    czxid: 2, mzxid: 3, ctime: 2000, mtime: 3000, version: 1, cversion: 3,
                    dataLength: 1, numChildren: 1, pzxid: 6))
        leader.perform(.closeSession, session: 7)
        #expect(leader.stat("/a")?.cversion == 4)
        #expect(leader.stat("/a")?.pzxid == 7)
    }

    @Test func `the built-in nodes are as Java's`() {
        let service = Service()
        #expect(service.nodeCount == 4)
        #expect(service["/"].map(Stat.init) == Stat(cversion: -1, numChildren: 1))
        #expect(service["/zookeeper"].map(Stat.init) == Stat(cversion: -2, numChildren: 2))
        #expect(service["/zookeeper/quota"].map(Stat.init) == Stat())
        #expect(service["/zookeeper/config"].map(Stat.init) == Stat(aversion: -1))
        #expect(service["/zookeeper/config"]?.acl.entries == ACL.readOnly)
    }

    @Test func `a version that has come all the way round skips -1`() {
        var leader = Leader(sessions: 1)
        leader.perform(.create(CreateRequest("/a")))
        leader.zxid += 1
        _ = leader.service.apply(
            Transaction(
                session: 1, cxid: 0, zxid: leader.zxid, time: 0,
                body: .setData(SetDataTransaction(path: "/a", data: nil, version: -2))))
        leader.perform(.setData(SetDataRequest("/a", data: nil, version: -2)))
        #expect(leader.stat("/a")?.version == 0)
    }
}

@Suite struct ReadTests {
    let service: Service = {
        var leader = Leader(sessions: 1)
        leader.perform(.create(CreateRequest("/a", data: nil)))
        for name in ["c", "b", "d"] {
            leader.perform(.create(CreateRequest(ZnodePath("/a").appending(name), data: [])))
        }
        return leader.service
    }()

    @Test func `null data stays null`() throws {
        let stat = try #require(service["/a"].map(Stat.init))
        #expect(service.read(.getData(GetDataRequest("/a"))) == .success(.data(nil, stat)))
        #expect(service.read(.exists(ExistsRequest("/a"))) == .success(.stat(stat)))
    }

    @Test func `children come as sorted names`() throws {
        let stat = try #require(service["/a"].map(Stat.init))
        let names = ["b", "c", "d"]
        #expect(
            service.read(.getChildren(GetChildrenRequest("/a"))) == .success(.children(names, nil)))
        #expect(
            service.read(.getChildren(GetChildrenRequest("/a", returnsStat: true)))
                == .success(.children(names, stat)))
        #expect(
            service.read(.getChildren(GetChildrenRequest("")))
                == .success(.children(["a", "zookeeper"], nil)))
    }

    @Test func `sync, ping and setWatches have nothing to look up`() {
        #expect(service.read(.sync(SyncRequest("/x"))) == .success(.synced("/x")))
        #expect(service.read(.ping) == .success(.done))
        #expect(
            service.read(.setWatches(SetWatchesRequest(relativeZxid: 0))) == .success(.done))
    }

    @Test func `which requests need a quorum, and which the leader`() {
        let requests: [(Request, isWrite: Bool, needsLeader: Bool)] = [
            (.create(CreateRequest("/a")), true, true), (.multi(MultiRequest([])), true, true),
            (.createSession(CreateSessionRequest(timeout: 1)), true, true),
            (.closeSession, true, true), (.sync(SyncRequest("/")), false, true),
            (.getData(GetDataRequest("/a")), false, false), (.ping, false, false),
        ]
        for (request, isWrite, needsLeader) in requests {
            #expect(request.isWrite == isWrite, "\(request)")
            #expect(request.needsLeader == needsLeader, "\(request)")
        }
    }
}

@Suite struct ReplayTests {
    @Test(arguments: 0..<40 as Range<UInt64>)
    func `replaying a log over a later state comes to the same end`(seed: UInt64) {
        var dice = Dice(seed: seed)
        var leader = Leader(sessions: 1, 2, 3)
        var log: [Transaction] = []
        var states = [leader.service]
        for _ in 0..<60 {
            log.append(leader.propose(dice.write(), session: dice.session()))
            leader.commit()
            states.append(leader.service)
        }
        for (later, state) in states.enumerated() {
            let earlier = dice.roll(0...later)
            var replayed = state
            for transaction in log[earlier...] { _ = replayed.apply(transaction) }
            #expect(replayed.sessions == leader.service.sessions)
            #expect(replayed.lastZxid == leader.service.lastZxid)
            #expect(everything(in: replayed) == everything(in: leader.service))
        }
    }

    @Test(arguments: 0..<10 as Range<UInt64>)
    func `copies of every age keep their state`(seed: UInt64) {
        var dice = Dice(seed: seed)
        var leader = Leader(sessions: 1, 2, 3)
        var copies: [(service: Service, lines: [String])] = []
        for _ in 0..<40 {
            for _ in 0..<10 { leader.perform(dice.write(), session: dice.session()) }
            copies.append((leader.service, everything(in: leader.service)))
        }
        for copy in copies { #expect(everything(in: copy.service) == copy.lines) }
    }

    /// No leader lets them through; a log may hold anything.
    @Test(arguments: ["a", "", "//a", "a/b", "/a/b"] as [ZnodePath])
    func `a create with a path that has no place in the tree changes nothing`(path: ZnodePath) {
        var service = Service()
        let body = Transaction.Body.create(
            CreateTransaction(path: path, data: nil, parentCversion: 1))
        let applied = service.apply(
            Transaction(session: 1, cxid: 1, zxid: 1, time: 1, body: body))
        #expect(applied.outcome == .failure(.noNode))
        #expect(service.nodeCount == Service().nodeCount)
        #expect(service[path] == nil)
    }

    @Test func `children come and go anywhere among their siblings`() {
        var dice = Dice(seed: 3)
        var leader = Leader(sessions: 1)
        var expected: Set<String> = ["zookeeper"]
        for _ in 0..<3_000 {
            let name = "n\(dice.roll(0...79))"
            let path = ZnodePath("/" + name)
            if expected.remove(name) != nil {
                leader.perform(.delete(DeleteRequest(path)))
            } else {
                expected.insert(name)
                leader.perform(.create(CreateRequest(path)))
            }
            let names = leader.service.children(of: .root).map(\.name)
            #expect(names == expected.sorted())
            #expect(leader.service[.root]?.childCount == Int32(expected.count))
        }
        #expect(leader.service.nodeCount == expected.count + 3)
    }

    /// Names, data and owners of all nodes: what a replay must restore.
    private func everything(in service: Service) -> [String] {
        var paths: [ZnodePath] = [.root]
        var lines: [String] = []
        while let path = paths.popLast() {
            guard let node = service[path] else { continue }
            lines.append("\(path) \(node.data ?? []) \(node.stat) \(node.acl)")
            paths.append(contentsOf: service.children(of: path))
        }
        return lines
    }

    @Test func `a create that is repeated raises the parent's count and nothing else`() {
        var leader = Leader(sessions: 1)
        leader.perform(.create(CreateRequest("/a", data: [1])))
        var service = leader.service
        let applied = service.apply(
            Transaction(
                session: 1, cxid: 0, zxid: 9, time: 9,
                body: .create(CreateTransaction(path: "/a", data: [2], parentCversion: 5))))
        #expect(applied == Applied(outcome: .failure(.nodeExists), changes: []))
        #expect(service["/a"] == leader.service["/a"])
        #expect(service["/"]?.stat.cversion == 5)
        #expect(service["/"]?.stat.pzxid == 9)
    }

    @Test func `a create from before does not turn the parent's count back`() {
        var leader = Leader(sessions: 1)
        for path in ["/a", "/b", "/c"] as [ZnodePath] {
            leader.perform(.create(CreateRequest(path)))
        }
        var service = leader.service
        _ = service.apply(
            Transaction(
                session: 1, cxid: 0, zxid: 2, time: 2,
                body: .create(CreateTransaction(path: "/a", data: [], parentCversion: 1))))
        #expect(service == leader.service)
    }

    @Test func `a delete that is repeated raises the parent's pzxid and nothing else`() {
        var service = Service()
        let delete = Transaction.Body.delete(DeleteTransaction(path: "/gone"))
        let applied = service.apply(
            Transaction(session: 1, cxid: 0, zxid: 9, time: 9, body: delete))
        #expect(applied == Applied(outcome: .failure(.noNode), changes: []))
        #expect(service["/"]?.stat.pzxid == 9)
        _ = service.apply(Transaction(session: 1, cxid: 0, zxid: 8, time: 9, body: delete))
        #expect(service["/"]?.stat.pzxid == 9)
        #expect(service.lastZxid == 9)
    }

    @Test func `closing without a list finds the session's nodes`() {
        var leader = Leader(sessions: 1)
        leader.perform(.create(CreateRequest("/b", mode: .ephemeral)))
        leader.perform(.create(CreateRequest("/a", mode: .ephemeral)))
        var service = leader.service
        let close = Transaction(
            session: 1, cxid: 0, zxid: 9, time: 9,
            body: .closeSession(CloseSessionTransaction(paths: nil)))
        #expect(
            service.apply(close).changes == [
                .deleted("/a"), .childrenChanged("/"), .deleted("/b"), .childrenChanged("/"),
                .sessionClosed(1),
            ])
        #expect(service.nodeCount == 4)
    }

    @Test func `a copy keeps its state while the original goes on`() {
        var leader = Leader(sessions: 1)
        leader.perform(.create(CreateRequest("/a", data: [1])))
        let before = leader.service
        leader.perform(.setData(SetDataRequest("/a", data: [2])))
        leader.perform(.create(CreateRequest("/a/b")))
        #expect(before["/a"]?.data == [1])
        #expect(before.children(of: "/a").isEmpty)
        #expect(before["/a/b"] == nil)
        #expect(leader.service["/a"]?.data == [2])
    }
}
