import Testing
import ZooKeeperWire

@testable import Server

@Suite struct `Reading zoo.cfg` {
    private static let least = "dataDir=/d\nclientPort=2181\n"

    private func read(_ text: String, myid: String? = nil) -> ConfigurationReading {
        ConfigurationReading(Array(text.utf8), file: "zoo.cfg") { _ in myid }
    }

    @Test func `what is not said has ZooKeeper's default`() {
        let reading = read(Self.least)
        let configuration = reading.configuration
        #expect(reading.problems == [])
        #expect(configuration.dataLogDir == "/d")
        #expect(configuration.tickTime == 3_000)
        #expect(configuration.minSessionTimeout == 6_000)
        #expect(configuration.maxSessionTimeout == 60_000)
        #expect(configuration.maxClientCnxns == 60)
        #expect(configuration.maxCnxns == 0)
        #expect(configuration.clientPortListenBacklog == -1)
        #expect(configuration.juteMaxBuffer == 0xFFFFF)
        #expect(configuration.globalOutstandingLimit == 1_000)
        #expect(configuration.snapCount == 100_000)
        #expect(configuration.preAllocSize == 65_536)
        #expect(configuration.snapSizeLimitInKb == 4_194_304)
        #expect(configuration.commitLogCount == 500)
        #expect(configuration.forceSync)
        #expect(configuration.autopurge == .init(snapRetainCount: 3, purgeInterval: 0))
        #expect(configuration.fourLetterWords == [.srvr])
        #expect(configuration.admin.enableServer)
        #expect(configuration.admin.serverPort == 8_080)
        #expect(configuration.admin.commandURL == "/commands")
        #expect(configuration.admin.idleTimeout == 30_000)
        #expect(!configuration.prometheus.isEnabled)
        #expect(configuration.prometheus.httpPort == 7_000)
        #expect(configuration.digestAlg == .sha1)
        #expect(!configuration.skipACL && !configuration.enforceQuota)
        #expect(!configuration.extendedTypesEnabled && !configuration.readOnlyMode)
        #expect(configuration.container == .init())
        #expect(configuration.tls.clientAuth == .need)
        #expect(configuration.standaloneEnabled && !configuration.isEnsemble)
    }

    @Test func `the mark before text in UTF-8 is passed over, and what is no text is told once`() {
        #expect(read("\u{FEFF}" + Self.least).problems == [])
        let reading = ConfigurationReading([0x64, 0x0A, 0, 0x1B, 0x0A], file: "zoo.cfg")
        #expect(reading.problems.map(\.message) == ["this is no text: byte 2 is 0"])
        #expect(reading.hasErrors)
    }

    @Test func `a password that nobody can use is told`() {
        let reading = read(Self.least + "SASLAuthenticationProvider.superPassword=x\n")
        #expect(reading.problems.map(\.severity) == [.warning])
        #expect(reading.problems.first?.message.contains("nobody can log in") == true)
    }

