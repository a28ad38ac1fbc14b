import Logging
import NIOSSL
import Replication
import Storage
import Zab
import Znodes

/// What the driver needs to know beside what the replica is given.
struct DriverSettings: Sendable {
    var limits = ClientLimits()
    var passwords = SessionPasswords()
    var authentication = ClientAuthentication()
    /// Who may log in by SASL; nil where it is not configured.
    var saslUsers: SASLUsers?
    /// What a client must have shown before anything is done for it.
    var admission = Admission()
    /// The system's clock, in ms since 1970, which somebody may set.
    var wallClock: @Sendable () -> Int64 = { CalendarTime.nowInMilliseconds }
    /// Where the data really lie, for the words that tell their sizes.
    var dataDirectory = ""
    var logDirectory = ""

    /// The log, snapshots, recordings, listening sockets, people on the admin port.
    private static let descriptorsForFiles = 40
    /// A server that may open fewer could serve next to nobody.
    private static let leastDescriptors = 64

    init(_ configuration: Configuration) throws(ServerError) {
        limits.connectionsPerAddress = configuration.maxClientCnxns
        limits.connections = configuration.maxCnxns
        limits.descriptors = ProcessMeasures.maxFileDescriptors() - Self.descriptorsForFiles
        limits.frame = configuration.juteMaxBuffer
        limits.outstanding = configuration.globalOutstandingLimit
        limits.handshake = .milliseconds(Int64(configuration.sessionlessCnxnTimeout))
        limits.closing = limits.handshake
        authentication.digest = DigestAuthentication(
            superDigest: configuration.superDigest,
            algorithm: configuration.digestAlg.forAuthentication)
        dataDirectory = configuration.storage.snapshots
        logDirectory = configuration.storage.logs
        authentication.superUser = configuration.saslSuperUser
        admission = Admission(configuration)
        do throws(SecurityError) {
            if let file = configuration.sessionSecret {
                passwords = try SessionPasswords(secretFile: file)
            }
            if let file = configuration.jaasLoginConfig {
                saslUsers = try SASLUsers(
                    file: file, superPassword: configuration.saslSuperPassword)
            }
        } catch {
            throw ServerError("\(error)")
        }
        if admission.schemes == ["sasl"], saslUsers == nil {
            throw ServerError(
                "clients must authenticate by SASL, but jaasLoginConfig names no file of users")
        }
    }

    /// What the libraries do without descriptors is to end the process, so this is asked first of all.
    static func requireDescriptors() throws(ServerError) {
        let limit = ProcessMeasures.maxFileDescriptors()
        guard limit < leastDescriptors else { return }
        throw ServerError(
            "only \(limit) files may be open here, and a server needs \(leastDescriptors): raise "
                + "the limit (ulimit -n)")
    }

    /// The addresses that clients may come to, with what secures them.
    func listeners(
        _ configuration: Configuration
    ) throws(ServerError) -> [(ListenAddress, NIOSSLContext?)] {
        var listeners: [(ListenAddress, NIOSSLContext?)] = []
        if let port = configuration.clientPort {
            listeners.append(
                (ListenAddress(host: configuration.clientPortAddress ?? "", port: port), nil))
        }
        if let port = configuration.secureClientPort {
            let address = ListenAddress(
                host: configuration.secureClientPortAddress ?? "", port: port)
            do throws(SecurityError) {
                listeners.append((address, try configuration.tls.context()))
            } catch {
                throw ServerError("\(error)")
            }
        }
        return listeners
    }
}

extension Configuration {
    /// What the replica is to run by.
    var replication: Replication.Settings {
        var timing = Timing()
        timing.tick = .milliseconds(Int64(tickTime))
        // Nobody else can have a vote to wait for.
        timing.finalizeWait = .zero
        timing.window = window
        var settings = Replication.Settings(
            timing: timing, snapCount: snapCount, wallClock: CalendarTime.nowInMilliseconds)
        settings.minSessionTimeout = minSessionTimeout
        settings.maxSessionTimeout = maxSessionTimeout
        settings.service.skipACL = skipACL
        // As much as Java's servers read: `jute.maxbuffer` and `jute.maxbuffer.extrasize`, which is the
        // same by default.
        settings.service.maxTransactionBytes = min(2 * juteMaxBuffer, LogRecord.longestPayload)
        settings.service.extendedTypesEnabled = extendedTypesEnabled
        settings.service.enforceQuota = enforceQuota
        settings.service.reconfigEnabled = reconfigEnabled
        settings.service.acceptsSASL = jaasLoginConfig != nil || names("SASL")
        settings.service.acceptsX509 = secureClientPort != nil || names("X509")
        settings.service.containerMaxNeverUsed = Int64(container.maxNeverUsedIntervalMs)
        settings.containersPerMinute = container.maxPerMinute
        settings.containerCheckInterval = .milliseconds(Int64(container.checkIntervalMs))
        return settings
    }

    /// So many committed transactions stay in memory. A server that stands alone has nobody to bring in step, and the
    /// fewer it keeps, the sooner their memory, still in the processor's caches, serves the next ones.
    private var window: Int { min(commitLogCount, 32) }

    /// Whether `authProvider.*` names the provider of a scheme.
    private func names(_ scheme: String) -> Bool {
        authProviders.contains("org.apache.zookeeper.server.auth.\(scheme)AuthenticationProvider")
    }

    var storage: StorageSettings {
        var settings = StorageSettings(
            dataDirectory: dataDir, logDirectory: dataLogDir == dataDir ? nil : dataLogDir)
        settings.preallocation = preAllocSize << 10
        settings.retainedSnapshots = autopurge.snapRetainCount
        settings.purgeInterval = autopurge.purgeInterval
        settings.synchronizes = forceSync
        settings.beginsEmpty = autocreatesDatabase
        settings.slowFlush = fsyncWarningThreshold
        settings.isStandalone = true
        settings.window = window
        return settings
    }
}

extension Configuration.DigestAlgorithm {
    fileprivate var forAuthentication: DigestAuthentication.Algorithm {
        switch self {
        case .sha1: .sha1
        case .sha256: .sha256
        case .sha384: .sha384
        case .sha512: .sha512
        }
    }
}

extension StorageNotice {
    /// How loudly it is told.
    var level: Logger.Level {
        switch self {
        case .tornTail, .snapshotUnreadable, .snapshotFailed, .slowFlush, .spaceIsShort, .fileKept,
            .notPurged:
            .warning
        default: .info
        }
    }
}
