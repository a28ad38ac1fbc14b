/// Keys that ZooKeeper knows and that change nothing here, each with the reason, which ends a sentence
/// that begins with "it is accepted but changes nothing:".
struct InertKeys {
    private let names: [String: String]
    private let prefixes: [(String, String)]

    var all: [String] { names.keys.sorted() }

    /// Why the key changes nothing; nil if ZooKeeper does not know it either.
    func reason(for key: String) -> String? {
        names[key] ?? prefixes.first { key.hasPrefix($0.0) }?.1
    }

    init() {
        var names: [String: String] = [:]
        for (reason, keys) in Self.byReason {
            for key in keys.split(whereSeparator: \.isWhitespace) { names[String(key)] = reason }
        }
        self.names = names
        prefixes = [
            ("ssl.quorum.", Self.ensembles), ("quorum.", Self.ensembles),
            ("fastleader.", Self.ensembles), ("observer.", Self.ensembles),
            ("observerMaster.", Self.ensembles), ("multiAddress.", Self.ensembles),
            ("leader.", Self.ensembles), ("learner.", Self.ensembles),
            ("commitProcessor.", Self.threads), ("nio.", Self.threads), ("netty.", Self.threads),
            ("connection_throttle_", Self.throttling), ("request_throttle", Self.throttling),
            ("pathStats.", "which paths are read most is not counted"),
            ("jvm.pause.", Self.java), ("metricsProvider.", "there is nothing to set there"),
        ]
    }

    private static let ensembles = "it concerns ensembles, which come later"
    private static let threads = "threads and buffers are arranged differently here"
    private static let throttling = "requests are held back by globalOutstandingLimit only"
    private static let java = "it concerns Java"

    private static let byReason: KeyValuePairs = [
        ensembles: """
        electionPortBindRetry sslQuorum portUnification sslQuorumReloadCertFiles
        quorumListenOnAllIPs connectToLearnerMasterLimit observerMasterPort syncEnabled
        leaderServes cnxTimeout leaderConnectDelayDuringRetryMs forceSnapshotSync
        snapshotSizeFactor oraclePath follower.nodelay
        follower.skipLearnerRequestToNextProcessor quorumCnxnTimeoutMs ensembleAuthName
        forward_learner_requests_to_commit_processor_disabled
        """,
        threads: """
        serverCnxnFactory flushDelay maxBatchSize maxWriteQueuePollTime
        intBufferStartingSizeBytes maxResponseCacheSize maxGetChildrenResponseCacheSize
        watchManagerName watcherCleanThreadsNum watcherCleanThreshold
        watcherCleanIntervalInSeconds maxInProcessingDeadWatchers bitHashCacheSize
        """,
        throttling: """
        throttled_op_wait_time largeRequestMaxBytes largeRequestThreshold
        request_stale_connection_check request_stale_latency_check
        """,
        java: "jmx.log4j.disable jmx.log4j.mbean kinit snapshot.compression.method",
        "it is a client's": """
        client.secure clientCnxnSocket request.timeout disableAutoWatchReset
        clientTcpKeepAlive sasl.client sasl.client.username sasl.clientconfig
        sasl.client.canonicalize.hostname
        """,
        "Kerberos is not offered, only DIGEST-MD5": """
        kerberos.removeHostFromPrincipal kerberos.removeRealmFromPrincipal
        kerberos.canonicalizeHostNames security.auth_to_local jaasLoginRenew
        requireKerberosConfig server.principal server.realm sasl.serverconfig
        """,
        "any SASL user has the rights that ACLs give": """
        letAnySaslUserDoX requireClientAuthScheme
        """,
        "the plain port speaks no TLS; use secureClientPort": "client.portUnification",
        "the admin port speaks plain HTTP/1.1": """
        admin.portUnification admin.forceHttps admin.httpVersion
        """,
        "TLS follows its library's defaults": """
        ssl.protocol ssl.enabledProtocols ssl.ciphersuites ssl.crl ssl.ocsp
        ssl.context.supplier.class ssl.handshakeDetectionTimeoutMillis ssl.authProvider
        ssl.keyStore.passwordPath ssl.trustStore.passwordPath
        """,
        "a server looks into its clients' certificates for no host names, nor does ZooKeeper's": """
        ssl.hostnameVerification ssl.clientHostnameVerification
        """,
        "its behaviour is always on": """
        closeSessionTxn.enabled datadir.autocreate DigestAuthenticationProvider.enabled
        """,
        "it is not offered": """
        enableEagerACLCheck emulate353TTLNodes snapshot.trust.empty digest.enabled
        txnLogSizeLimitInKb
        """,
        "what is done is in the log and in a recording": """
        audit.enable audit.impl.class messageTracker.BufferSize messageTracker.Enabled
        """,
    ]
}
