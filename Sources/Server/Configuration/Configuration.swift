public import ZooKeeperWire

/// What `zoo.cfg` says, typed, under its own key names and with ZooKeeper's defaults
/// (`QuorumPeerConfig`, `ServerConfig` and the system properties that unknown keys become).
///
/// Sizes are in the unit of the key, times in milliseconds.
public struct Configuration: Hashable, Sendable {
    /// The file as it was read, for `/commands/initial_configuration`.
    public var text = ""

    // MARK: Files
    /// Snapshots and `myid`; relative to the working directory.
    public var dataDir = ""
    var dataLogDirSetting: String?
    /// Transaction logs: `dataDir` unless it is given.
    public var dataLogDir: String {
        get { dataLogDirSetting ?? dataDir }
        set { dataLogDirSetting = newValue }
    }
    /// KB by which a log file grows ahead of what is written.
    public var preAllocSize = 65_536
    /// Transactions from one snapshot to the next.
    public var snapCount = 100_000
    /// KB of log from one snapshot to the next; 0 or less sets no limit.
    public var snapSizeLimitInKb = 4_194_304
    /// Off, a server without data starts only beside a file `initialize` (`db.autocreate`).
    public var autocreatesDatabase = true
    /// Off, a write is acknowledged before it is on the disk.
    public var forceSync = true
    /// An fsync that takes longer than this is logged and counted (`fsync.warningthresholdms`).
    public var fsyncWarningThreshold = 1_000
    /// Committed transactions kept in memory for those who were away.
    public var commitLogCount = 500
    public var autopurge = Autopurge()

    // MARK: Clients
    /// nil: no plain client port.
    public var clientPort: Int?
    /// nil: all addresses.
    public var clientPortAddress: String?
    /// nil: no client port with TLS.
    public var secureClientPort: Int?
    public var secureClientPortAddress: String?
    /// -1: the system's own.
    public var clientPortListenBacklog = -1
    /// Connections of one address; 0 or less sets no limit.
    public var maxClientCnxns = 60
    /// Connections in all; 0 or less sets no limit.
    public var maxCnxns = 0
    /// Bytes of the longest frame, less one.
    public var juteMaxBuffer = 1_048_575
    /// Requests that may be under way before the server stops reading from clients.
    public var globalOutstandingLimit = 1_000
    /// How long a connection may take to open a session (`nio.sessionlessCnxnTimeout`).
    public var sessionlessCnxnTimeout = 10_000
    public var tcpKeepAlive = false
    public var tickTime: Int32 = 3_000
    var minSessionTimeoutSetting: Int32 = -1
    var maxSessionTimeoutSetting: Int32 = -1
    /// Bounds of what a client may ask for: 2 and 20 ticks unless they are given.
    public var minSessionTimeout: Int32 {
        get { minSessionTimeoutSetting == -1 ? ticks(2) : minSessionTimeoutSetting }
        set { minSessionTimeoutSetting = newValue }
    }
    public var maxSessionTimeout: Int32 {
        get { maxSessionTimeoutSetting == -1 ? ticks(20) : maxSessionTimeoutSetting }
        set { maxSessionTimeoutSetting = newValue }
    }
    /// Serve reads when there is no quorum (`readonlymode.enabled`).
    public var readOnlyMode = false

    // MARK: Znodes
    /// TTL nodes (`extendedTypesEnabled`).
    public var extendedTypesEnabled = false
    public var enforceQuota = false
    public var container = Container()

    // MARK: Who may do what
    public var skipACL = false
    /// `super:` and the digest of its password (`DigestAuthenticationProvider.superDigest`).
    public var superDigest: String?
    /// How a digest identity's password is hashed (`DigestAuthenticationProvider.digestAlg`).
    public var digestAlg = DigestAlgorithm.sha1
    /// The X.500 name that is super (`X509AuthenticationProvider.superUser`).
    public var x509SuperUser: String?
    /// `authProvider.*`: class names, in the order of the file.
    public var authProviders: [String] = []
    /// Only clients that have authenticated by SASL may open a session.
    public var sessionRequireClientSASLAuth = false
    /// Clients whose SASL login failed may stay, as nobody (`allowSaslFailedClients`).
    public var allowSaslFailedClients = false
    /// Only clients that have shown who they are by one of these schemes are served.
    public var enforceAuth = EnforceAuth()
    /// The SASL user who may do everything (`superUser`).
    public var saslSuperUser: String?
    /// The password of the SASL user `super`, whom every ACL entry of the scheme names
    /// (`SASLAuthenticationProvider.superPassword`).
    public var saslSuperPassword: String?
    /// The file whose `Server` section names the SASL users.
    public var jaasLoginConfig: String?
    /// A file with the secret that session passwords are made from, instead of ZooKeeper's formula.
    public var sessionSecret: String?
    public var tls = TLSSettings()

    // MARK: Watching it
    /// The four-letter words that are answered (`4lw.commands.whitelist`).
    public var fourLetterWords: Set<FourLetterWord> = [.srvr]
    public var admin = Admin()
    public var prometheus = Prometheus()

