import Crypto
import Znodes

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The server's half of SASL DIGEST-MD5 (RFC 2831), as Java's `DigestMD5Server` does it for ZooKeeper: only
/// authentication, no protection of what follows, `md5-sess`, names and passwords in UTF-8.
///
/// One for each connection: it asks, checks the answer, and answers with a proof that the server knows the
/// password as well. RFC 6331 advises against the mechanism; it is what ZooKeeper's clients speak.
struct DigestMD5Server: Sendable {
    /// What the client calls this service (`ZooKeeperSaslServer`).
    static let realm = "zk-sasl-md5"
    static let digestURI = "zookeeper/zk-sasl-md5"

    private let users: SASLUsers
    private let nonce: String
    private var stage = Stage.beginning

    private enum Stage {
        case beginning, challenged, failed
        case authenticated(String)
    }

    /// Why a client was not believed; it is told no more than that.
    enum Failure: String, Error, Hashable, Sendable, CustomStringConvertible {
        case malformed = "the response is not what RFC 2831 says"
        case wrongRealm = "the response is for another realm"
        case wrongService = "the response is for another service"
        case wrongNonce = "the response is for another challenge"
        case unsupported = "the response asks for what the server does not do"
        case wrongPassword = "the user is unknown or the password wrong"
        case outOfTurn = "nothing more was expected"

        var description: String { rawValue }
    }

    /// - Parameter nonce: never the same twice, and not to be guessed: `freshNonce()`.
    init(users: SASLUsers, nonce: String) {
        self.users = users
        self.nonce = nonce
    }

    /// Thirty bytes of the system's randomness.
    static func freshNonce() -> String {
        SymmetricKey(size: SymmetricKeySize(bitCount: 240)).withUnsafeBytes {
            Data($0).base64EncodedString()
        }
    }

    /// Who the client is; nil before it has proved it.
    var identity: Identity? {
        if case .authenticated(let user) = stage { Identity(scheme: "sasl", id: user) } else { nil }
    }

    /// The next token for the client. After a failure the connection is of no more use.
    mutating func respond(to token: [UInt8]) throws(Failure) -> [UInt8] {
        switch stage {
        case .beginning:
            // An initial response has no place in the mechanism; Java's server lets it pass.
            stage = .challenged
            return challenge
        case .challenged:
            stage = .failed
            let (user, proof) = try check(token)
            stage = .authenticated(user)
            return proof
        case .authenticated, .failed:
            stage = .failed
            throw .outOfTurn
        }
    }

    private var challenge: [UInt8] {
        Array(
            "realm=\"\(Self.realm)\",nonce=\"\(nonce)\",charset=utf-8,algorithm=md5-sess".utf8)
    }

    private func check(_ token: [UInt8]) throws(Failure) -> (user: String, proof: [UInt8]) {
        guard let said = SASLDirectives(token), let user = said.text("username"),
            let clientNonce = said["cnonce"], let uri = said.text("digest-uri"),
            let response = said["response"]
        else { throw .malformed }
        if let charset = said.text("charset"), charset != "utf-8" { throw .unsupported }
        guard said.text("realm") == Self.realm else { throw .wrongRealm }
        guard said.text("nonce") == nonce else { throw .wrongNonce }
        guard (said.text("nc").map { UInt32($0, radix: 16) } ?? 1) == 1 else { throw .wrongNonce }
        guard said.text("qop") ?? "auth" == "auth" else { throw .unsupported }
        guard uri.lowercased() == Self.digestURI else { throw .wrongService }

        let secret = DigestMD5Secret(
            user: user, realm: Self.realm, password: users.password(of: user) ?? "",
            nonce: Array(nonce.utf8), clientNonce: clientNonce, authorizationID: said["authzid"])
        // The work is the same for a user that there is not.
        let isRight = Self.areEqual(response, secret.response("AUTHENTICATE", uri: uri))
        guard isRight, users.password(of: user) != nil else { throw .wrongPassword }
        return (user, Array("rspauth=".utf8) + secret.response("", uri: uri))
    }

    private static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count
            && zip(left, right).reduce(into: UInt8(0)) { $0 |= $1.0 ^ $1.1 } == 0
    }
}

/// What both ends know once they know the password: `H(A1)` of RFC 2831, and the responses made with it.
struct DigestMD5Secret {
    private let key: [UInt8]
    private let nonce: [UInt8]
    private let clientNonce: [UInt8]

    init(
        user: String, realm: String, password: String, nonce: [UInt8], clientNonce: [UInt8],
        authorizationID: [UInt8]? = nil
    ) {
        self.nonce = nonce
        self.clientNonce = clientNonce
        let login = [user, realm, password].map(Self.bytes).joined(separator: [Self.colon])
        var first = Self.hash(Array(login)) + [Self.colon] + nonce + [Self.colon] + clientNonce
        if let authorizationID { first += [Self.colon] + authorizationID }
        key = Self.hexadecimal(Self.hash(first))
    }

    /// - Parameter method: `AUTHENTICATE` from the client, nothing from the server.
    func response(_ method: String, uri: String) -> [UInt8] {
        let second = Self.hexadecimal(Self.hash(Array("\(method):\(uri)".utf8)))
        let parts = [key, nonce, Array("00000001".utf8), clientNonce, Array("auth".utf8), second]
        return Self.hexadecimal(Self.hash(Array(parts.joined(separator: [Self.colon]))))
    }

    /// In ISO 8859-1 where that can say it, else in UTF-8 (RFC 2831, 2.1.2.1).
    private static func bytes(_ text: String) -> [UInt8] {
        let latin = text.unicodeScalars.map { UInt8(exactly: $0.value) }
        return latin.contains(nil) ? Array(text.utf8) : latin.compactMap { $0 }
    }

    private static func hash(_ bytes: [UInt8]) -> [UInt8] { Array(Insecure.MD5.hash(data: bytes)) }

    private static func hexadecimal(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    }

    private static let colon = UInt8(ascii: ":")
}
