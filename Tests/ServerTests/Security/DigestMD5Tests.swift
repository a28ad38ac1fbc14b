import Testing
import Znodes

@testable import Server

@Suite struct DigestMD5Tests {
    private static let nonce = "m90kh1pMwOx01vl5uWyFFSUG97Zp6lxt1Whu6tE8"
    private static let users = SASLUsers(["bob": "secret", "zoë": "gürkchen"])

    /// What a client sends, with one directive different or left out.
    private static func token(
        user: String = "bob", password: String = "secret", changing name: String = "",
        to value: String? = nil, authorizationID: String? = nil
    ) -> [UInt8] {
        let secret = DigestMD5Secret(
            user: user, realm: "zk-sasl-md5", password: password, nonce: Array(nonce.utf8),
            clientNonce: Array("c".utf8), authorizationID: authorizationID.map { Array($0.utf8) })
        let response = secret.response("AUTHENTICATE", uri: "zookeeper/zk-sasl-md5")
        var directives = [
            ("charset", "utf-8"), ("username", "\"\(user)\""), ("realm", "\"zk-sasl-md5\""),
            ("nonce", "\"\(nonce)\""), ("nc", "00000001"), ("cnonce", "\"c\""),
            ("digest-uri", "\"zookeeper/zk-sasl-md5\""), ("maxbuf", "65536"),
            ("response", String(decoding: response, as: UTF8.self)), ("qop", "auth"),
        ]
        if let authorizationID { directives.append(("authzid", "\"\(authorizationID)\"")) }
        directives = directives.compactMap { $0.0 == name ? value.map { (name, $0) } : $0 }
        return Array(directives.map { "\($0)=\($1)" }.joined(separator: ",").utf8)
    }

    private static func asked() throws -> DigestMD5Server {
        var server = DigestMD5Server(users: users, nonce: nonce)
        _ = try server.respond(to: [])
        return server
    }

    @Test func `the example of RFC 2831`() {
        let secret = DigestMD5Secret(
            user: "chris", realm: "elwood.innosoft.com", password: "secret",
            nonce: Array("OA6MG9tEQGm2hh".utf8), clientNonce: Array("OA6MHXh6VqTrRk".utf8))
        let uri = "imap/elwood.innosoft.com"
        #expect(
            String(decoding: secret.response("AUTHENTICATE", uri: uri), as: UTF8.self)
                == "d388dad90d4bbd760a152321f2143af7")
        #expect(
            String(decoding: secret.response("", uri: uri), as: UTF8.self)
                == "ea40f60335c427b5527b84dbabcdfffd")
    }

    /// As ZooKeeper 3.8 asked when it was listened to.
    @Test func `the challenge is Java's`() throws {
        var server = DigestMD5Server(users: Self.users, nonce: Self.nonce)
        #expect(
            String(decoding: try server.respond(to: []), as: UTF8.self)
                == "realm=\"zk-sasl-md5\",nonce=\"\(Self.nonce)\",charset=utf-8,algorithm=md5-sess")
        #expect(server.identity == nil)
    }

    @Test(arguments: [("bob", "secret"), ("zoë", "gürkchen")])
    func `who knows the password is believed, and told that the server knows it`(
        user: String, password: String
    ) throws {
        var server = try Self.asked()
        let proof = try server.respond(to: Self.token(user: user, password: password))
        #expect(String(decoding: proof, as: UTF8.self).hasPrefix("rspauth="))
        #expect(proof.count == 40)
        #expect(server.identity == Identity(scheme: "sasl", id: user))
    }

    @Test func `acting as someone else stays being oneself`() throws {
        var server = try Self.asked()
        _ = try server.respond(to: Self.token(authorizationID: "alice"))
        #expect(server.identity == Identity(scheme: "sasl", id: "bob"))
    }

    @Test func `the service's name may be written in any case`() throws {
        let secret = DigestMD5Secret(
            user: "bob", realm: "zk-sasl-md5", password: "secret", nonce: Array(Self.nonce.utf8),
            clientNonce: Array("c".utf8))
        let uri = "ZooKeeper/zk-SASL-md5"
        let response = String(decoding: secret.response("AUTHENTICATE", uri: uri), as: UTF8.self)
        let text =
            "username=\"bob\",realm=\"zk-sasl-md5\",nonce=\"\(Self.nonce)\",cnonce=\"c\","
            + "digest-uri=\"\(uri)\",response=\(response)"
        var server = try Self.asked()
        _ = try server.respond(to: Array(text.utf8))
        #expect(server.identity == Identity(scheme: "sasl", id: "bob"))
    }

    static let refused: [([UInt8], DigestMD5Server.Failure)] = [
        (token(password: "guess"), .wrongPassword),
        (token(user: "eve"), .wrongPassword),
        (token(user: "eve", password: ""), .wrongPassword),
        (token(changing: "realm", to: "\"other\""), .wrongRealm),
        (token(changing: "realm"), .wrongRealm),
        (token(changing: "nonce", to: "\"old\""), .wrongNonce),
        (token(changing: "nonce"), .wrongNonce),
        (token(changing: "nc", to: "00000002"), .wrongNonce),
        (token(changing: "qop", to: "auth-conf"), .unsupported),
        (token(changing: "charset", to: "latin-1"), .unsupported),
        (token(changing: "digest-uri", to: "\"imap/zk-sasl-md5\""), .wrongService),
        (token(changing: "username"), .malformed), (token(changing: "cnonce"), .malformed),
        (token(changing: "response"), .malformed), (token(changing: "digest-uri"), .malformed),
        (token(changing: "cnonce", to: "\"open"), .malformed),
        (token() + Array(",nc=00000001".utf8), .malformed), ([], .malformed),
        (Array("username".utf8), .malformed), (Array("=".utf8), .malformed),
        ([UInt8](repeating: 0x61, count: 100_000), .malformed), ([0xFF, 0x3D, 0xFF], .malformed),
    ]

    @Test(arguments: refused) func `anything else is refused, and for good`(
        token: [UInt8], failure: DigestMD5Server.Failure
    ) throws {
        var server = try Self.asked()
        #expect(throws: failure) { try server.respond(to: token) }
        #expect(server.identity == nil)
        #expect(throws: DigestMD5Server.Failure.outOfTurn) { try server.respond(to: Self.token()) }
        #expect(server.identity == nil)
    }

    @Test func `after the proof nothing more is expected`() throws {
        var server = try Self.asked()
        _ = try server.respond(to: Self.token())
        #expect(throws: DigestMD5Server.Failure.outOfTurn) { try server.respond(to: []) }
    }

    @Test func `no two nonces are the same`() {
        let nonces = Set((0..<100).map { _ in DigestMD5Server.freshNonce() })
        #expect(nonces.count == 100)
        #expect(nonces.allSatisfy { $0.utf8.count == 40 })
    }
}
