import Replication
import Testing
import Zab
import Znodes

/// The leader's timer for containers and nodes with a time to live.
@Suite struct ReapingTests {
    private static func server() -> Standalone {
        var settings = Settings()
        settings.service.extendedTypesEnabled = true
        var server = Standalone.serving(settings: settings)
        _ = server.connect(1)
        return server
    }

    private func perform(_ request: Request, on server: inout Standalone) {
        server.tell(.client(.request(xid: 1, request), on: 1))
        server.finishDisk()
    }

    private func starts(_ server: Standalone) -> [Time] {
        server.effects.compactMap {
            if case .start(.containerCheck, let after) = $0 { after } else { nil }
        }
    }

    @Test func `the timer runs while there is something that could be reaped`() {
        var server = Self.server()
        perform(.create(CreateRequest("/p")), on: &server)
        #expect(starts(server) == [])
        perform(.create(CreateRequest("/c", mode: .container)), on: &server)
        #expect(starts(server) == [.seconds(60)])
        perform(.create(CreateRequest("/c/x")), on: &server)
        #expect(starts(server) == [])
        server.tell(.timer(.containerCheck))
        #expect(server.effects == [.start(.containerCheck, after: .seconds(60))])
        perform(.delete(DeleteRequest("/c/x")), on: &server)
        server.tell(.timer(.containerCheck))
        #expect(server.effects.proposed == [.delete(DeleteTransaction(path: "/c", isReaped: true))])
        #expect(starts(server) == [.seconds(60)])
        server.finishDisk()
        #expect(server.replica.service["/c"] == nil)
        server.tell(.timer(.containerCheck))
        #expect(server.effects == [])
        perform(.create(CreateRequest("/t", mode: .persistentTTL, timeToLive: 1)), on: &server)
        #expect(starts(server) == [.seconds(60)])
    }

    @Test func `many are reaped in turns, not all at once`() {
        var server = Self.server()
        let creates = (0..<250).map { index -> Request in
            .create(
                CreateRequest(ZnodePath("/\(index)"), mode: .persistentTTL, timeToLive: 1))
        }
        perform(.multi(MultiRequest(creates)), on: &server)
        server.pass(.seconds(1))
        var reaped: [Int] = []
        var pauses: [Time] = []
        repeat {
            server.tell(.timer(.containerCheck))
            reaped.append(server.effects.proposed.count)
            pauses += starts(server)
            while server.hasDiskWork { server.finishDisk() }
        } while server.replica.service.hasReapable
        #expect(reaped == [100, 100, 50])
        // Ten thousand a minute.
        #expect(pauses == [.milliseconds(600), .milliseconds(600), .seconds(60)])
    }

    @Test func `a server that does not lead reaps nothing`() {
        var member = Member.learning()
        #expect(member.tell(.timer(.containerCheck)) == [.refused(.notServing)])
        member.commit(
            Transaction(
                session: 1, cxid: 1, zxid: Int64(Zxid(epoch: 1, counter: 1).rawValue), time: 0,
                body: .create(
                    CreateTransaction(
                        path: "/c", data: nil, lifetime: .container, parentCversion: 1))))
        #expect(member.replica.service.hasReapable)
        #expect(member.tell(.timer(.containerCheck)) == [.refused(.notServing)])
    }
}
