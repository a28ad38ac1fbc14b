public import Jute

/// Asks as whom the connection is known. The request has no fields.
struct WhoAmIRequest: ReadRequest {
    init() {}
    init(from reader: inout JuteReader) throws(JuteError) {}
    func write(to writer: inout JuteWriter) {}

    func read(from service: Service, for caller: Caller) -> Outcome {
        .success(.whoAmI(caller.identities.map(ClientInfo.init)))
    }
}

/// One identity of a connection, as it is told to its client: without the hash of a password.
public struct ClientInfo: Hashable, Sendable {
    public var scheme: String
    public var user: String

    public init(scheme: String, user: String) {
        self.scheme = scheme
        self.user = user
    }

    /// Of a digest the user's name is told (`DigestAuthenticationProvider.getUserName`), of a scheme
    /// without users nothing.
    init(_ identity: Identity) {
        scheme = identity.scheme
        user =
            switch identity.scheme {
            case "digest": String(identity.id.prefix { $0 != ":" })
            case "super": ""
            default: identity.id
            }
    }
}

extension ClientInfo: JuteRecord {
    /// ClientInfo: ustring authScheme; ustring user.
    public init(from reader: inout JuteReader) throws(JuteError) {
        scheme = try reader.string() ?? ""
        user = try reader.string() ?? ""
    }

    public func write(to writer: inout JuteWriter) {
        writer.string(scheme)
        writer.string(user)
    }
}

extension ClientInfo: CustomStringConvertible {
    public var description: String { "\(scheme):\(user)" }
}
