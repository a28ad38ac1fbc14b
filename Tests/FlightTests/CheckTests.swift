import Flight
import Properties
import Replication
import Rerun
import Testing
import Trace
import Zab
import Znodes

/// A live server's recording can be checked like any other trace.
@Suite struct CheckTests {
    private static func work(_ server: inout LiveServer) {
        let session = server.connect(1)
        _ = server.connect(2)
        server.ask(1, 1, .create(CreateRequest("/a", data: Array("x".utf8))))
        server.ask(2, 1, .getData(GetDataRequest("/a", watch: true)))
        server.ask(1, 2, .create(CreateRequest("/a/e", mode: .ephemeralSequential)))
        server.ask(2, 2, .exists(ExistsRequest("/a/e0000000000")))
        server.ask(
            1, 3,
            .multi(
                MultiRequest([
                    .setData(SetDataRequest("/a", data: [1])), .create(CreateRequest("/b")),
                ])))
        server.ask(2, 3, .getChildren(GetChildrenRequest("/")))
        server.ask(2, -2, .ping)
        server.tell(.client(.disconnected, on: 1))
        server.tell(
            .client(.connect(ConnectRequest(session: session, timeout: 10_000)), on: 3))
        server.settle()
        server.ask(3, 1, .delete(DeleteRequest("/b")))
        server.ask(3, 2, .closeSession)
        server.ask(2, 4, .getData(GetDataRequest("/b")))
    }

    @Test func `every promise holds in what a live server did`() throws {
        let folder = try Folder()
        _ = try folder.record { Self.work(&$0) }
        let broken = Checker.check(try Recording(flight: folder.path)).map(\.reason)
        #expect(broken == [])
    }

    @Test func `a flush may take along what was appended after it was asked for`() throws {
        let folder = try Folder()
        let server = try folder.record { server in
            _ = server.connect(1)
            for xid in 1...5 {
                let path = ZnodePath("/n\(xid)")
                server.tell(.client(.request(xid: Int32(xid), .create(CreateRequest(path))), on: 1))
            }
            server.settle()
        }
        let flushes = server.effects.joined().count {
            if case .peer(.flush) = $0 { true } else { false }
        }
        #expect(flushes < 5)
        #expect(Checker.check(try Recording(flight: folder.path)).map(\.reason) == [])
    }

    /// The checker knows what clients have shown, and what the server was set to.
    @Test func `who may do what is checked with what the clients have shown`() throws {
        let bob = Identity(scheme: "digest", id: "bob:Jq7wMyA/w2Vd5WIDAKdu4OIIFEQ=")
        let folder = try Folder()
        var start = FlightStart.alone()
        start.settings.service.extendedTypesEnabled = true
        _ = try folder.record(start) { server in
            _ = server.connect(1)
            _ = server.connect(2)
            _ = server.connect(3)
            server.tell(.client(.authenticate([bob]), on: 1))
            server.tell(.client(.authenticate([Identity(scheme: "super", id: ""), bob]), on: 3))
            let list = [ACL(.all, for: bob)]
            server.ask(
                1, 1,
                .create(
                    CreateRequest("/s", acl: list, mode: .persistentTTL, timeToLive: 60_000)))
            for (connection, xid) in [(1, 2), (2, 1), (3, 1)] as [(Connection, Int32)] {
                server.ask(connection, xid, .getData(GetDataRequest("/s")))
                server.ask(connection, xid + 1, .getACL(GetACLRequest("/s")))
                server.ask(connection, xid + 2, .whoAmI)
                server.ask(connection, xid + 3, .setData(SetDataRequest("/s", data: [1])))
            }
        }
        let recording = try Recording(flight: folder.path)
        #expect(recording.jsonLines.contains("NOAUTH"))
        #expect(recording.header.options == ["extendedTypesEnabled"])
        let broken = Checker.check(recording).map(\.reason)
        #expect(broken == [])
    }

    @Test func `over runs of the server as well`() throws {
        let folder = try Folder()
        let first = try folder.record { Self.work(&$0) }
        var start = FlightStart.alone(wallClock: 1_700_000_060_000)
        start.recovered = Recovered(epochs: first.epochs, log: first.log)
        _ = try folder.record(start) { server in
            _ = server.connect(1)
            server.ask(1, 1, .getData(GetDataRequest("/a")))
            server.ask(1, 2, .create(CreateRequest("/c")))
        }
        let broken = Checker.check(try Recording(flight: folder.path)).map(\.reason)
        #expect(broken == [])
        #expect(Checker.check(try Recording(flight: folder.file(2))) == [])
    }

    /// What stood in the tree before is in the header, so that answers can be compared with it.
    private static func onASnapshot(_ folder: Folder) throws -> Recording {
        var before = LiveServer(.alone())
        Self.work(&before)
        var start = FlightStart.alone(wallClock: 1_700_000_060_000)
        start.service = before.replica.service
        start.recovered = Recovered(
            epochs: before.epochs, log: Log(base: before.replica.lastZxid))
        _ = try folder.record(start) { server in
            _ = server.connect(1)
            server.ask(1, 1, .getData(GetDataRequest("/a")))
            server.ask(1, 2, .setData(SetDataRequest("/a", data: [2], version: 1)))
            server.ask(1, 3, .getData(GetDataRequest("/a")))
        }
        return try Recording(flight: folder.path)
    }

    @Test func `a recording that begins with a tree is compared with that tree`() throws {
        let folder = try Folder()
        let recording = try Self.onASnapshot(folder)
        #expect(recording.header.states?["s1"] != nil)
        #expect(Checker.check(recording) == [])
        let reread = try Recording(text: recording.jsonLines)
        #expect(reread == recording)
    }

    @Test func `an answer that is not the tree's is found`() throws {
        let folder = try Folder()
        var recording = try Self.onASnapshot(folder)
        let step = try #require(
            recording.steps.firstIndex { step in
                step.effects.contains { if case .answered = $0 { true } else { false } }
            })
        guard case .answered(let id, var outcome) = recording.steps[step].effects[0] else { return }
        outcome.body.raw[4] ^= 1
        recording.steps[step].effects[0] = .answered(id: id, outcome: outcome)
        #expect(Checker.check(recording).map(\.property) == [.sequentialReads])
    }
}
