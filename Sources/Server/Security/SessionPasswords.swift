import Crypto
import ZooKeeperWire

/// The passwords by which clients come back to their sessions, on this or on another server.
///
/// ZooKeeper's formula can be computed by anyone who knows a session's id; with a secret that all members
/// share (`sessionSecret`) it cannot.
public struct SessionPasswords: Sendable {
    /// Nil for ZooKeeper's formula.
    private let secret: SymmetricKey?

    /// A secret must be too long to be tried out.
    public static let shortestSecret = 16
    static let longestSecret = 64 << 10

    /// ZooKeeper's own formula (`ZooKeeperServer.generatePasswd`), so that clients may roam between servers of
    /// both kinds.
    public init() { secret = nil }

    /// HMAC-SHA-256 over the session id, with the content of a file as the key; white space at its end does
    /// not count.
    public init(secretFile path: String) throws(SecurityError) {
        var bytes = try SecurityFile.read(path, atMost: Self.longestSecret)
        while let last = bytes.last, last <= UInt8(ascii: " ") { bytes.removeLast() }
        guard bytes.count >= Self.shortestSecret else {
            throw SecurityError(
                file: path,
                reason: "the session secret has \(bytes.count) bytes; it needs at least "
                    + "\(Self.shortestSecret), the same on every member")
        }
        secret = SymmetricKey(data: bytes)
    }

    /// The password of a session: `SessionPassword.size` bytes.
    public subscript(session: Int64) -> [UInt8] {
        guard let secret else { return SessionPassword.make(for: session) }
        var id = session.bigEndian
        let code = withUnsafeBytes(of: &id) {
            HMAC<SHA256>.authenticationCode(for: $0, using: secret)
        }
        return Array(code.prefix(SessionPassword.size))
    }

    /// Whether a client may have this session; how long the answer takes does not tell how much was right.
    /// Nobody may have session 0, which stands for none.
    public func isValid(_ password: [UInt8], for session: Int64) -> Bool {
        guard session != 0, password.count == SessionPassword.size else { return false }
        let difference = zip(password, self[session]).reduce(into: UInt8(0)) {
            $0 |= $1.0 ^ $1.1
        }
        return difference == 0
    }
}
