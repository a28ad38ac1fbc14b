import Replication
import Testing
import Zab
import Znodes

/// The wall clock dates what happens; nothing else goes by it.
@Suite struct ClockTests {
    private static let start: Int64 = 1_700_000_000_000
    private static let hour: Int64 = 3_600_000

    private static func server() -> Standalone {
        var settings = Settings(wallClock: start)
        settings.service.extendedTypesEnabled = true
        return Standalone.serving(settings: settings)
    }

    private func perform(_ request: Request, on server: inout Standalone) {
        server.tell(.client(.request(xid: 1, request), on: 1))
        server.finishDisk()
    }

    private func stat(_ path: ZnodePath, on server: Standalone) -> Stat? {
        server.replica.service[path].map(Stat.init)
    }

    @Test(arguments: [hour, -hour])
    func `nodes are dated by the clock as it was set last`(jump: Int64) {
        var server = Self.server()
        _ = server.connect(1)
        let began = server.replica.wallClock(server.now)
        perform(.create(CreateRequest("/a")), on: &server)
        #expect(stat("/a", on: server)?.ctime == began)
        server.pass(.seconds(1))
        server.tell(.clock(began + 1_000 + jump))
        #expect(server.effects == [])
        server.pass(.seconds(1))
        perform(.setData(SetDataRequest("/a", data: [1])), on: &server)
        #expect(stat("/a", on: server)?.ctime == began)
        #expect(stat("/a", on: server)?.mtime == began + 2_000 + jump)
        // Set again, and back to where it was.
        server.tell(.clock(began + 2_000))
        perform(.create(CreateRequest("/b")), on: &server)
        #expect(stat("/b", on: server)?.ctime == began + 2_000)
    }

    @Test(arguments: [hour, -hour])
    func `sessions live as long as if nobody had set the clock`(jump: Int64) {
        var server = Self.server()
        var other = server
        let session = server.connect(1)
        #expect(other.connect(1) == session)
        server.tell(.clock(server.replica.wallClock(server.now) + jump))
        let heard: [Time] = [.seconds(1), .seconds(3)]
        for time in heard {
            server.pass(time)
            other.pass(time)
            server.tell(.client(.request(xid: -2, .ping), on: 1))
            other.tell(.client(.request(xid: -2, .ping), on: 1))
            #expect(server.effects == other.effects)
        }
        server.tell(.timer(.sessionExpiry))
        other.tell(.timer(.sessionExpiry))
        #expect(server.effects.count == other.effects.count)
        server.pass(.seconds(10))
        server.tell(.timer(.sessionExpiry))
        #expect(server.effects.contains(.session(session, .expired)))
    }

    /// As in Java: what the wall clock says now against what it said when the node changed.
    @Test func `a time to live is measured on the clock that dates the node`() {
        var server = Self.server()
        _ = server.connect(1)
        server.tell(.clock(Self.start - Self.hour))
        perform(
            .create(CreateRequest("/t", mode: .persistentTTL, timeToLive: 60_000)), on: &server)
        server.tell(.timer(.containerCheck))
        #expect(server.effects.proposed == [])
        server.pass(.seconds(59))
        server.tell(.timer(.containerCheck))
        #expect(server.effects.proposed == [])
        server.pass(.seconds(2))
        server.tell(.timer(.containerCheck))
        #expect(server.effects.proposed == [.delete(DeleteTransaction(path: "/t", isReaped: true))])
    }
}
