import ZooKeeperWire

/// A configuration as far as it could be read, and everything that is wrong or odd about it.
public struct ConfigurationReading: Sendable {
    /// Not to be used if there are errors: what could not be read has its default.
    public internal(set) var configuration = Configuration()
    /// In the order of their lines; those of the file as a whole last.
    public private(set) var problems: [ConfigurationProblem] = []
    let file: String
    /// Where each key stands; the last one counts.
    private var lines: [String: Int] = [:]
    /// Keys whose values could not be read: what they would have meant is not missed as well.
    private var unread: Set<String> = []

    public var hasErrors: Bool { problems.contains { $0.severity == .error } }

    /// Reads the text of a `zoo.cfg`. `file` names it in what is reported; `myid` is the content of
    /// the file of that name, if there is one.
    public init(_ bytes: [UInt8], file: String, myid: (_ dataDir: String) -> String? = { _ in nil })
    {
        self.file = file
        if let place = bytes.firstIndex(of: 0) {
            report(.error, nil, "this is no text: byte \(place) is 0")
            return
        }
        // The mark that some editors put before text in UTF-8.
        let list = PropertyList(bytes.starts(with: Self.mark) ? Array(bytes.dropFirst(3)) : bytes)
        for (line, reason) in list.broken { report(.error, line, reason) }
        read(list.properties)
        readMyid(myid(configuration.dataDir))
        validate()
        problems.sort { ($0.line ?? .max) < ($1.line ?? .max) }
    }

    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    init(file: String, unreadable reason: String) {
        self.file = file
        report(.error, nil, reason)
    }

    /// Reports a problem of a key at its line.
    mutating func report(_ severity: ConfigurationProblem.Severity, key: String, _ message: String)
    {
        report(severity, lines[key], "\(key) \(message)")
    }

    mutating func report(
        _ severity: ConfigurationProblem.Severity, _ line: Int?, _ message: String
    ) {
        problems.append(
            ConfigurationProblem(severity: severity, file: file, line: line, message: message))
    }

    func isSet(_ key: String) -> Bool { lines[key] != nil }

    // MARK: - Key by key

    private mutating func read(_ properties: [Property]) {
        let keys = ConfigurationKey.all
        let inert = InertKeys()
        for property in properties {
            let (key, value) = (trimming(property.key), trimming(property.value))
            if let earlier = lines.updateValue(property.line, forKey: key) {
                report(
                    .warning, property.line,
                    "\(key) is set in line \(earlier) too; the last one counts")
            }
            let known = keys.first { $0.name == key }
            let isSecret = known?.isSecret ?? key.lowercased().hasSuffix("password")
            configuration.text += "\(key)=\(isSecret ? "(not shown)" : value)\n"
            if let known {
                if !known.read(value, &configuration) {
                    unread.insert(key)
                    report(.error, key: key, "is \"\(value)\"; it takes \(known.takes)")
                }
                if key == "4lw.commands.whitelist" { checkWords(value, key: key) }
            } else if let (kind, number) = Self.numbered(key) {
                readMember(kind, number, value, key: key)
            } else if key.hasPrefix("authProvider.") {
                readAuthProvider(value, key: key)
            } else if key == "dynamicConfigFile" {
                report(.error, key: key, "is not supported; put the server lines into this file")
            } else if let reason = inert.reason(for: key) {
                report(.warning, key: key, "is accepted but changes nothing: \(reason)")
            } else {
                refuseToKnow(key, among: keys.map(\.name) + inert.all)
            }
        }
    }

    /// Splits `server.3`, `group.1` and `weight.2`.
    private static func numbered(_ key: String) -> (kind: Substring, number: Substring)? {
        guard let dot = key.firstIndex(of: ".") else { return nil }
        let kind = key[..<dot]
        guard ["server", "group", "weight"].contains(kind) else { return nil }
        // `server.principal` is another key.
        let number = key[key.index(after: dot)...]
        return kind == "server" && number.first?.isLetter == true ? nil : (kind, number)
    }

