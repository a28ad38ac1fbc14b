import Foundation
public import NIOSSL

/// TLS for clients on `secureClientPort`, by ZooKeeper's keys (`X509Util`): keys, trust, protocols.
public struct TLSSettings: Hashable, Sendable {
    /// A file with keys or certificates, and what is needed to open it.
    public struct Store: Hashable, Sendable {
        public var location: String
        public var password: String
        public var type: StoreType

        public init(_ location: String, password: String = "", type: StoreType) {
            self.location = location
            self.password = password
            self.type = type
        }
    }

    /// The kinds of files that Java's `KeyStoreFileType` knows.
    public enum StoreType: String, CaseIterable, Hashable, Sendable {
        case pem = "PEM"
        case pkcs12 = "PKCS12"
        case jks = "JKS"
        case bcfks = "BCFKS"

        fileprivate var endings: [String] {
            switch self {
            case .pem: [".pem"]
            case .pkcs12: [".p12", ".pfx"]
            case .jks: [".jks"]
            case .bcfks: [".bcfks"]
            }
        }
    }

    /// Whether clients must show a certificate (`ssl.clientAuth`).
    public enum ClientAuthentication: String, CaseIterable, Hashable, Sendable {
        case none, want, need
    }

    /// Of the server: its key, its certificate, and those that vouch for it.
    public var keyStore: Store
    /// Who may vouch for clients; nil for whom the system trusts.
    public var trustStore: Store?
    public var clientAuthentication: ClientAuthentication
    public var protocols: ClosedRange<Version>

    public enum Version: String, CaseIterable, Hashable, Sendable, Comparable {
        case tls12 = "TLSv1.2"
        case tls13 = "TLSv1.3"

        public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    public init(
        keyStore: Store, trustStore: Store? = nil,
        clientAuthentication: ClientAuthentication = .need,
        protocols: ClosedRange<Version> = .tls12 ... .tls13
    ) {
        self.keyStore = keyStore
        self.trustStore = trustStore
        self.clientAuthentication = clientAuthentication
        self.protocols = protocols
    }
}

// MARK: - From a configuration

extension TLSSettings {
    /// A key of the configuration that cannot be followed.
    public struct BadKey: Error, Hashable, Sendable, CustomStringConvertible {
        public let key: String
        public let reason: String

        public var description: String { "\(key): \(reason)" }
    }

    /// The keys that are understood.
    public static let keys = [
        "ssl.keyStore.location", "ssl.keyStore.password", "ssl.keyStore.passwordPath",
        "ssl.keyStore.type", "ssl.trustStore.location", "ssl.trustStore.password",
        "ssl.trustStore.passwordPath", "ssl.trustStore.type", "ssl.clientAuth", "ssl.protocol",
        "ssl.enabledProtocols",
    ]

    /// From the values of `keys`, as `zoo.cfg` has them.
    public init(_ values: [String: String]) throws(BadKey) {
        guard let keyStore = try Self.store("ssl.keyStore", values) else {
            throw BadKey(
                key: "ssl.keyStore.location",
                reason: "secureClientPort needs the server's key and certificate, in one PEM or "
                    + "PKCS12 file")
        }
        self.init(keyStore: keyStore, trustStore: try Self.store("ssl.trustStore", values))
        if let word = values["ssl.clientAuth"], !word.isEmpty {
            guard let wish = ClientAuthentication(rawValue: word.lowercased()) else {
                throw BadKey(
                    key: "ssl.clientAuth", reason: "\(word) is none of none, want and need")
            }
            clientAuthentication = wish
        }
        if let range = try Self.versions(values) { protocols = range }
    }

    private static func store(
        _ prefix: String, _ values: [String: String]
    ) throws(BadKey) -> Store? {
        guard let location = values[prefix + ".location"], !location.isEmpty else { return nil }
        let key = prefix + ".type"
        let type: StoreType
        if let word = values[key], !word.isEmpty {
            guard let known = StoreType(rawValue: word.uppercased()) else {
                let all = StoreType.allCases.map(\.rawValue).joined(separator: ", ")
                throw BadKey(key: key, reason: "\(word) is none of \(all)")
            }
            type = known
        } else {
            let name = location.lowercased()
            let known = StoreType.allCases.first { $0.endings.contains { name.hasSuffix($0) } }
            guard let known else {
                throw BadKey(
                    key: key, reason: "the name \(location) does not tell; say PEM or PKCS12")
            }
            type = known
        }
        return Store(location, password: try password(prefix, values), type: type)
    }

    /// From the file that `passwordPath` names, which goes before the configuration's own.
    private static func password(
        _ prefix: String, _ values: [String: String]
    ) throws(BadKey) -> String {
        let key = prefix + ".passwordPath"
        guard let path = values[key], !path.isEmpty else {
            return values[prefix + ".password"] ?? ""
        }
        do throws(SecurityError) {
            let text = String(decoding: try SecurityFile.read(path, atMost: 4_096), as: UTF8.self)
            return String(text.prefix { !$0.isNewline })
        } catch {
            throw BadKey(key: key, reason: error.description)
        }
    }

