import Znodes

/// Who may log in by SASL, and with which password (`SaslServerCallbackHandler`).
struct SASLUsers: Sendable {
    private var passwords: [String: String]

    init(_ passwords: [String: String]) { self.passwords = passwords }

    /// From the section `Server` of a JAAS file: its options `user_NAME="PASSWORD"`.
    /// - Parameter superPassword: the password of the user `super`, whatever the file says.
    init(file path: String, superPassword: String? = nil) throws(SecurityError) {
        guard let modules = try JAASConfiguration(file: path)["Server"] else {
            throw SecurityError(
                file: path,
                reason: "there is no section Server { … }; it holds the users that may log in")
        }
        passwords = [:]
        for module in modules {
            for (key, value) in module.options where key.hasPrefix("user_") {
                passwords[String(key.dropFirst("user_".count))] = value
            }
        }
        if let superPassword { passwords["super"] = superPassword }
        guard !passwords.isEmpty else {
            throw SecurityError(
                file: path, line: modules.first?.line,
                reason: "the section Server names no user; one is written user_NAME=\"PASSWORD\"")
        }
    }

    func password(of user: String) -> String? { passwords[user] }
}
