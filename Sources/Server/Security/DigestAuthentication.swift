import Crypto
public import Znodes

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The scheme `digest`: what a client sends is `user:password`, who it is is `user:` and the hash of both
/// (`DigestAuthenticationProvider`). Past this place there are identities only, no passwords.
public struct DigestAuthentication: Sendable {
    /// The identity that may do everything, as `user:hash` (`superDigest`); nil where there is none.
    public let superDigest: String?
    private let algorithm: Algorithm

    /// The hashes that `DigestAuthenticationProvider.digestAlg` may name, in Java's spelling.
    public enum Algorithm: String, CaseIterable, Sendable {
        case sha1 = "SHA1"
        case sha256 = "SHA-256"
        case sha384 = "SHA-384"
        case sha512 = "SHA-512"
    }

    public init(superDigest: String? = nil, algorithm: Algorithm = .sha1) {
        self.superDigest = superDigest
        self.algorithm = algorithm
    }

    /// Who the sender of an auth packet has shown to be; whoever knows the super user's password is `super`
    /// as well. The scheme refuses nobody: another password makes another identity.
    public func identities(for credentials: [UInt8]) -> [Identity] {
        let digest = identity(of: credentials)
        let known = Identity(scheme: "digest", id: digest)
        return digest == superDigest ? [Identity(scheme: "super", id: ""), known] : [known]
    }

    /// `user:hash`: what stands in access lists (`generateDigest`).
    public func identity(of credentials: [UInt8]) -> String {
        // Java goes through a string, in which malformed UTF-8 has become U+FFFD.
        let text = String(decoding: credentials, as: UTF8.self)
        let user = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)[0]
        return "\(user):\(Data(hash(Array(text.utf8))).base64EncodedString())"
    }

    private func hash(_ bytes: [UInt8]) -> [UInt8] {
        switch algorithm {
        case .sha1: Array(Insecure.SHA1.hash(data: bytes))
        case .sha256: Array(SHA256.hash(data: bytes))
        case .sha384: Array(SHA384.hash(data: bytes))
        case .sha512: Array(SHA512.hash(data: bytes))
        }
    }
}
