import ZooKeeperWire

/// The keys that have an effect, in the order in which `serve --check` shows them.
extension ConfigurationKey {
    static var all: [ConfigurationKey] {
        files + clients + znodes + access + tls + watching + group
    }

    private static var files: [ConfigurationKey] {
        [
            .text("dataDir", \.dataDir),
            .text("dataLogDir", \.dataLogDir),
            .number("preAllocSize", 0...Int(Int32.max), \.preAllocSize),
            .number("snapCount", 0...Int.max, \.snapCount),
            .number("snapSizeLimitInKb", Int.min...Int.max, \.snapSizeLimitInKb),
            .flag("db.autocreate", \.autocreatesDatabase),
            .flag("forceSync", \.forceSync, yes: "yes", no: "no"),
            .number("fsync.warningthresholdms", 0...Int(Int32.max), \.fsyncWarningThreshold),
            .number("commitLogCount", 0...Int(Int32.max), \.commitLogCount),
            .number("autopurge.snapRetainCount", 0...Int.max, \.autopurge.snapRetainCount),
            .number("autopurge.purgeInterval", 0...Int(Int32.max), \.autopurge.purgeInterval),
        ]
    }

    private static var clients: [ConfigurationKey] {
        [
            .port("clientPort", \.clientPort),
            .text("clientPortAddress", \.clientPortAddress),
            .port("secureClientPort", \.secureClientPort),
            .text("secureClientPortAddress", \.secureClientPortAddress),
            .number("clientPortListenBacklog", -1...Int(Int32.max), \.clientPortListenBacklog),
            .number("maxClientCnxns", Int.min...Int.max, \.maxClientCnxns),
            .number("maxCnxns", Int.min...Int.max, \.maxCnxns),
            .number("jute.maxbuffer", 1_024...Int(Int32.max), \.juteMaxBuffer),
            .number("globalOutstandingLimit", 1...Int.max, \.globalOutstandingLimit),
            .number("nio.sessionlessCnxnTimeout", 1...Int(Int32.max), \.sessionlessCnxnTimeout),
            .flag("tcpKeepAlive", \.tcpKeepAlive),
            .number("tickTime", 1...Int32.max, \.tickTime),
            .number("minSessionTimeout", -1...Int32.max, \.minSessionTimeout),
            .number("maxSessionTimeout", -1...Int32.max, \.maxSessionTimeout),
            .flag("readonlymode.enabled", \.readOnlyMode),
        ]
    }

    private static var znodes: [ConfigurationKey] {
        [
            .flag("extendedTypesEnabled", \.extendedTypesEnabled),
            .flag("enforceQuota", \.enforceQuota),
            .number(
                "znode.container.checkIntervalMs", 1...Int(Int32.max), \.container.checkIntervalMs),
            .number("znode.container.maxPerMinute", 1...Int.max, \.container.maxPerMinute),
            .number(
                "znode.container.maxNeverUsedIntervalMs", 0...Int.max,
                \.container.maxNeverUsedIntervalMs),
        ]
    }

    private static var access: [ConfigurationKey] {
        [
            .flag("skipACL", \.skipACL, yes: "yes", no: "no"),
            .text("DigestAuthenticationProvider.superDigest", \.superDigest, isSecret: true),
            .text("superDigest", \.superDigest, isSecret: true),
            .choice(
                "DigestAuthenticationProvider.digestAlg", \.digestAlg,
                otherwise: [
                    "SHA-1": .sha1, "SHA256": .sha256, "SHA384": .sha384, "SHA512": .sha512,
                ]),
            .text("X509AuthenticationProvider.superUser", \.x509SuperUser),
            .flag("sessionRequireClientSASLAuth", \.sessionRequireClientSASLAuth),
            .flag("allowSaslFailedClients", \.allowSaslFailedClients),
            .flag("enforce.auth.enabled", \.enforceAuth.isEnabled),
            .enforcedSchemes,
            .text("superUser", \.saslSuperUser),
            .text(
                "SASLAuthenticationProvider.superPassword", \.saslSuperPassword, isSecret: true),
            .text("jaasLoginConfig", \.jaasLoginConfig),
            .text("sessionSecret", \.sessionSecret),
        ]
    }

    private static var tls: [ConfigurationKey] {
        [
            .text("ssl.keyStore.location", \.tls.keyStore.location),
            .text("ssl.keyStore.password", \.tls.keyStore.password, isSecret: true),
            .storeType("ssl.keyStore.type", \.tls.keyStore.type),
            .text("ssl.trustStore.location", \.tls.trustStore.location),
            .text("ssl.trustStore.password", \.tls.trustStore.password, isSecret: true),
            .storeType("ssl.trustStore.type", \.tls.trustStore.type),
            .choice("ssl.clientAuth", \.tls.clientAuth),
        ]
    }

