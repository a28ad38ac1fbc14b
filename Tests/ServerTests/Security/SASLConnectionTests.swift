import Foundation
import Jute
import Testing
import Znodes
import ZooKeeperWire

@testable import Server

/// SASL DIGEST-MD5 from the first token to what the user may then do.
@Suite struct SASLConnectionTests {
    private func place(_ change: (inout Configuration) -> Void = { _ in }) throws -> Place {
        try Place { configuration in
            let file = "\(configuration.dataDir)/jaas.conf"
            let text = """
                Server {
                    org.apache.zookeeper.server.auth.DigestLoginModule required
                    user_bob="secret" user_root="toor";
                };
                """
            _ = FileManager.default.createFile(atPath: file, contents: Data(text.utf8))
            configuration.jaasLoginConfig = file
            change(&configuration)
        }
    }

    /// The server's answer to a token: refused, or another token.
    private func exchange(
        _ token: [UInt8], with client: RawClient
    ) throws -> (code: ErrorCode?, token: [UInt8]?) {
        client.send(.sasl(xid: 1, token: token))
        guard var frame = client.frame() else { return (nil, nil) }
        let header = try frame.record(ReplyHeader.self)
        let code = ErrorCode(rawValue: header.code)
        return (code, code == .ok ? try frame.buffer() : nil)
    }

    /// Whether the server believes, and proves that it knows the password too.
    private func logIn(
        _ client: RawClient, as user: String, password: String
    ) throws -> ErrorCode? {
        let challenge = try #require(try exchange([], with: client).token)
        let nonce = try #require(SASLDirectives(challenge)?.text("nonce"))
        let secret = DigestMD5Secret(
            user: user, realm: DigestMD5Server.realm, password: password, nonce: Array(nonce.utf8),
            clientNonce: Array("c".utf8))
        let uri = DigestMD5Server.digestURI
        let response = String(decoding: secret.response("AUTHENTICATE", uri: uri), as: UTF8.self)
        let text =
            "charset=utf-8,username=\"\(user)\",realm=\"\(DigestMD5Server.realm)\","
            + "nonce=\"\(nonce)\",nc=00000001,cnonce=\"c\",digest-uri=\"\(uri)\",qop=auth,"
            + "response=\(response)"
        let (code, proof) = try exchange(Array(text.utf8), with: client)
        if code == .ok {
            #expect(proof == Array("rspauth=".utf8) + secret.response("", uri: uri))
        }
        return code
    }

    private func identities(of client: RawClient) throws -> [ClientInfo] {
        guard case .success(.whoAmI(let identities)) = try client.ask(.whoAmI) else { return [] }
        return identities
    }