    private mutating func readMember(
        _ kind: Substring, _ number: Substring, _ value: String, key: String
    ) {
        guard let id = Int64(number), id >= 0 else {
            return report(.error, key: key, "is not \(kind).N with a number")
        }
        switch kind {
        case "server":
            do {
                let member = try Member(id: id, value)
                configuration.members.removeAll { $0.id == id }
                configuration.members.append(member)
            } catch {
                report(.error, key: key, error.reason + ": \(value)")
            }
        case "group":
            let members = value.split(separator: ":", omittingEmptySubsequences: false)
                .map { Int64($0) }
            guard !members.contains(nil) else {
                return report(.error, key: key, "is \"\(value)\"; it takes server ids, as 1:2:3")
            }
            configuration.groups[id] = members.compactMap(\.self)
        default:
            guard let weight = Int64(value), weight >= 0 else {
                return report(
                    .error, key: key, "is \"\(value)\"; it takes a whole number of at least 0")
            }
            configuration.weights[id] = weight
        }
    }

    /// Schemes are compiled in; the class names say only which are wanted.
    private mutating func readAuthProvider(_ value: String, key: String) {
        let known = ["SASL", "X509", "IP", "Digest"].map {
            "org.apache.zookeeper.server.auth.\($0)AuthenticationProvider"
        }
        if known.contains(value) {
            configuration.authProviders.append(value)
        } else {
            report(.warning, key: key, "names \(value), which is not offered, and changes nothing")
        }
    }

    private mutating func checkWords(_ list: String, key: String) {
        let known = FourLetterWord.allCases.map(\.rawValue)
        for word in list.split(separator: ",").map({ trimming($0) })
        where word != "*" && !known.contains(word) {
            let hint = nearest(to: word, among: known).map { "; did you mean \($0)?" } ?? ""
            report(.warning, key: key, "names \"\(word)\", which is no four-letter word" + hint)
        }
    }

    /// ZooKeeper takes any key, as a system property; so an unknown one is no error.
    private mutating func refuseToKnow(_ key: String, among known: [String]) {
        let bare = key.hasPrefix("zookeeper.") ? String(key.dropFirst(10)) : key
        let hint = nearest(to: bare, among: known).map { "; did you mean \($0)?" } ?? ""
        report(.warning, key: key, "is an unknown key and changes nothing" + hint)
    }

    // MARK: - myid

    /// The first line is the id (`QuorumPeerConfig.setupMyId`).
    private mutating func readMyid(_ text: String?) {
        guard let text else { return }
        let line = trimming(text.split(whereSeparator: \.isNewline).first ?? "")
        guard let id = Int64(line), id >= 0 else {
            return report(
                .error, nil, "\(configuration.dataDir)/myid holds no server id: \"\(line)\"")
        }
        configuration.myid = id
    }

    // MARK: - All keys together

    private mutating func validate() {
        if !isSet("dataDir") {
            report(.error, nil, "dataDir is not set; it says where the data is")
        }
        raise("snapCount", \.snapCount, to: 2)
        raise("commitLogCount", \.commitLogCount, to: 500)
        raise("autopurge.snapRetainCount", \.autopurge.snapRetainCount, to: 3)
        validateSessions()
        validateEnforcedSchemes()
        validateMembers()
        validatePorts()
        warnOfWhatComesLater()
        warnOfSuperDigest()
        warnOfSuperPassword()
        if configuration.readOnlyMode { configuration.fourLetterWords.insert(.isro) }
    }

    private mutating func warnOfWhatComesLater() {
        if configuration.readOnlyMode, !configuration.isEnsemble {
            report(
                .warning, key: "readonlymode.enabled",
                "is true, but a server that stands alone never lacks a quorum; only isro is answered"
            )
        }
        if configuration.reconfigEnabled {
            report(
                .warning, key: "reconfigEnabled",
                "is true, but a server that stands alone has no members to change: it answers -6")
        }
        if configuration.localSessionsEnabled {
            report(
                .warning, key: "localSessionsEnabled", "is true, but all sessions are global here")
        }
    }

    private mutating func warnOfSuperPassword() {
        guard configuration.saslSuperPassword != nil, configuration.jaasLoginConfig == nil else {
            return
        }
        report(
            .warning, key: "SASLAuthenticationProvider.superPassword",
            "is set, but jaasLoginConfig names no file of users, so that nobody can log in")
    }

