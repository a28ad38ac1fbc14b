public import Znodes

/// Which identity a client must have shown before its requests are taken (`AuthenticationHelper`). A
/// request that comes without is answered SESSIONCLOSEDREQUIRESASLAUTH, and the connection closed.
///
/// `requireClientAuthScheme`, which is often set beside it, does nothing in ZooKeeper 3.8, and nothing
/// here.
public struct RequiredAuthentication: Hashable, Sendable {
    /// Any of these will do; none means that all clients are welcome.
    public let schemes: [String]

    /// - Parameter schemes: of `enforce.auth.schemes`, where `enforce.auth.enabled` is set;
    ///   `sessionRequireClientSASLAuth` stands for `sasl`.
    public init(schemes: [String] = []) { self.schemes = schemes }

    public func isMet(by identities: [Identity]) -> Bool {
        schemes.isEmpty || identities.contains { schemes.contains($0.scheme) }
    }
}