    @Test func `who knows the password is that user, and may do what the user may`() async throws {
        try await place().serving { port in
            let bob = try RawClient(port: port)
            #expect(try bob.open() != nil)
            #expect(try logIn(bob, as: "bob", password: "secret") == .ok)
            #expect(
                try identities(of: bob) == [
                    ClientInfo(scheme: "ip", user: "127.0.0.1"),
                    ClientInfo(scheme: "sasl", user: "bob"),
                ])
            let own = ACL(.all, for: Identity(scheme: "sasl", id: "bob"))
            #expect(
                try bob.ask(.create(CreateRequest("/his", acl: [own])))
                    == .success(.created("/his", nil)))
            let other = try RawClient(port: port)
            #expect(try other.open() != nil)
            let read = Request.getData(GetDataRequest("/his"))
            #expect(try other.ask(read) == .failure(.noAuth))
            #expect(try logIn(other, as: "bob", password: "secret") == .ok)
            #expect(try other.ask(read) != .failure(.noAuth))
        }
    }

    @Test func `a wrong password ends the connection`() async throws {
        try await place().serving { port in
            let client = try RawClient(port: port)
            #expect(try client.open() != nil)
            #expect(try logIn(client, as: "bob", password: "guess") == .authFailed)
            #expect(client.frame() == nil)
        }
    }

    @Test func `the super user may do everything, and is told so`() async throws {
        try await place { $0.saslSuperUser = "root" }.serving { port in
            let nobody = ACL([], for: Identity(scheme: "world", id: "anyone"))
            let bob = try RawClient(port: port)
            #expect(try bob.open() != nil)
            #expect(try logIn(bob, as: "bob", password: "secret") == .ok)
            #expect(
                try bob.ask(.create(CreateRequest("/closed", acl: [nobody])))
                    == .success(.created("/closed", nil)))
            let read = Request.getData(GetDataRequest("/closed"))
            #expect(try bob.ask(read) == .failure(.noAuth))
            let root = try RawClient(port: port)
            #expect(try root.open() != nil)
            #expect(try logIn(root, as: "root", password: "toor") == .ok)
            #expect(try root.ask(read) != .failure(.noAuth))
            #expect(
                try identities(of: root) == [
                    ClientInfo(scheme: "ip", user: "127.0.0.1"),
                    ClientInfo(scheme: "sasl", user: "root"), ClientInfo(scheme: "super", user: ""),
                ])
        }
    }

    @Test func `super is whoever a SASL entry names, and has its own password`() async throws {
        try await place { $0.saslSuperPassword = "pw" }.serving { port in
            let alice = ACL(.all, for: Identity(scheme: "sasl", id: "alice"))
            let creator = try RawClient(port: port)
            #expect(try creator.open() != nil)
            #expect(
                try creator.ask(.create(CreateRequest("/hers", acl: [alice])))
                    == .success(.created("/hers", nil)))
            let read = Request.getData(GetDataRequest("/hers"))
            #expect(try creator.ask(read) == .failure(.noAuth))
            #expect(try logIn(creator, as: "super", password: "pw") == .ok)
            #expect(try creator.ask(read) != .failure(.noAuth))
        }
    }

    @Test func `a failed login is told otherwise where one is required`() async throws {
        let place = try place { $0.enforceAuth = .init(isEnabled: true, schemes: ["sasl"]) }
        try await place.serving { port in
            let client = try RawClient(port: port)
            #expect(try client.open() != nil)
            #expect(
                try logIn(client, as: "bob", password: "guess") == .sessionClosedRequireSaslAuth)
            #expect(client.frame() == nil)
        }
    }

    @Test func `where SASL is required nothing is done before it`() async throws {
        let place = try place { $0.sessionRequireClientSASLAuth = true }
        try await place.serving { port in
            let client = try RawClient(port: port)
            #expect(try client.open() != nil)
            #expect(
                try client.ask(.exists(ExistsRequest("/")))
                    == .failure(.sessionClosedRequireSaslAuth))
            #expect(client.frame() == nil)
            let bob = try RawClient(port: port)
            #expect(try bob.open() != nil)
            #expect(try logIn(bob, as: "bob", password: "secret") == .ok)
            guard case .success = try bob.ask(.exists(ExistsRequest("/"))) else {
                Issue.record("bob is refused")
                return
            }
        }
    }

    @Test func `a client whose login failed may stay where that is allowed, as nobody`()
        async throws
    {
        let place = try place { $0.allowSaslFailedClients = true }
        try await place.serving { port in
            let client = try RawClient(port: port)
            #expect(try client.open() != nil)
            #expect(try exchange([], with: client).token != nil)
            let answer = try exchange(Array("username=\"bob\",response=guess".utf8), with: client)
            #expect(answer.code == .ok)
            #expect(answer.token == nil)
            #expect(try identities(of: client) == [ClientInfo(scheme: "ip", user: "127.0.0.1")])
            // And may try again.
            #expect(try logIn(client, as: "bob", password: "secret") == .ok)
            #expect(
                try identities(of: client).contains(ClientInfo(scheme: "sasl", user: "bob")))
        }
    }

    @Test func `without users there is nothing to answer`() async throws {
        try await Place().serving { port in
            let client = try RawClient(port: port)
            #expect(try client.open() != nil)
            let answer = try exchange([], with: client)
            #expect(answer.code == .ok)
            #expect(answer.token == nil)
        }
    }
}