    private static var watching: [ConfigurationKey] {
        [
            .whitelist,
            .flag("admin.enableServer", \.admin.enableServer),
            .text("admin.serverAddress", \.admin.serverAddress),
            .number("admin.serverPort", 0...65_535, \.admin.serverPort),
            .commandURL,
            .number("admin.idleTimeout", 1...Int(Int32.max), \.admin.idleTimeout),
            .metricsProvider,
            .text("metricsProvider.httpHost", \.prometheus.httpHost),
            .number("metricsProvider.httpPort", 0...65_535, \.prometheus.httpPort),
        ]
    }

    private static var group: [ConfigurationKey] {
        [
            .number("initLimit", 1...Int.max, \.initLimit),
            .number("syncLimit", 1...Int.max, \.syncLimit),
            .choice("peerType", \.peerType),
            .electionAlg,
            .flag("standaloneEnabled", \.standaloneEnabled),
            .flag("reconfigEnabled", \.reconfigEnabled),
            .flag("localSessionsEnabled", \.localSessionsEnabled),
            .flag("localSessionsUpgradingEnabled", \.localSessionsUpgradingEnabled),
        ]
    }
}

/// The keys that are like no other.
extension ConfigurationKey {
    /// `JKS` and `BCFKS` are Java's own; what to do about them is said with the error.
    private static func storeType(
        _ name: String, _ place: Place<TLSSettings.StoreType?>
    ) -> Self {
        let types = TLSSettings.StoreType.allCases
        return Self(
            name: name,
            takes: words(types.map(\.rawValue))
                + "; convert a Java key store with keytool -importkeystore -deststoretype PKCS12",
            read: { text, configuration in
                guard let type = types.first(where: { $0.rawValue == text.uppercased() }) else {
                    return false
                }
                configuration[keyPath: place] = type
                return true
            }, shown: { $0[keyPath: place]?.rawValue })
    }

    /// A comma list of words, or `*` for all. `srvr` is always among them
    /// (`FourLetterCommands.isEnabled`).
    private static var whitelist: Self {
        Self(
            name: "4lw.commands.whitelist", takes: "a list of four-letter words, or *",
            read: { text, configuration in
                let words = text.split(separator: ",").map(String.init)
                configuration.fourLetterWords =
                    words.contains { trimming($0) == "*" }
                    ? Set(FourLetterWord.allCases)
                    : Set(words.compactMap { FourLetterWord(rawValue: trimming($0)) } + [.srvr])
                return true
            },
            shown: { configuration in
                FourLetterWord.allCases.filter(configuration.fourLetterWords.contains)
                    .map(\.rawValue).joined(separator: ",")
            })
    }

    private static var enforcedSchemes: Self {
        let known = ["ip", "digest", "sasl", "x509"]
        return Self(
            name: "enforce.auth.schemes", takes: "a list of " + words(known),
            read: { text, configuration in
                let schemes = text.split(separator: ",").map { trimming($0) }
                configuration.enforceAuth.schemes = schemes
                return schemes.allSatisfy(known.contains)
            },
            shown: { configuration in
                let schemes = configuration.enforceAuth.schemes
                return schemes.isEmpty ? nil : schemes.joined(separator: ",")
            })
    }

    private static var electionAlg: Self {
        Self(
            name: "electionAlg", takes: "3, the only one there is",
            read: { text, _ in text == "3" }, shown: { _ in "3" })
    }

    private static var commandURL: Self {
        Self(
            name: "admin.commandURL", takes: "a path that begins with /",
            read: { text, configuration in
                var path = Substring(text)
                while path.hasSuffix("/") { path.removeLast() }
                configuration.admin.commandURL = String(path)
                return path.hasPrefix("/")
            }, shown: { $0.admin.commandURL })
    }

    /// Named by the Java classes that ZooKeeper ships.
    private static var metricsProvider: Self {
        let prometheus = "org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider"
        let others = [
            "org.apache.zookeeper.metrics.impl.DefaultMetricsProvider",
            "org.apache.zookeeper.metrics.impl.NullMetricsProvider",
        ]
        return Self(
            name: "metricsProvider.className", takes: words(others + [prometheus]),
            read: { text, configuration in
                configuration.prometheus.isEnabled = text == prometheus
                return text == prometheus || others.contains(text)
            }, shown: { $0.prometheus.isEnabled ? prometheus : others[0] })
    }
}
