import Testing
import ZooKeeperWire

@testable import Server

/// Each key that has an effect.
extension `Reading zoo.cfg` {
    static let everyKey = """
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
}