    /// `ssl.enabledProtocols` lists them; without it `ssl.protocol` is the only one, as in Java.
    private static func versions(
        _ values: [String: String]
    ) throws(BadKey) -> ClosedRange<Version>? {
        for key in ["ssl.enabledProtocols", "ssl.protocol"] {
            guard let text = values[key], !text.isEmpty else { continue }
            // Java's name for whatever it has.
            if key == "ssl.protocol", text == "TLS" { return nil }
            var versions: [Version] = []
            for word in text.split(separator: ",") {
                let name = word.filter { !$0.isWhitespace }
                guard let version = Version(rawValue: name) else {
                    throw BadKey(
                        key: key, reason: "\(name) is not offered; TLSv1.2 and TLSv1.3 are")
                }
                versions.append(version)
            }
            if let first = versions.min(), let last = versions.max() { return first...last }
        }
        return nil
    }
}

// MARK: - For the channel

extension TLSSettings {
    private static let longestStore = 4 << 20

    /// Reads the files. For `NIOSSLServerHandler(context:)`, the first handler of a secure connection.
    public func context() throws(SecurityError) -> NIOSSLContext {
        let (chain, key) = try Self.identity(in: keyStore)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = protocols.lowerBound.forNIO
        configuration.maximumTLSVersion = protocols.upperBound.forNIO
        if let trustStore {
            configuration.trustRoots = .certificates(try Self.certificates(in: trustStore))
        }
        configuration.certificateVerification =
            switch clientAuthentication {
            case .none: .none
            case .want: .optionalVerification
            case .need: .noHostnameVerification
            }
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw SecurityError(
                file: keyStore.location,
                reason:
                    "the key does not belong to the first certificate, or cannot be used: \(error)")
        }
    }

    private static func identity(
        in store: Store
    ) throws(SecurityError) -> ([NIOSSLCertificate], NIOSSLPrivateKey) {
        let bytes = try read(store)
        switch store.type {
        case .pem:
            let key: NIOSSLPrivateKey
            do {
                key = try NIOSSLPrivateKey(bytes: bytes, format: .pem) { setter in
                    setter(Array(store.password.utf8))
                }
            } catch {
                throw SecurityError(
                    file: store.location,
                    reason: "no private key can be read here; a PEM key store holds the key and "
                        + "the certificates in one file, and an encrypted key needs its password")
            }
            return (try certificates(in: store), key)
        case .pkcs12:
            do {
                let bundle = try NIOSSLPKCS12Bundle(
                    buffer: bytes, passphrase: Array(store.password.utf8))
                return (bundle.certificateChain, bundle.privateKey)
            } catch {
                throw SecurityError(
                    file: store.location,
                    reason: "this is no PKCS12 file, or its password is another one")
            }
        case .jks, .bcfks: throw unsupported(store, asTrust: false)
        }
    }

    private static func certificates(in store: Store) throws(SecurityError) -> [NIOSSLCertificate] {
        let bytes = try read(store)
        guard store.type == .pem else { throw unsupported(store, asTrust: true) }
        guard let found = try? NIOSSLCertificate.fromPEMBytes(bytes), !found.isEmpty else {
            throw SecurityError(
                file: store.location,
                reason: "no certificate can be read here; in PEM it begins with "
                    + "-----BEGIN CERTIFICATE-----")
        }
        return found
    }

    private static func read(_ store: Store) throws(SecurityError) -> [UInt8] {
        try SecurityFile.read(store.location, atMost: longestStore)
    }

    /// What cannot be read here, and how to make of it what can.
    private static func unsupported(_ store: Store, asTrust: Bool) -> SecurityError {
        let name = URL(fileURLWithPath: store.location).deletingPathExtension().lastPathComponent
        let advice: String
        if !asTrust {
            advice =
                "keytool -importkeystore -srckeystore \(store.location) -destkeystore \(name).p12 "
                + "-deststoretype PKCS12"
        } else if store.type == .pkcs12 {
            advice = "openssl pkcs12 -in \(store.location) -nokeys -out \(name).pem"
        } else {
            advice =
                "keytool -exportcert -rfc -keystore \(store.location) -alias NAME -file \(name).pem"
        }
        return SecurityError(
            file: store.location,
            reason:
                "\(store.type.rawValue) cannot be read as a \(asTrust ? "trust" : "key") store; "
                + "convert it: \(advice)")
    }
}

extension TLSSettings.Version {
    fileprivate var forNIO: TLSVersion {
        switch self {
        case .tls12: .tlsv12
        case .tls13: .tlsv13
        }
    }
}