    @Test func `a digest that nobody can show is told`() {
        #expect(read(Self.least + "superDigest=super:x\n").problems == [])
        let reading = read(Self.least + "superDigest=foo\n")
        #expect(
            reading.problems.map(\.message)
                == ["superDigest is not written user:DIGEST, so that nobody will be super"])
        #expect(!reading.hasErrors)
    }

    @Test(arguments: [
        ("secureClientPort=2181\nssl.keyStore.location=k.pem", "secureClientPort", true),
        ("admin.serverPort=2181", "admin.serverPort", false),
        ("clientPortAddress=10.0.0.1\nadmin.serverPort=2181", nil, false),
        ("admin.serverPort=2181\nadmin.enableServer=false", nil, false),
    ])
    func `two that would listen at one place are told`(more: String, key: String?, isError: Bool) {
        let reading = read(Self.least + more + "\n")
        #expect(
            reading.problems.map(\.message)
                == (key.map { ["\($0) is 2181, and so is clientPort; only one can listen there"] }
                    ?? []))
        #expect(reading.hasErrors == isError)
    }

    @Test(arguments: [
        (
            "enforce.auth.enabled=true",
            "enforce.auth.enabled is true, but enforce.auth.schemes does"
        ),
        (
            "enforce.auth.schemes=digest,kerberos",
            "enforce.auth.schemes is \"digest,kerberos\"; it takes a list of ip, digest, sasl or x509"
        ),
        (
            "enforce.auth.schemes=sasl\nenforce.auth.enabled=true",
            "enforce.auth.schemes names sasl, but jaasLoginConfig names no file"
        ),
        (
            "enforce.auth.schemes=x509\nenforce.auth.enabled=true",
            "enforce.auth.schemes names x509, but there is no secureClientPort"
        ),
    ])
    func `schemes by which nobody could be let in are refused`(lines: String, told: String) {
        let problems = read(Self.least + lines + "\n").problems
        #expect(problems.map(\.severity) == [.error])
        #expect(problems.first?.description.contains(told) == true)
    }

    @Test func `a server that stands alone is never read-only`() {
        let reading = read(Self.least + "readonlymode.enabled=true\n")
        #expect(
            reading.problems.map(\.description) == [
                "zoo.cfg:3: warning: readonlymode.enabled is true, but a server that stands alone "
                    + "never lacks a quorum; only isro is answered"
            ])
        #expect(reading.configuration.fourLetterWords == [.srvr, .isro])
    }

    /// What differs from Apache's defaults, on purpose.
    @Test func `ports for watching are open to this machine only`() {
        let configuration = read(Self.least).configuration
        #expect(configuration.admin.serverAddress == "127.0.0.1")
        #expect(configuration.prometheus.httpHost == "127.0.0.1")
    }

    private static let everyKey = """
        dataDir = /data
        dataLogDir: /log
        preAllocSize=1
        snapCount=7
        snapSizeLimitInKb=-1
        db.autocreate=false
        forceSync=no
        fsync.warningthresholdms=20
        commitLogCount=600
        autopurge.snapRetainCount=5
        autopurge.purgeInterval=24
        clientPort=2181
        clientPortAddress=::1
        secureClientPort=2281
        secureClientPortAddress=127.0.0.1
        clientPortListenBacklog=50
        maxClientCnxns=0
        maxCnxns=1000
        jute.maxbuffer=4194304
        globalOutstandingLimit=9
        nio.sessionlessCnxnTimeout=100
        tcpKeepAlive=true
        tickTime=2000
        minSessionTimeout=1000
        maxSessionTimeout=-1
        readonlymode.enabled=true
        extendedTypesEnabled=true
        enforceQuota=TRUE
        znode.container.checkIntervalMs=1000
        znode.container.maxPerMinute=60
        znode.container.maxNeverUsedIntervalMs=5
        skipACL=yes
        DigestAuthenticationProvider.superDigest=super:x
        DigestAuthenticationProvider.digestAlg=sha256
        X509AuthenticationProvider.superUser=CN=super
        sessionRequireClientSASLAuth=true
        allowSaslFailedClients=true
        enforce.auth.enabled=true
        enforce.auth.schemes=digest, x509
        superUser=root
        SASLAuthenticationProvider.superPassword=pw
        jaasLoginConfig=jaas.conf
        sessionSecret=secret
        ssl.keyStore.location=key.pem
        ssl.keyStore.password=pass
        ssl.keyStore.type=PEM
        ssl.trustStore.location=trust.p12
        ssl.trustStore.password=word
        ssl.trustStore.type=pkcs12
        ssl.clientAuth=want
        authProvider.1=org.apache.zookeeper.server.auth.SASLAuthenticationProvider
        4lw.commands.whitelist=stat, mntr
        admin.enableServer=false
        admin.serverAddress=0.0.0.0
        admin.serverPort=9090
        admin.commandURL=/zk/
        admin.idleTimeout=5
        metricsProvider.className=org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider
        metricsProvider.httpHost=0.0.0.0
        metricsProvider.httpPort=7001
        initLimit=10
        syncLimit=5
        peerType=observer
        standaloneEnabled=false

        """

    @Test func `every key goes where it belongs`() {
        let reading = read(Self.everyKey)
        #expect(reading.problems.map(\.line) == [26], "readonlymode.enabled, which changes little")
        var expected = Configuration()
        expected.text = reading.configuration.text
        expected.dataDir = "/data"
        expected.dataLogDir = "/log"
        expected.preAllocSize = 1
        expected.snapCount = 7
        expected.snapSizeLimitInKb = -1
        expected.autocreatesDatabase = false
        expected.forceSync = false
        expected.fsyncWarningThreshold = 20
        expected.commitLogCount = 600
        expected.autopurge = .init(snapRetainCount: 5, purgeInterval: 24)
        expected.clientPort = 2_181
        expected.clientPortAddress = "::1"
        expected.secureClientPort = 2_281
        expected.secureClientPortAddress = "127.0.0.1"
        expected.clientPortListenBacklog = 50
        expected.maxClientCnxns = 0
        expected.maxCnxns = 1_000
        expected.juteMaxBuffer = 4_194_304
        expected.globalOutstandingLimit = 9
        expected.sessionlessCnxnTimeout = 100
        expected.tcpKeepAlive = true
        expected.tickTime = 2_000
        expected.minSessionTimeout = 1_000
        expected.readOnlyMode = true
        expected.extendedTypesEnabled = true
        expected.enforceQuota = true
        expected.container = .init(
            checkIntervalMs: 1_000, maxPerMinute: 60, maxNeverUsedIntervalMs: 5)
        expected.skipACL = true
        expected.superDigest = "super:x"
        expected.digestAlg = .sha256
        expected.x509SuperUser = "CN=super"
        expected.authProviders = ["org.apache.zookeeper.server.auth.SASLAuthenticationProvider"]
        expected.sessionRequireClientSASLAuth = true
        expected.allowSaslFailedClients = true
        expected.enforceAuth = .init(isEnabled: true, schemes: ["digest", "x509"])
        expected.saslSuperUser = "root"
        expected.saslSuperPassword = "pw"
        expected.jaasLoginConfig = "jaas.conf"
        expected.sessionSecret = "secret"
        expected.tls.keyStore = .init(location: "key.pem", password: "pass", type: .pem)
        expected.tls.trustStore = .init(location: "trust.p12", password: "word", type: .pkcs12)
        expected.tls.clientAuth = .want
        expected.fourLetterWords = [.stat, .mntr, .srvr, .isro]
        expected.admin = .init(
            enableServer: false, serverAddress: "0.0.0.0", serverPort: 9_090, commandURL: "/zk",
            idleTimeout: 5)
        expected.prometheus = .init(isEnabled: true, httpHost: "0.0.0.0", httpPort: 7_001)
        expected.initLimit = 10
        expected.syncLimit = 5
        expected.peerType = .observer
        expected.standaloneEnabled = false
        #expect(reading.configuration == expected)
    }

    @Test func `no key with an effect is missing above`() {
        let known = ConfigurationKey.all.map(\.name)
        let missing = known.filter { name in
            !Self.everyKey.split(separator: "\n").contains { line in
                line.hasPrefix(name) && "=: ".contains(line.dropFirst(name.count).first ?? "x")
            }
        }
        #expect(
            missing == [
                "superDigest", "electionAlg", "reconfigEnabled", "localSessionsEnabled",
                "localSessionsUpgradingEnabled",
            ])
        #expect(Set(known).count == known.count)
    }

    @Test(arguments: [
        "preAllocSize", "fsync.warningthresholdms", "commitLogCount", "autopurge.purgeInterval",
        "nio.sessionlessCnxnTimeout", "znode.container.checkIntervalMs",
    ])
    func `what is reckoned with later has bounds`(key: String) {
        #expect(read(Self.least + "\(key)=2147483647").problems == [])
        let told = read(Self.least + "\(key)=\(Int.max)").problems.map(\.description)
        #expect(told.count == 1 && told.allSatisfy { $0.hasSuffix(" to 2147483647") })
    }

    @Test(arguments: [
        (
            "tickTime=abc",
            "zoo.cfg:3: error: tickTime is \"abc\"; it takes a whole number of at least 1"
        ),
        (
            "tickTime=0",
            "zoo.cfg:3: error: tickTime is \"0\"; it takes a whole number of at least 1"
        ),
        (
            "tickTime=2147483648",
            "zoo.cfg:3: error: tickTime is \"2147483648\"; it takes a whole number of at least 1"
        ),
        (
            "snapCount=",
            "zoo.cfg:3: error: snapCount is \"\"; it takes a whole number of at least 0"
        ),
        (
            "secureClientPort=65536",
            "zoo.cfg:3: error: secureClientPort is \"65536\"; it takes a port from 1 to 65535, or 0 for none"
        ),
        ("skipACL=true", "zoo.cfg:3: error: skipACL is \"true\"; it takes yes or no"),
        ("tcpKeepAlive=yes", "zoo.cfg:3: error: tcpKeepAlive is \"yes\"; it takes true or false"),
        (
            "ssl.clientAuth=maybe",
            "zoo.cfg:3: error: ssl.clientAuth is \"maybe\"; it takes none, want or need"
        ),
        (
            "ssl.keyStore.type=JKS",
            "zoo.cfg:3: error: ssl.keyStore.type is \"JKS\"; it takes PEM or PKCS12; convert a Java "
                + "key store with keytool -importkeystore -deststoretype PKCS12"
        ),
        (
            "DigestAuthenticationProvider.digestAlg=MD5",
            "zoo.cfg:3: error: DigestAuthenticationProvider.digestAlg is \"MD5\"; it takes SHA1, "
                + "SHA-256, SHA-384 or SHA-512"
        ),
        (
            "electionAlg=0",
            "zoo.cfg:3: error: electionAlg is \"0\"; it takes 3, the only one there is"
        ),
        (
            "admin.commandURL=commands",
            "zoo.cfg:3: error: admin.commandURL is \"commands\"; it takes a path that begins with /"
        ),
        (
            "admin.serverPort=-1",
            "zoo.cfg:3: error: admin.serverPort is \"-1\"; it takes a whole number from 0 to 65535"
        ),
        ("x=\\u1", "zoo.cfg:3: error: \\u is followed by four hexadecimal digits"),
        (
            "dynamicConfigFile=zoo.dyn",
            "zoo.cfg:3: error: dynamicConfigFile is not supported; put the server lines into this file"
        ),
        (
            "minSessionTimeout=70000",
            "zoo.cfg:3: error: minSessionTimeout does not fit: the least session timeout is 70000 ms, "
                + "the greatest 60000 ms"
        ),
        (
            "secureClientPort=2281",
            "zoo.cfg:3: error: secureClientPort needs ssl.keyStore.location, a file with the server's "
                + "key and certificate"
        ),
        (
            "secureClientPortAddress=::1",
            "zoo.cfg:3: error: secureClientPortAddress is set, but secureClientPort is not"
        ),
        (
            "tiktime=5",
            "zoo.cfg:3: warning: tiktime is an unknown key and changes nothing; did you mean tickTime?"
        ),
        (
            "zookeeper.skipACL=yes",
            "zoo.cfg:3: warning: zookeeper.skipACL is an unknown key and changes nothing; did you "
                + "mean skipACL?"
        ),
        ("wholly.else=5", "zoo.cfg:3: warning: wholly.else is an unknown key and changes nothing"),
        (
            "client.secure=true",
            "zoo.cfg:3: warning: client.secure is accepted but changes nothing: it is a client's"
        ),
        (
            "quorum.auth.enableSasl=true",
            "zoo.cfg:3: warning: quorum.auth.enableSasl is accepted but changes nothing: it concerns "
                + "ensembles, which come later"
        ),
        (
            "authProvider.9=com.example.Provider",
            "zoo.cfg:3: warning: authProvider.9 names com.example.Provider, which is not offered, and "
                + "changes nothing"
        ),
        ("snapCount=1", "zoo.cfg:3: warning: snapCount is 1; the least is 2, which is used"),
        (
            "commitLogCount=5",
            "zoo.cfg:3: warning: commitLogCount is 5; the least is 500, which is used"
        ),
        (
            "autopurge.snapRetainCount=1",
            "zoo.cfg:3: warning: autopurge.snapRetainCount is 1; the least is 3, which is used"
        ),
        (
            "reconfigEnabled=true",
            "zoo.cfg:3: warning: reconfigEnabled is true, but a server that stands alone has no members to change: it answers -6"
        ),
        (
            "4lw.commands.whitelist=stat,rouk",
            "zoo.cfg:3: warning: 4lw.commands.whitelist names \"rouk\", which is no four-letter word"
        ),
        (
            "clientPort=2182",
            "zoo.cfg:3: warning: clientPort is set in line 2 too; the last one counts"
        ),
    ]) func `a bad line is told with its place, and what it takes`(line: String, told: String) {
        #expect(read(Self.least + line).problems.map(\.description) == [told])
    }

    @Test func `all problems are told at once, in the order of the lines`() {
        let reading = read("clientPortAddress=x\nsnapCount=x\ntickTime=y\nfoo=1")
        #expect(reading.hasErrors)
        #expect(
            reading.problems.map(\.description) == [
                "zoo.cfg:1: error: clientPortAddress is set, but clientPort is not",
                "zoo.cfg:2: error: snapCount is \"x\"; it takes a whole number of at least 0",
                "zoo.cfg:3: error: tickTime is \"y\"; it takes a whole number of at least 1",
                "zoo.cfg:4: warning: foo is an unknown key and changes nothing",
                "zoo.cfg: error: dataDir is not set; it says where the data is",
                "zoo.cfg: error: neither clientPort nor secureClientPort is set; no client could come",
            ])
    }

    @Test func `secrets are shown nowhere`() {
        let reading = read(
            Self.least + "superDigest=super:hidden\nssl.keyStore.password=hidden\n"
                + "ssl.quorum.keyStore.password=hidden\n")
        #expect(reading.configuration.superDigest == "super:hidden")
        #expect(reading.configuration.tls.keyStore.password == "hidden")
        #expect(!reading.configuration.text.contains("hidden"))
        #expect(!reading.configuration.effective.contains("hidden"))
        #expect(!reading.problems.description.contains("hidden"))
        #expect(reading.configuration.text.contains("superDigest=(not shown)\n"))
    }

    @Test func `what is in effect can be read again and means the same`() {
        let first = read(
            Self.least + "tickTime=1234\n4lw.commands.whitelist=*\npeerType=observer\n"
        )
        .configuration
        var second = read(
            first.effective.replacing(/(initLimit|syncLimit)=0\n/, with: "")
        ).configuration
        #expect(second.effective == first.effective)
        second.text = first.text
        // Said or not, it is the same.
        second.minSessionTimeoutSetting = -1
        second.maxSessionTimeoutSetting = -1
        second.dataLogDirSetting = nil
        #expect(second == first)
    }
}
