/// The ways of saying who someone is that an access control list may name, beside `world` and `auth`
/// (`ProviderRegistry`).
enum AuthenticationScheme: String {
    /// An address, or a network as `10.0.0.0/8` (`IPAuthenticationProvider`).
    case ip
    /// `user:` and the hash of `user:password` (`DigestAuthenticationProvider`).
    case digest
    /// The name that a SASL handshake established (`SASLAuthenticationProvider`).
    case sasl
    /// The subject of the client's certificate (`X509AuthenticationProvider`).
    case x509

    /// Whether a server with these settings has it; a list may not name another's ids.
    func isOffered(by settings: ServiceSettings) -> Bool {
        switch self {
        case .ip, .digest: true
        case .sasl: settings.acceptsSASL
        case .x509: settings.acceptsX509
        }
    }

    /// Whether a list may name this id.
    func isValid(_ id: String) -> Bool {
        switch self {
        case .ip: AddressRange(id) != nil
        case .digest: Self.isUserAndHash(id)
        case .sasl: !id.isEmpty
        case .x509: DistinguishedNameSyntax.isValid(id)
        }
    }

    /// Whether the identity of a connection is one that the entry of a list means.
    func matches(_ id: String, entry: String) -> Bool {
        switch self {
        case .ip: AddressRange(entry)?.contains(id) ?? false
        case .digest, .x509: id.utf8.elementsEqual(entry.utf8)
        // Java's provider lets a user of this name in everywhere.
        case .sasl: id == "super" || id.utf8.elementsEqual(entry.utf8)
        }
    }

    /// Exactly two parts, as Java splits: empty ones at the end do not count.
    private static func isUserAndHash(_ id: String) -> Bool {
        let colon = UInt8(ascii: ":")
        var parts = id.utf8.split(separator: colon, omittingEmptySubsequences: false)
        while parts.last?.isEmpty == true { parts.removeLast() }
        return parts.count == 2
    }
}
