import Testing
import Znodes

/// Quotas: the usage that servers count, and limits that bind.
@Suite struct QuotaTests {
    static func leader(enforcing: Bool = false, limits: String = "count=-1,bytes=-1") -> Leader {
        var settings = ServiceSettings()
        settings.enforceQuota = enforcing
        var leader = Leader(sessions: 1)
        leader.preparation = Preparation(settings: settings)
        leader.perform(.create(CreateRequest("/a", data: [1, 2, 3])))
        leader.perform(.create(CreateRequest("/a/b", data: [4, 5])))
        leader.perform(.create(CreateRequest("/zookeeper/quota/a", data: nil)))
        leader.perform(
            .create(
                CreateRequest("/zookeeper/quota/a/zookeeper_limits", data: Array(limits.utf8))))
        leader.perform(
            .create(CreateRequest("/zookeeper/quota/a/zookeeper_stats", data: [7])))
        return leader
    }

    static func usage(_ leader: Leader, of path: String = "/a") -> String? {
        let node = leader.service[ZnodePath("/zookeeper/quota\(path)/zookeeper_stats")]
        return node?.data.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `usage follows every change below, without a version`() {
        var leader = Self.leader()
        #expect(Self.usage(leader) == "count=2,bytes=5")
        let stat = leader.stat("/zookeeper/quota/a/zookeeper_stats")
        let steps: [(Request, String)] = [
            (.create(CreateRequest("/a/b/c", data: [1])), "count=3,bytes=6"),
            (.setData(SetDataRequest("/a/b", data: [])), "count=3,bytes=4"),
            (.setData(SetDataRequest("/a", data: nil)), "count=3,bytes=1"),
            (.create(CreateRequest("/aa", data: [1])), "count=3,bytes=1"),
            (.create(CreateRequest("/a/e", data: [1, 1], mode: .ephemeral)), "count=4,bytes=3"),
            (.delete(DeleteRequest("/a/b/c")), "count=3,bytes=2"),
            (
                .multi(
                    MultiRequest([
                        .create(CreateRequest("/a/m", data: [1, 2])),
                        .delete(DeleteRequest("/a/b")),
                    ])), "count=3,bytes=4"
            ),
            (.setACL(SetACLRequest("/a", acl: ACL.readOnly)), "count=3,bytes=4"),
            (.closeSession, "count=2,bytes=2"),
        ]
        for (request, usage) in steps {
            let applied = leader.perform(request)
            #expect(Self.usage(leader) == usage, "\(request)")
            #expect(
                !applied.changes.contains { $0.description.contains("zookeeper_stats") })
        }
        var expected = stat
        expected?.dataLength = 15
        #expect(leader.stat("/zookeeper/quota/a/zookeeper_stats") == expected)
    }

    @Test func `a node counts for the deepest quota above it`() {
        var leader = Self.leader()
        leader.perform(.create(CreateRequest("/zookeeper/quota/a/b", data: nil)))
        leader.perform(
            .create(CreateRequest("/zookeeper/quota/a/b/zookeeper_limits", data: [])))
        leader.perform(.create(CreateRequest("/zookeeper/quota/a/b/zookeeper_stats", data: [])))
        leader.perform(.create(CreateRequest("/a/b/c", data: [1])))
        #expect(Self.usage(leader, of: "/a/b") == "count=2,bytes=3")
        #expect(Self.usage(leader) == "count=2,bytes=5")
        leader.perform(.delete(DeleteRequest("/zookeeper/quota/a/b/zookeeper_limits")))
        leader.perform(.delete(DeleteRequest("/a/b/c")))
        #expect(Self.usage(leader, of: "/a/b") == "count=2,bytes=3")
        #expect(Self.usage(leader) == "count=1,bytes=4")
    }

    @Test func `usage without its node is not counted, and the root has no quota`() {
        var leader = Self.leader()
        leader.perform(.delete(DeleteRequest("/zookeeper/quota/a/zookeeper_stats")))
        leader.perform(.create(CreateRequest("/a/x")))
        #expect(Self.usage(leader) == nil)
        leader.perform(.create(CreateRequest("/zookeeper/quota/zookeeper_limits")))
        leader.perform(.create(CreateRequest("/zookeeper/quota/zookeeper_stats", data: [9])))
        leader.perform(.create(CreateRequest("/y")))
        #expect(Self.usage(leader, of: "") == "\t")
    }

