/// Who may do what (`ZooKeeperServer.checkACL`, `PrepRequestProcessor.fixupACL`).
extension Caller {
    /// Whether the list gives the caller one of these permissions. An empty list forbids nothing.
    public func may(_ permissions: ACL.Permissions, on list: AccessList) -> Bool {
        if list.isOpen || mayDoAll { return true }
        let entries = list.entries
        if entries.isEmpty { return true }
        return entries.contains { entry in
            !entry.permissions.isDisjoint(with: permissions)
                && (entry.identity == .anyone || identities.contains(where: entry.admits))
        }
    }

    /// Throws NOAUTH where the list does not give the permission.
    func check(_ permission: ACL.Permissions, on list: AccessList) throws(ErrorCode) {
        if !may(permission, on: list) { throw .noAuth }
    }
}

extension ACL {
    fileprivate func admits(_ identity: Identity) -> Bool {
        guard identity.scheme == self.identity.scheme,
            let scheme = AuthenticationScheme(rawValue: identity.scheme)
        else { return false }
        return scheme.matches(identity.id, entry: self.identity.id)
    }

    /// The list as it is kept: every entry once, `auth` replaced by the caller's own identities. INVALIDACL
    /// when nothing is left, or an entry names nobody.
    static func normalized(
        _ list: [ACL], for caller: Caller, settings: ServiceSettings
    ) throws(ErrorCode) -> [ACL] {
        if list == ACL.open { return ACL.open }
        if list.isEmpty { throw .invalidACL }
        var seen: Set<ACL> = []
        var normalized: [ACL] = []
        for entry in list where seen.insert(entry).inserted {
            if entry.identity == .anyone {
                normalized.append(entry)
            } else if entry.identity.scheme == "auth" {
                let own = caller.identities.filter(\.isAuthenticated)
                if own.isEmpty { throw .invalidACL }
                normalized += own.map { ACL(entry.permissions, for: $0) }
            } else {
                guard let scheme = AuthenticationScheme(rawValue: entry.identity.scheme),
                    scheme.isOffered(by: settings), scheme.isValid(entry.identity.id)
                else { throw .invalidACL }
                normalized.append(entry)
            }
        }
        return normalized
    }

    /// With the hash of a digest's password replaced by `x`.
    var withoutDigest: ACL {
        guard identity.scheme == "digest",
            let colon = identity.id.utf8.firstIndex(of: UInt8(ascii: ":"))
        else { return self }
        return ACL(permissions, for: Identity(scheme: "digest", id: identity.id[..<colon] + ":x"))
    }
}

extension ACL: CustomStringConvertible {
    /// As zkCli shows it, without the hash of a password.
    public var description: String {
        let letters = [
            ("c", ACL.Permissions.create), ("d", .delete), ("r", .read), ("w", .write),
            ("a", .admin),
        ]
        let granted = letters.filter { permissions.contains($0.1) }.map(\.0).joined()
        let shown = withoutDigest.identity
        return "\(shown.scheme):\(shown.id):\(granted)"
    }
}

extension Identity {
    /// Whether it was proved, as an address is not.
    fileprivate var isAuthenticated: Bool {
        AuthenticationScheme(rawValue: scheme).map { $0 != .ip } ?? false
    }
}
