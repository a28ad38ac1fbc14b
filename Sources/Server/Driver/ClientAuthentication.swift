import Znodes
import ZooKeeperWire

/// What an auth packet proves (`ProviderRegistry`): passwords end here, the replica sees identities.
struct ClientAuthentication: Sendable {
    var digest = DigestAuthentication()
    /// The SASL user who may do everything (`zookeeper.superUser`); nil where there is none.
    var superUser: String?

    /// The identities that the client has proven, or nil when it has not.
    func identities(for packet: AuthPacket) -> [Identity]? {
        switch packet.scheme {
        // No password is a password, null is none.
        case "digest": packet.credentials.map(digest.identities)
        // Known from the connection itself already.
        case "ip": []
        default: nil
        }
    }

    /// What a user who has logged in by SASL is known as (`ZooKeeperServer.processSasl`).
    func identities(of user: Identity) -> [Identity] {
        user.id == superUser ? [user, Identity(scheme: "super", id: "")] : [user]
    }
}
