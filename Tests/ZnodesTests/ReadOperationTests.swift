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
