import NIOSSL

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// TLS for clients on `secureClientPort` (`X509Util`).
extension TLSSettings {
    private static let longestStore = 4 << 20

    /// Reads the files. For `NIOSSLServerHandler(context:)`, the first handler of a secure connection.
    func context() throws(SecurityError) -> NIOSSLContext {
        guard let location = keyStore.location else {
            throw SecurityError(
                file: "ssl.keyStore.location",
                reason: "is missing; secureClientPort needs the server's key and certificate, in "
                    + "one PEM or PKCS12 file")
        }
        let (chain, key) = try Self.identity(in: keyStore, location)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        // Without a trust store it is the system that says who may vouch for clients.
        if let location = trustStore.location {
            configuration.trustRoots = .certificates(
                try Self.certificates(in: trustStore, location))
        }
        configuration.certificateVerification =
            switch clientAuth {
            case .none: .none
            case .want: .optionalVerification
            case .need: .noHostnameVerification
            }
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw SecurityError(
                file: location,
                reason:
                    "the key does not belong to the first certificate, or cannot be used: \(error)")
        }
    }

    private static func identity(
        in store: Store, _ location: String
    ) throws(SecurityError) -> ([NIOSSLCertificate], NIOSSLPrivateKey) {
        let bytes = try SecurityFile.read(location, atMost: longestStore)
        let password = Array((store.password ?? "").utf8)
        switch try type(of: store, location, asTrust: false) {
        case .pem:
            let key: NIOSSLPrivateKey
            do {
                key = try NIOSSLPrivateKey(bytes: bytes, format: .pem) { setter in
                    setter(password)
                }
            } catch {
                throw SecurityError(
                    file: location,
                    reason: "no private key can be read here; a PEM key store holds the key and "
                        + "the certificates in one file, and an encrypted key needs its password")
            }
            return (try certificates(in: store, location), key)
        case .pkcs12:
            do {
                let bundle = try NIOSSLPKCS12Bundle(
                    buffer: bytes, passphrase: password)
                return (bundle.certificateChain, bundle.privateKey)
            } catch {
                throw SecurityError(
                    file: location,
                    reason: "this is no PKCS12 file, or its password is another one")
            }
        }
    }

    private static func certificates(
        in store: Store, _ location: String
    ) throws(SecurityError) -> [NIOSSLCertificate] {
        let bytes = try SecurityFile.read(location, atMost: longestStore)
        guard try type(of: store, location, asTrust: true) == .pem else {
            // The library ends the process over a PKCS12 file without a key, as a trust store is.
            let name = name(of: location)
            throw SecurityError(
                file: location,
                reason: "PKCS12 cannot be read as a trust store; convert it: openssl pkcs12 "
                    + "-in \(location) -nokeys -out \(name).pem")
        }
        guard let found = try? NIOSSLCertificate.fromPEMBytes(bytes), !found.isEmpty else {
            throw SecurityError(
                file: location,
                reason: "no certificate can be read here; in PEM it begins with "
                    + "-----BEGIN CERTIFICATE-----")
        }
        return found
    }

    /// What the configuration says, else what the file's name does (`KeyStoreFileType`).
    private static func type(
        of store: Store, _ location: String, asTrust: Bool
    ) throws(SecurityError) -> StoreType {
        if let type = store.type { return type }
        let ending = URL(fileURLWithPath: location).pathExtension.lowercased()
        let name = name(of: location)
        switch ending {
        case "pem": return .pem
        case "p12", "pfx": return .pkcs12
        case "jks", "bcfks":
            let advice =
                asTrust
                ? "keytool -exportcert -rfc -keystore \(location) -alias NAME -file \(name).pem"
                : "keytool -importkeystore -srckeystore \(location) -destkeystore \(name).p12 "
                    + "-deststoretype PKCS12"
            throw SecurityError(
                file: location,
                reason: "\(ending.uppercased()) is Java's own and cannot be read; convert it: "
                    + advice)
        default:
            throw SecurityError(
                file: location,
                reason: "its name does not tell what it is; set ssl.\(asTrust ? "trust" : "key")"
                    + "Store.type to PEM or PKCS12")
        }
    }

    private static func name(of location: String) -> String {
        URL(fileURLWithPath: location).deletingPathExtension().lastPathComponent
    }
}
