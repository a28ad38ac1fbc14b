/// Who asks: a session, and the identities that its connection has shown.
///
/// The edge has verified them. What they may do is the access control lists' to say.
public struct Caller: Hashable, Sendable {
    public var session: Int64
    /// In the order in which they were shown; the first is the address, as `("ip", "127.0.0.1")`.
    public private(set) var identities: [Identity]
    /// Whether access control lists do not bind it: it has shown an identity of the scheme `super`, or
    /// the server skips them (`zookeeper.skipACL`).
    public private(set) var mayDoAll: Bool

    public init(session: Int64, identities: [Identity] = [], mayDoAll: Bool = false) {
        self.session = session
        self.identities = identities
        self.mayDoAll = mayDoAll || identities.contains(where: \.isSuper)
    }

    /// Takes more identities. One that was shown before changes nothing, as in Java.
    public mutating func authenticate(_ identities: [Identity]) {
        for identity in identities where !self.identities.contains(identity) {
            self.identities.append(identity)
            if identity.isSuper { mayDoAll = true }
        }
    }
}

extension Identity {
    fileprivate var isSuper: Bool { scheme == "super" }
}
