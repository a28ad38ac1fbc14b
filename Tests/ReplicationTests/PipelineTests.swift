import Replication
import Testing
import Zab
import Znodes

@Suite struct PipelineTests {
    @Test func `a session exists once its transaction is committed`() {
        var server = Standalone.serving()
        server.tell(.client(.connect(ConnectRequest(timeout: 4_000)), on: 1))
        #expect(server.told == [])
        server.finishDisk()
        #expect(server.told == ["1 accepted"])
        #expect(server.replica.lastZxid == Zxid(epoch: 1, counter: 1))
    }

    @Test func `a write is answered only once it is on disk`() {
        var server = Standalone.serving()
        _ = server.connect(1)
        server.tell(.client(.request(xid: 1, .create(CreateRequest("/a", data: [1]))), on: 1))
        #expect(server.told == [])
        server.finishDisk()
        #expect(server.told == ["1 reply 1 at 1:2: created /a"])
    }

    @Test func `a read waits behind its own session's write, another's does not`() {
        var server = Standalone.serving()
        _ = server.connect(1)
        _ = server.connect(2)
        server.tell(.client(.request(xid: 1, .create(CreateRequest("/a", data: [1]))), on: 1))
        server.tell(.client(.request(xid: 2, .exists(ExistsRequest("/a"))), on: 1))
        #expect(server.told == [])
        server.tell(.client(.request(xid: 1, .exists(ExistsRequest("/a"))), on: 2))
        #expect(server.told == ["2 reply 1 at 1:2: NONODE"])
        server.finishDisk()
        #expect(server.told.count == 2)
        #expect(server.told.first == "1 reply 1 at 1:3: created /a")
    }

    @Test func `the event comes before the answer that could show the change`() {
        var server = Standalone.serving()
        _ = server.connect(1)
        server.tell(
            .client(.request(xid: 1, .exists(ExistsRequest("/a", watch: true))), on: 1))
        server.tell(.client(.request(xid: 2, .create(CreateRequest("/a"))), on: 1))
        server.finishDisk()
        #expect(server.told == ["1 event NodeCreated /a", "1 reply 2 at 1:2: created /a"])
    }

    @Test func `a refused write takes its zxid`() {
        var server = Standalone.serving()
        _ = server.connect(1)
        server.tell(.client(.request(xid: 1, .delete(DeleteRequest("/a"))), on: 1))
        server.finishDisk()
        #expect(server.told == ["1 reply 1 at 1:2: NONODE"])
    }

    @Test func `sync waits for what was outstanding, and not for what comes later`() {
        var server = Standalone.serving()
        _ = server.connect(1)
        _ = server.connect(2)
        server.tell(.client(.request(xid: 1, .create(CreateRequest("/a"))), on: 1))
        server.tell(.client(.request(xid: 1, .sync(SyncRequest("/"))), on: 2))
        server.tell(.client(.request(xid: 2, .create(CreateRequest("/b"))), on: 1))
        #expect(server.told == [])
        server.finishDisk()
        #expect(server.told == ["1 reply 1 at 1:3: created /a", "2 reply 1 at 1:3: synced /"])
    }

    @Test func `a silent session expires, and its ephemerals go with it`() {
        var server = Standalone.serving()
        _ = server.connect(1)
        server.tell(
            .client(
                .request(xid: 1, .create(CreateRequest("/a", mode: .ephemeral))), on: 1))
        server.finishDisk()
        server.expireBucket()
        server.finishDisk()
        #expect(server.told == ["1 closed: sessionClosed"])
        #expect(server.replica.service["/a"] == nil)
    }

    @Test func `a client that has seen more than the server is sent away`() {
        var server = Standalone.serving()
        let ahead = Zxid(epoch: 9, counter: 1)
        server.tell(
            .client(.connect(ConnectRequest(lastZxid: ahead, timeout: 4_000)), on: 1))
        #expect(server.told == ["1 closed: clientHasSeenMore"])
    }

    @Test func `an unknown session is told that it has expired`() {
        var server = Standalone.serving()
        server.tell(.client(.connect(ConnectRequest(session: 77, timeout: 4_000)), on: 1))
        #expect(server.told == ["1 expired"])
    }

    @Test func `a session that comes back closes its older connection`() {
        var server = Standalone.serving()
        let session = server.connect(1)
        server.tell(.client(.connect(ConnectRequest(session: session, timeout: 4_000)), on: 2))
        #expect(server.told == ["1 closed: replacedByNewConnection", "2 accepted"])
    }

    /// The first transaction opens a session, the second creates the fifth node, the others set its data.
    @Test(arguments: [
        // Every second one would do, but the tree begins with four nodes, and goes on with five.
        (snapCount: 2, replayed: 0, snapshots: [4, 9, 14] as [UInt8]),
        (snapCount: 6, replayed: 0, snapshots: [6, 12]),
        // The log is as long as if the server had never stopped.
        (snapCount: 6, replayed: 3, snapshots: [3, 9, 15]),
    ])
    func
        `a snapshot is taken every snapCount transactions, but not before as many as it has nodes`(
            snapCount: Int, replayed: Int, snapshots: [UInt8]
        )
    {
        var server = Standalone.serving(
            settings: Settings(snapCount: snapCount),
            recovered: Recovered(replayed: replayed, snapshotNodes: 2))
        _ = server.connect(1)
        server.tell(.client(.request(xid: 1, .create(CreateRequest("/a"))), on: 1))
        server.finishDisk()
        var found: [UInt8?] = []
        for count in 3...15 as ClosedRange<UInt8> {
            let request = Request.setData(SetDataRequest("/a", data: [count]))
            server.tell(.client(.request(xid: Int32(count), request), on: 1))
            while !server.isDiskIdle {
                server.finishDisk()
                for case .saveSnapshot(let service) in server.effects {
                    found.append(service["/a"]?.data?.first)
                }
            }
        }
        #expect(found == snapshots)
    }
}
