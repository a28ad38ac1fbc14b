import Znodes
import ZooKeeperWire

/// What an auth packet proves (`ProviderRegistry`): passwords end here, the replica sees identities.
struct ClientAuthentication: Sendable {
    var digest = DigestAuthentication()

    /// The identities that the client has proven, or nil when it has not.
    func identities(for packet: AuthPacket) -> [Identity]? {
        switch packet.scheme {
        case "digest": digest.identities(for: packet.credentials ?? [])
        // Known from the connection itself already.
        case "ip": []
        default: nil
        }
    }
}
