import Server
import Testing
import Znodes
import ZooKeeperWire

/// `enforce.auth.enabled` and `enforce.auth.schemes`.
@Suite struct EnforcedSchemesTests {
    private let exists = Request.exists(ExistsRequest("/"))

    private func place(_ schemes: [String], isEnabled: Bool = true) throws -> Place {
        try Place { $0.enforceAuth = .init(isEnabled: isEnabled, schemes: schemes) }
    }

    @Test(arguments: [Request.exists(ExistsRequest("/")), .ping, .closeSession])
    func `a client that has not shown who it is gets nothing done`(request: Request) async throws {
        try await place(["digest", "sasl"]).serving { port in
            let client = try RawClient(port: port)
            #expect(try client.open() != nil)
            #expect(try client.ask(request) == .failure(.sessionClosedRequireSaslAuth))
            #expect(client.frame() == nil)
        }
    }

    @Test func `one of the schemes is enough`() async throws {
        try await place(["sasl", "digest"]).serving { port in
            let client = try RawClient(port: port)
            #expect(try client.open() != nil)
            client.send(
                .auth(xid: -4, AuthPacket(scheme: "digest", credentials: Array("a:b".utf8))))
            #expect(client.frame() != nil)
            guard case .success = try client.ask(exists) else {
                Issue.record("the client is refused")
                return
            }
        }
    }

    @Test(arguments: [(["ip"], true), (["digest"], false)])
    func `nothing is asked of those who are known or where it is off`(
        schemes: [String], isEnabled: Bool
    ) async throws {
        try await place(schemes, isEnabled: isEnabled).serving { port in
            let client = try RawClient(port: port)
            #expect(try client.open() != nil)
            guard case .success = try client.ask(exists) else {
                Issue.record("the client is refused")
                return
            }
        }
    }
}