    /// Any text is taken, as ZooKeeper does; but only the digest of a user is one that somebody can show.
    private mutating func warnOfSuperDigest() {
        guard let digest = configuration.superDigest, !digest.contains(":") else { return }
        let key = "DigestAuthenticationProvider.superDigest"
        report(
            .warning, key: isSet(key) ? key : "superDigest",
            "is not written user:DIGEST, so that nobody will be super")
    }

    /// ZooKeeper silently lifts these to what it can work with; so do we, aloud.
    private mutating func raise(
        _ key: String, _ place: WritableKeyPath<Configuration, Int>, to minimum: Int
    ) {
        let value = configuration[keyPath: place]
        guard value < minimum else { return }
        configuration[keyPath: place] = minimum
        report(.warning, key: key, "is \(value); the least is \(minimum), which is used")
    }

    private mutating func validateSessions() {
        let (least, most) = (configuration.minSessionTimeout, configuration.maxSessionTimeout)
        if least > most {
            let key = isSet("minSessionTimeout") ? "minSessionTimeout" : "maxSessionTimeout"
            report(
                .error, key: key,
                "does not fit: the least session timeout is \(least) ms, the greatest \(most) ms")
        }
    }

    /// Without a provider nobody could ever be let in, so that ZooKeeper does not start.
    private mutating func validateEnforcedSchemes() {
        guard configuration.enforceAuth.isEnabled else { return }
        let schemes = configuration.enforceAuth.schemes
        if schemes.isEmpty {
            report(
                .error, key: "enforce.auth.enabled",
                "is true, but enforce.auth.schemes does not say by which schemes")
        }
        if schemes.contains("sasl"), configuration.jaasLoginConfig == nil {
            report(
                .error, key: "enforce.auth.schemes",
                "names sasl, but jaasLoginConfig names no file of users")
        }
        if schemes.contains("x509"), configuration.secureClientPort == nil {
            report(
                .error, key: "enforce.auth.schemes",
                "names x509, but there is no secureClientPort to show a certificate to")
        }
    }

    private mutating func validatePorts() {
        warnOfSharedPorts()
        let isUnread = !unread.isDisjoint(with: ["clientPort", "secureClientPort"])
        if !isUnread, configuration.clientPort == nil, isSet("clientPortAddress") {
            report(.error, key: "clientPortAddress", "is set, but clientPort is not")
        }
        if !isUnread, configuration.secureClientPort == nil, isSet("secureClientPortAddress") {
            report(.error, key: "secureClientPortAddress", "is set, but secureClientPort is not")
        }
        if configuration.secureClientPort != nil, !isSet("ssl.keyStore.location") {
            report(
                .error, key: "secureClientPort",
                "needs ssl.keyStore.location, a file with the server's key and certificate")
        }
        if !isUnread, configuration.clientPort == nil, configuration.secureClientPort == nil {
            report(
                .error, nil, "neither clientPort nor secureClientPort is set; no client could come")
        }
    }

    /// Of two that listen at one place the second cannot.
    private mutating func warnOfSharedPorts() {
        typealias Listener = (key: String, host: String, port: Int)
        var listeners: [Listener] = []
        func add(_ key: String, _ host: String?, _ port: Int?) {
            if let port { listeners.append((key, host ?? "", port)) }
        }
        add("clientPort", configuration.clientPortAddress, configuration.clientPort)
        add(
            "secureClientPort", configuration.secureClientPortAddress,
            configuration.secureClientPort)
        if configuration.admin.enableServer {
            add(
                "admin.serverPort", configuration.admin.serverAddress,
                configuration.admin.serverPort)
        }
        if configuration.prometheus.isEnabled {
            add(
                "metricsProvider.httpPort", configuration.prometheus.httpHost,
                configuration.prometheus.httpPort)
        }
        let everywhere = ["", "0.0.0.0", "::"]
        for (place, listener) in listeners.enumerated() {
            let other = listeners[..<place].first {
                listener.port > 0 && $0.port == listener.port
                    && ($0.host == listener.host || everywhere.contains($0.host)
                        || everywhere.contains(listener.host))
            }
            guard let other else { continue }
            report(
                listener.key == "secureClientPort" && listener.host == other.host
                    ? .error : .warning,
                key: listener.key,
                "is \(listener.port), and so is \(other.key); only one can listen there")
        }
    }
}
