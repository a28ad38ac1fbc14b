import Replication
import Testing
import Znodes

/// Who is told of what, on one server with a reader (1), a writer (2) and a stranger (3).
@Suite struct WatchDeliveryTests {
    private static let alice = Identity(scheme: "digest", id: "alice:hash")
    /// Alice reads, everyone writes.
    private static let alices = [
        ACL(.all.subtracting(.read), for: .anyone), ACL(.read, for: alice),
    ]

    private var server = Standalone.serving()
    private var xid: Int32 = 0

    init() {
        for connection in 1...3 as ClosedRange<Connection> { _ = server.connect(connection) }
        server.tell(.client(.authenticate([Self.alice]), on: 1))
    }

    /// What everyone was told in the end, without the answers to writes.
    private mutating func events(
        after requests: Request..., on connection: Connection = 2
    ) -> [String] {
        var told: [String] = []
        for request in requests {
            xid += 1
            server.tell(.client(.request(xid: xid, request), on: connection))
            told += server.told
            if request.isWrite {
                server.finishDisk()
                told += server.told
            }
        }
        return told.filter { $0.contains(" event ") }
    }

    private mutating func watch(_ path: ZnodePath, recursive: Bool = false) {
        for connection in [1, 3] as [Connection] {
            let request = AddWatchRequest(
                path, mode: recursive ? .persistentRecursive : .persistent)
            server.tell(.client(.request(xid: 1, .addWatch(request)), on: connection))
            #expect(server.told.map { $0.suffix(4) } == ["done"])
        }
    }

    @Test mutating func `who may not read the node is not told`() {
        watch("/a")
        #expect(
            events(
                after: .create(CreateRequest("/a", acl: Self.alices)),
                .setData(SetDataRequest("/a", data: [1])), .create(CreateRequest("/a/b")),
                .delete(DeleteRequest("/a/b")), .delete(DeleteRequest("/a"))) == [
                    "1 event NodeCreated /a", "1 event NodeDataChanged /a",
                    "1 event NodeChildrenChanged /a", "1 event NodeChildrenChanged /a",
                    "1 event NodeDeleted /a",
                ])
    }

    @Test mutating func `each event is judged by the list of its own node`() {
        watch("/", recursive: true)
        #expect(
            events(
                after: .create(CreateRequest("/open")),
                .create(CreateRequest("/open/hers", acl: Self.alices)),
                .delete(DeleteRequest("/open/hers")), .delete(DeleteRequest("/open"))) == [
                    "1 event NodeCreated /open", "3 event NodeCreated /open",
                    "1 event NodeCreated /open/hers", "1 event NodeDeleted /open/hers",
                    "1 event NodeDeleted /open", "3 event NodeDeleted /open",
                ])
    }

    @Test mutating func `an event that is not told has used its watch up`() {
        for connection in [1, 3] as [Connection] {
            let request = Request.exists(ExistsRequest("/a", watch: true))
            #expect(events(after: request, on: connection) == [])
        }
        #expect(
            events(after: .create(CreateRequest("/a", acl: Self.alices)))
                == ["1 event NodeCreated /a"])
        #expect(server.replica.watches.isEmpty)
    }

    @Test mutating func `a list that has changed counts from then on`() {
        watch("/a")
        #expect(
            events(after: .create(CreateRequest("/a", acl: Self.alices)))
                == ["1 event NodeCreated /a"])
        let admin = SetACLRequest("/a", acl: ACL.open)
        #expect(events(after: .setACL(admin)) == [])
        #expect(
            events(after: .setData(SetDataRequest("/a", data: [])))
                == ["1 event NodeDataChanged /a", "3 event NodeDataChanged /a"])
    }

    @Test mutating func `an identity counts from when it is shown`() {
        watch("/a")
        server.tell(.client(.authenticate([Self.alice]), on: 3))
        #expect(
            events(after: .create(CreateRequest("/a", acl: Self.alices)))
                == ["1 event NodeCreated /a", "3 event NodeCreated /a"])
    }

    @Test mutating func `the super user is told everything`() {
        watch("/a")
        server.tell(.client(.authenticate([Identity(scheme: "super", id: "")]), on: 3))
        #expect(
            events(after: .create(CreateRequest("/a", acl: Self.alices)))
                == ["1 event NodeCreated /a", "3 event NodeCreated /a"])
    }

    @Test mutating func `what setWatches tells at once is not held back`() {
        #expect(events(after: .create(CreateRequest("/a", acl: Self.alices))) == [])
        let request = SetWatchesRequest(relativeZxid: 0, dataWatches: ["/a"], existWatches: ["/a"])
        server.tell(.client(.request(xid: -8, .setWatches(request)), on: 3))
        #expect(
            server.told == [
                "3 event NodeDataChanged /a", "3 event NodeCreated /a",
                "3 reply -8 at 1:4: done",
            ])
    }

    @Test mutating func `the event comes before the answer to the write that fired it`() {
        watch("/a")
        server.tell(.client(.request(xid: 7, .create(CreateRequest("/a"))), on: 1))
        server.finishDisk()
        #expect(
            server.told == [
                "1 event NodeCreated /a", "3 event NodeCreated /a", "1 reply 7 at 1:4: created /a",
            ])
    }

    @Test mutating func `a watch that was removed is silent`() {
        watch("/a")
        let remove = Request.removeWatches(WatchesRequest("/a", kind: .persistent))
        server.tell(.client(.request(xid: 2, remove), on: 1))
        #expect(server.told == ["1 reply 2 at 1:3: done"])
        server.tell(.client(.request(xid: 3, remove), on: 1))
        #expect(server.told == ["1 reply 3 at 1:3: NOWATCHER"])
        #expect(events(after: .create(CreateRequest("/a"))) == ["3 event NodeCreated /a"])
    }
}