    @Test func `a snapshot is counted anew`() throws {
        var leader = Self.leader()
        leader.perform(.create(CreateRequest("/a/x", data: [1])))
        let before = leader.service
        leader.perform(
            .setData(SetDataRequest("/zookeeper/quota/a/zookeeper_stats", data: [7, 7])))
        var writer = SnapshotWriter(leader.service)
        var reader = SnapshotReader()
        while let piece = writer.next(nodes: 3) { try reader.feed(piece) }
        var loaded = leader
        loaded.service = try reader.finish(zxid: leader.service.lastZxid)
        #expect(Self.usage(loaded) == "count=3,bytes=6")
        #expect(
            Self.usage(loaded).map { Array($0.utf8) }
                == before["/zookeeper/quota/a/zookeeper_stats"]?.data)
        loaded.perform(.delete(DeleteRequest("/a/x")))
        #expect(Self.usage(loaded) == "count=2,bytes=5")
    }

    static let hard = "count=9,bytes=1=;byteHardLimit=8;countHardLimit=3"

    static let table: [(limits: String, Request, ErrorCode)] = [
        (hard, .create(CreateRequest("/a/x", data: [1, 2, 3])), .ok),
        (hard, .create(CreateRequest("/a/x", data: [1, 2, 3, 4])), .quotaExceeded),
        (hard, .create(CreateRequest("/a/x/y")), .noNode),
        (hard, .setData(SetDataRequest("/a", data: [1, 2, 3, 4, 5, 6])), .ok),
        (hard, .setData(SetDataRequest("/a", data: [1, 2, 3, 4, 5, 6, 7])), .quotaExceeded),
        (
            hard, .setData(SetDataRequest("/a", data: [1, 2, 3, 4, 5, 6, 7], version: 4)),
            .quotaExceeded
        ),
        (hard, .create(CreateRequest("/b", data: [1, 2, 3, 4, 5, 6, 7, 8, 9])), .ok),
        (
            hard,
            .multi(MultiRequest([.create(CreateRequest("/a/x", data: [1, 2, 3, 4]))])),
            .quotaExceeded
        ),
        ("count=2,bytes=5=;countHardLimit=2", .create(CreateRequest("/a/x")), .quotaExceeded),
        ("count=2,bytes=5", .create(CreateRequest("/a/x", data: [1])), .ok),
        ("rubbish", .create(CreateRequest("/a/x", data: [1])), .marshallingError),
        ("rubbish", .setData(SetDataRequest("/a", data: [1])), .marshallingError),
        ("rubbish", .delete(DeleteRequest("/a/b")), .ok),
        ("countHardLimit=x;=5", .create(CreateRequest("/a/x", data: [1])), .marshallingError),
        (",count=5", .create(CreateRequest("/a/x", data: [1])), .marshallingError),
        ("count=", .create(CreateRequest("/a/x", data: [1])), .marshallingError),
        ("count==5,", .create(CreateRequest("/a/x", data: [1])), .ok),
        ("=5", .create(CreateRequest("/a/x", data: [1])), .ok),
        ("", .create(CreateRequest("/a/x", data: [1])), .ok),
        ("countHardLimit=0", .delete(DeleteRequest("/a/b")), .ok),
        ("byteHardLimit=0", .setData(SetDataRequest("/a", data: [3, 2, 1])), .ok),
    ]

    @Test(arguments: table)
    func `hard limits bind where they are enforced`(
        limits: String, request: Request, code: ErrorCode
    ) {
        var strict = Self.leader(enforcing: true, limits: limits)
        let outcome = strict.perform(request).outcome
        if case .success(let response) = outcome {
            #expect((response.multiError ?? .ok) == code)
        } else {
            #expect(outcome.code == code)
        }
        var lenient = Self.leader(limits: limits)
        let free = lenient.perform(request)
        #expect(
            free.code
                == (code == .quotaExceeded && request.description.contains("-v")
                    ? .badVersion
                    : [.quotaExceeded, .marshallingError].contains(code) ? .ok : code))
    }
}
