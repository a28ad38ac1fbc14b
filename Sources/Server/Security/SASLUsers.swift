public import Znodes

/// Who may log in by SASL, and with which password (`SaslServerCallbackHandler`).
public struct SASLUsers: Sendable {
    private var passwords: [String: String]
    /// The user that is `super` as well (`zookeeper.superUser`).
    private let superUser: String?

    /// - Parameter superPassword: that of the user called `super`, whatever the file says
    ///   (`zookeeper.SASLAuthenticationProvider.superPassword`).
    public init(
        _ passwords: [String: String], superUser: String? = nil, superPassword: String? = nil
    ) {
        self.passwords = passwords
        self.superUser = superUser
        if let superPassword { self.passwords["super"] = superPassword }
    }

    /// From a section of a JAAS file: its options `user_NAME="PASSWORD"`.
    ///
    /// - Parameter section: `Server`, unless `zookeeper.sasl.serverconfig` says otherwise.
    public init(
        file path: String, section: String = "Server", superUser: String? = nil,
        superPassword: String? = nil
    ) throws(SecurityError) {
        let configuration = try JAASConfiguration(file: path)
        guard let modules = configuration[section] else {
            throw SecurityError(
                file: path,
                reason: "there is no section \(section) { … }; it holds the users that may log in")
        }
        var passwords: [String: String] = [:]
        for module in modules {
            for (key, value) in module.options where key.hasPrefix("user_") {
                passwords[String(key.dropFirst("user_".count))] = value
            }
        }
        guard !passwords.isEmpty else {
            throw SecurityError(
                file: path, line: modules.first?.line,
                reason:
                    "the section \(section) names no user; one is written user_NAME=\"PASSWORD\"")
        }
        self.init(passwords, superUser: superUser, superPassword: superPassword)
    }

    func password(of user: String) -> String? { passwords[user] }

    /// Whom a connection is known as once this user has logged in on it.
    public func identities(of user: String) -> [Identity] {
        let known = Identity(scheme: "sasl", id: user)
        return user == superUser ? [known, Identity(scheme: "super", id: "")] : [known]
    }
}
