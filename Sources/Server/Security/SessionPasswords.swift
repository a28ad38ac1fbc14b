import Crypto

/// The passwords by which clients come back to their sessions, on this or on another server.
///
/// ZooKeeper's formula can be computed by anyone who knows a session's id; with a secret that all members
/// share (`sessionSecret`) it cannot.
public struct SessionPasswords: Sendable {
    /// Nil for ZooKeeper's formula.
    private let secret: SymmetricKey?

    /// How many bytes a password has.
    public static let length = 16
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

    public func password(of session: Int64) -> [UInt8] {
        guard let secret else { return Self.formula(session) }
        var id = session.bigEndian
        let code = withUnsafeBytes(of: &id) {
            HMAC<SHA256>.authenticationCode(for: $0, using: secret)
        }
        return Array(code.prefix(Self.length))
    }

    /// Sixteen bytes of `java.util.Random`, seeded with the session id.
    private static func formula(_ session: Int64) -> [UInt8] {
        let multiplier: UInt64 = 0x5_DEEC_E66D
        let mask: UInt64 = (1 << 48) - 1
        var state = (UInt64(bitPattern: session) ^ 0xB341_5C00 ^ multiplier) & mask
        return (0..<length / 4).flatMap { _ -> [UInt8] in
            state = (state &* multiplier &+ 0xB) & mask
            let word = UInt32(truncatingIfNeeded: state >> 16)
            return (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
        }
    }

    /// Whether a client may have this session; how long the answer takes does not tell how much was right.
    /// Nobody may have session 0, which stands for none.
    public func isRight(_ password: [UInt8]?, for session: Int64) -> Bool {
        guard session != 0, let password, password.count == Self.length else { return false }
        let difference = zip(password, self.password(of: session)).reduce(into: UInt8(0)) {
            $0 |= $1.0 ^ $1.1
        }
        return difference == 0
    }
}
