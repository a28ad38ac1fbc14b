import Znodes

/// The schemes by one of which a client must have shown who it is before a request of its is taken
/// (`AuthenticationHelper`).
struct Admission: Hashable, Sendable {
    /// None: everyone is let in.
    let schemes: [String]

    init(schemes: [String] = []) { self.schemes = schemes }

    /// The older key, which asks for SASL, counts before the newer ones.
    init(_ configuration: Configuration) {
        if configuration.sessionRequireClientSASLAuth {
            schemes = ["sasl"]
        } else {
            schemes = configuration.enforceAuth.isEnabled ? configuration.enforceAuth.schemes : []
        }
    }

    func admits(_ identities: [Identity]) -> Bool {
        schemes.isEmpty || identities.contains { schemes.contains($0.scheme) }
    }

    /// What a client is told that has tried SASL in vain.
    var refusalOfSASL: ErrorCode {
        schemes.contains("sasl") ? .sessionClosedRequireSaslAuth : .authFailed
    }
}
