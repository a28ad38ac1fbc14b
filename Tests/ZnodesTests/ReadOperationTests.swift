import Testing
import Znodes

/// The reads that look at more than one node.
@Suite struct ReadOperationTests {
    let leader: Leader = {
        var leader = Leader(sessions: 1, 2)
        for path in ["/a", "/a/b", "/a/b/c", "/a/d", "/ab"] as [ZnodePath] {
            leader.perform(.create(CreateRequest(path, data: [1])))
        }
        for path in ["/e", "/a/e", "/ab/e"] as [ZnodePath] {
            leader.perform(.create(CreateRequest(path, mode: .ephemeral)))
        }
        leader.perform(.create(CreateRequest("/a/f", mode: .ephemeral)), session: 2)
        return leader
    }()

    @Test(arguments: [
        ("/", 12), ("", 13), ("/a", 5), ("/a/b", 1), ("/a/b/c", 0), ("/zookeeper", 2),
    ])
    func `all below a node are counted, on every level`(path: String, count: Int32) {
        let request = GetAllChildrenNumberRequest(ZnodePath(path))
        #expect(
            leader.service.read(.getAllChildrenNumber(request)) == .success(.childrenNumber(count)))
    }

    @Test(arguments: ["/none", "/a/", "a"])
    func `a node that is not there has no children to count`(path: String) {
        let request = GetAllChildrenNumberRequest(ZnodePath(path))
        #expect(leader.service.read(.getAllChildrenNumber(request)) == .failure(.noNode))
    }

    @Test(arguments: [
        ("/", ["/a/e", "/ab/e", "/e"]), ("", ["/a/e", "/ab/e", "/e"]),
        (" \t", ["/a/e", "/ab/e", "/e"]), (" / ", ["/a/e", "/ab/e", "/e"]),
        ("/a", ["/a/e", "/ab/e"]), ("/a/", ["/a/e"]), ("/e", ["/e"]), ("/x", []), ("a", []),
    ])
    func `a session's own ephemerals are listed by prefix`(prefix: String, paths: [String]) {
        let request = Request.getEphemerals(GetEphemeralsRequest(prefix: prefix))
        let outcome = leader.service.read(request, for: Caller(session: 1))
        #expect(outcome == .success(.ephemerals(paths.map { ZnodePath($0) })))
        #expect(
            leader.service.read(request, for: Caller(session: 9)) == .success(.ephemerals([])))
    }

    @Test func `each read of a multiRead is answered for itself, and watches nothing`() {
        let request = Request.multiRead(
            MultiReadRequest([
                .getData(GetDataRequest("/none", watch: true)),
                .getData(GetDataRequest("/ab", watch: true)),
                .getChildren(GetChildrenRequest("/a/b", watch: true)),
            ]))
        let outcome = leader.service.read(request)
        #expect(
            outcome
                == .success(
                    .multi([
                        .refused(.noNode),
                        .done(.getData, .data([1], leader.stat("/ab") ?? Stat())),
                        .done(.getChildren, .children(["c"], nil)),
                    ])))
        #expect(request.watch(after: outcome) == nil)
        let wrong = Request.multiRead(MultiReadRequest([.exists(ExistsRequest("/a"))]))
        #expect(leader.service.read(wrong) == .failure(.marshallingError))
    }

    @Test func `what cannot be read has its code for an answer`() {
        for code in [ErrorCode.marshallingError, .unimplemented] {
            let request = Request.unreadable(code)
            #expect(!request.isWrite && !request.needsLeader)
            #expect(leader.service.read(request) == .failure(code))
        }
    }
}

/// Answers that are too long.
@Suite struct LongAnswerTests {
    @Test func `a multiRead is refused whose answer no client would take`() {
        let limit = MultiReadRequest.longestAnswer
        let perNode = 9 + 4 + 68
        let big = [UInt8](repeating: 7, count: 1_000_000)
        // What is left of the limit beside 66 big nodes, three short results and the end.
        let others = (9 + 4) + (perNode + 1) + (9 + 4 + 5) + 9
        let rest = limit - 66 * (perNode + big.count) - others - perNode
        var leader = Leader(sessions: 1)
        leader.perform(.create(CreateRequest("/big", data: big)))
        leader.perform(.create(CreateRequest("/rest", data: [UInt8](repeating: 7, count: rest))))
        leader.perform(.create(CreateRequest("/rest/b")))
        leader.perform(.create(CreateRequest("/a", data: [7])))
        let reads: [Request] =
            [Request](repeating: .getData(GetDataRequest("/big")), count: 66)
            + [
                .getData(GetDataRequest("/none")), .getData(GetDataRequest("/a")),
                .getChildren(GetChildrenRequest("/rest")),
            ]
        func read(_ requests: [Request]) -> ErrorCode {
            leader.service.read(.multiRead(MultiReadRequest(requests))).code
        }
        let full = reads + [.getData(GetDataRequest("/rest"))]
        #expect(read(full) == .ok)
        #expect(read(full + [.getData(GetDataRequest("/none"))]) == .marshallingError)
        #expect(
            read([Request](repeating: .getData(GetDataRequest("/big")), count: 2_150))
                == .marshallingError)
        leader.perform(
            .setData(SetDataRequest("/rest", data: [UInt8](repeating: 7, count: rest + 1))))
        #expect(read(reads) == .ok)
        #expect(read(full) == .marshallingError)
    }

    /// The identities share one text, so that this test need not have the two gigabytes.
    @Test func `an answer that no frame can hold is refused`() {
        let name = String(repeating: "n", count: 1 << 20)
        let identity = Identity(scheme: "sasl", id: name)
        func whoAmI(_ count: Int) -> ErrorCode {
            let identities = [Identity](repeating: identity, count: count)
            let caller = Caller(session: 1, identities: identities)
            return Service().read(.whoAmI, for: caller).code
        }
        #expect(whoAmI(2_047) == .ok)
        #expect(whoAmI(2_048) == .marshallingError)
    }
}
