import Testing
import ZooKeeperWire

@testable import Server

@Suite struct `Reading zoo.cfg` {
    static let least = "dataDir=/d\nclientPort=2181\n"

    func read(_ text: String, myid: String? = nil) -> ConfigurationReading {
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
