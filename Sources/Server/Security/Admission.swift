import Znodes

/// The schemes by one of which a client must have shown who it is before a request of its is taken
/// (`AuthenticationHelper`).
struct Admission: Hashable, Sendable {
    /// None: everyone is let in.
    let schemes: [String]
    private let allowsFailedSASL: Bool

    init(schemes: [String] = []) {
        self.schemes = schemes
        allowsFailedSASL = false
    }

    /// The older key, which asks for SASL, counts before the newer ones.
    init(_ configuration: Configuration) {
        allowsFailedSASL = configuration.allowSaslFailedClients
        if configuration.sessionRequireClientSASLAuth {
            schemes = ["sasl"]
        } else {
            schemes = configuration.enforceAuth.isEnabled ? configuration.enforceAuth.schemes : []
        }
    }

    func admits(_ identities: [Identity]) -> Bool {
        schemes.isEmpty || identities.contains { schemes.contains($0.scheme) }
    }

    /// What a client is told, as its last answer, that has tried SASL in vain; nil where it may stay.
    var refusalOfSASL: ErrorCode? {
        if schemes.contains("sasl") { return .sessionClosedRequireSaslAuth }
        return allowsFailedSASL ? nil : .authFailed
    }
}