    // MARK: The ensemble
    /// From `dataDir/myid`; nil if there is none.
    public var myid: Int64?
    public var members: [Member] = []
    /// `group.N=id:id…`, for hierarchical quorums.
    public var groups: [Int64: [Int64]] = [:]
    public var weights: [Int64: Int64] = [:]
    public var peerType = Member.Role.participant
    /// Ticks that a learner has to connect and synchronize; required in an ensemble.
    public var initLimit = 0
    /// Ticks that leader and learner may be silent to each other; required in an ensemble.
    public var syncLimit = 0
    /// Off, a single server runs as an ensemble of one.
    public var standaloneEnabled = true
    public var reconfigEnabled = false
    public var localSessionsEnabled = false
    public var localSessionsUpgradingEnabled = false

    public init() {}

    /// More than one server votes, or the only one shall run as a quorum.
    public var isEnsemble: Bool {
        let voters = members.count { $0.role == .participant }
        return voters > 1 || (voters == 1 && !standaloneEnabled)
    }

    /// 0 for a standalone server, whatever its `myid` (`ZooKeeperServer.getServerId`).
    var serverID: Int64 { ownMember?.id ?? 0 }

    /// The line of this very server, in an ensemble.
    var ownMember: Member? {
        guard isEnsemble else { return nil }
        return members.first { $0.id == myid }
    }

    /// The ensemble in ZooKeeper's canonical text (`QuorumVerifier.toString`).
    var membership: String {
        let servers = members.sorted { $0.id < $1.id }.map { "server.\($0.id)=\($0)\n" }
        let groups = groups.sorted { $0.key < $1.key }.map { id, members in
            "group.\(id)=\(members.map(String.init).joined(separator: ":"))\n"
        }
        let weights = weights.sorted { $0.key < $1.key }.map { "weight.\($0.key)=\($0.value)\n" }
        return (servers + groups + weights).joined() + "version=0"
    }

    /// The keys that have an effect and their values in effect, one `key=value` a line; no secrets.
    public var effective: String {
        ConfigurationKey.all.compactMap { key in
            key.shown(self).map { "\(key.name)=\(key.isSecret ? "(not shown)" : $0)\n" }
        }.joined()
    }

    private func ticks(_ count: Int32) -> Int32 {
        let (product, overflow) = tickTime.multipliedReportingOverflow(by: count)
        return overflow ? .max : product
    }
}

extension Configuration {
    public struct Autopurge: Hashable, Sendable {
        /// Snapshots that stay, with the logs that belong to them.
        public var snapRetainCount = 3
        /// Hours; 0: never.
        public var purgeInterval = 0
    }

    /// `enforce.auth.*` (`AuthenticationHelper`).
    public struct EnforceAuth: Hashable, Sendable {
        public var isEnabled = false
        /// As `digest` or `x509`; one that matches is enough.
        public var schemes: [String] = []

        public init(isEnabled: Bool = false, schemes: [String] = []) {
            self.isEnabled = isEnabled
            self.schemes = schemes
        }
    }

    /// The reaper of container and TTL nodes (`ContainerManager`).
    public struct Container: Hashable, Sendable {
        public var checkIntervalMs = 60_000
        public var maxPerMinute = 10_000
        /// After how long a container that never had a child goes; 0: never.
        public var maxNeverUsedIntervalMs = 0
    }

    public enum DigestAlgorithm: String, Hashable, Sendable, CaseIterable {
        case sha1 = "SHA1"
        case sha256 = "SHA-256"
        case sha384 = "SHA-384"
        case sha512 = "SHA-512"
    }

    /// The HTTP port for people and programs that watch the server.
    public struct Admin: Hashable, Sendable {
        public var enableServer = true
        /// Apache listens on all addresses; here only this machine is served unless told otherwise.
        public var serverAddress = "127.0.0.1"
        public var serverPort = 8_080
        public var commandURL = "/commands"
        /// After how long of silence a connection is closed.
        public var idleTimeout = 30_000
    }

    /// A port for Prometheus of its own, which `metricsProvider.className` asks for.
    public struct Prometheus: Hashable, Sendable {
        public var isEnabled = false
        /// As with the admin port, only this machine unless told otherwise.
        public var httpHost = "127.0.0.1"
        public var httpPort = 7_000
    }
}

/// The `ssl.*` keys.
public struct TLSSettings: Hashable, Sendable {
    public enum StoreType: String, Hashable, Sendable, CaseIterable {
        case pem = "PEM", pkcs12 = "PKCS12"
    }
    public enum ClientAuth: String, Hashable, Sendable, CaseIterable { case none, want, need }

    /// A file of keys or certificates.
    public struct Store: Hashable, Sendable {
        public var location: String?
        public var password: String?
        /// nil: told by the file's name, `.pem` or `.p12`.
        public var type: StoreType?
    }

    public var keyStore = Store()
    public var trustStore = Store()
    /// Whether clients show a certificate.
    public var clientAuth = ClientAuth.need
}
