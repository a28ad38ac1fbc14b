import Foundation
import Testing

@testable import Server

@Suite struct TLSContextTests {
    private static func settings(
        _ path: String, _ type: TLSSettings.StoreType?, password: String? = nil,
        trust: TLSSettings.Store = TLSSettings.Store()
    ) -> TLSSettings {
        var settings = TLSSettings()
        settings.keyStore = TLSSettings.Store(location: path, password: password, type: type)
        settings.trustStore = trust
        return settings
    }

    @Test func `key and certificate are in one PEM file, in either order`() throws {
        for text in [Self.key + Self.certificate, Self.certificate + Self.key] {
            try withFile(text) { path in
                let trust = TLSSettings.Store(location: path, type: .pem)
                _ = try Self.settings(path, .pem, trust: trust).context()
            }
        }
    }

    @Test func `an encrypted key needs its password`() throws {
        try withFile(Self.encryptedKey + Self.certificate) { path in
            _ = try Self.settings(path, .pem, password: "secret").context()
            let error = #expect(throws: SecurityError.self) {
                try Self.settings(path, .pem, password: "guess").context()
            }
            #expect(error?.reason.hasPrefix("no private key can be read here") == true)
        }
    }

    @Test func `a PKCS12 file needs its password`() throws {
        let bytes = try #require(
            Data(base64Encoded: Self.bundle, options: .ignoreUnknownCharacters))
        try withFile(bytes) { path in
            _ = try Self.settings(path, .pkcs12, password: "secret").context()
            let error = #expect(throws: SecurityError.self) {
                try Self.settings(path, .pkcs12, password: "guess").context()
            }
            #expect(
                error?.description
                    == "\(path): this is no PKCS12 file, or its password is another one")
        }
    }

    @Test func `what does not belong together is refused`() throws {
        try withFile(Self.otherKey + Self.certificate) { path in
            let error = #expect(throws: SecurityError.self) {
                try Self.settings(path, .pem).context()
            }
            #expect(error?.reason.hasPrefix("the key does not belong to the first") == true)
        }
        try withFile(Self.key) { path in
            let error = #expect(throws: SecurityError.self) {
                try Self.settings(path, .pem).context()
            }
            #expect(error?.reason.hasPrefix("no certificate can be read here") == true)
        }
    }

    @Test(arguments: TLSSettings.ClientAuth.allCases)
    func `clients may have to show a certificate`(clientAuth: TLSSettings.ClientAuth) throws {
        try withFile(Self.key + Self.certificate) { path in
            var settings = Self.settings(path, .pem)
            settings.clientAuth = clientAuth
            _ = try settings.context()
        }
    }

    @Test(arguments: [
        (
            "k.jks", false,
            "JKS is Java's own and cannot be read; convert it: keytool -importkeystore"
        ),
        (
            "t.bcfks", true,
            "BCFKS is Java's own and cannot be read; convert it: keytool -exportcert"
        ),
        ("k", false, "its name does not tell what it is; set ssl.keyStore.type to PEM or PKCS12"),
        ("t", true, "its name does not tell what it is; set ssl.trustStore.type to PEM or PKCS12"),
        ("t.p12", true, "PKCS12 cannot be read as a trust store; convert it: openssl pkcs12 -in"),
    ])
    func `what cannot be read comes with what to do`(
        name: String, asTrust: Bool, reason: String
    ) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "zabscope-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent(name).path
        try Data((Self.key + Self.certificate).utf8).write(to: URL(fileURLWithPath: path))
        try withFile(Self.key + Self.certificate) { good in
            let settings =
                asTrust
                ? Self.settings(good, .pem, trust: TLSSettings.Store(location: path))
                : Self.settings(path, nil)
            let error = #expect(throws: SecurityError.self) { try settings.context() }
            #expect(error?.file == path)
            #expect(error?.reason.hasPrefix(reason) == true, "\(error?.reason ?? "")")
        }
    }

    @Test func `a file that is missing, and one that is not named, are told`() {
        #expect(throws: SecurityError(file: "/no/such", reason: "there is no such file")) {
            try Self.settings("/no/such", .pem).context()
        }
        let error = #expect(throws: SecurityError.self) { try TLSSettings().context() }
        #expect(error?.description.hasPrefix("ssl.keyStore.location: is missing") == true)
    }

    // MARK: Made for these tests, and for nothing else

    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg/sZGa14RPPGTDaux
        gzhinX/BDcArAYJBp+E/yX7Sqa6hRANCAATfgSWGkN0hie6qSfcETmrwgGnvaImW
        TxQrFYeA16SJ1JwYybjRd7vmRhnmRSEyKpR8c9TE3G03NyD2SqM53aZJ
        -----END PRIVATE KEY-----

        """

    private static let encryptedKey = """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAhsl8KR7O+J4QICCAAw
        DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEHAllMhWOEfwx6d7NlTj6AsEgZCQ
        0dSpN1532zWbnhGxEhYvF/vbeyjDtc5H2l0D9PVmNE5HEbn+DZopajKHMaRskNSL
        wYoeNcz7TiNvXick/gqK6xE0hoMPhjObibDS385cXY+JsSAaRN4QzpOxfhp6WYBo
        Z+565546yc8xhgJUBhfTJxsDzSAqbZt/nGicmuLg2B6Gc4UmmYRhJ8OVZXjUdXc=
        -----END ENCRYPTED PRIVATE KEY-----

        """

    private static let otherKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg+bCJNDGHkjwfC3hE
        vp/3zccyEzDcZ7beKfVE8IMVL6ehRANCAARTlkOymuSo/HCjqyFkKtSyVNYc1gSn
        A8fIJLPlf0lvA9h2z2n0vQjSg1Vr0slh7b/XkVhBrY1RSXJKykWWnPet
        -----END PRIVATE KEY-----

        """

    private static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBgDCCASWgAwIBAgIUDWcIWCnAJ5bhfh4H2BS2BuF5YWEwCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjE2NTcwOVoYDzIxMjYxMDI5
        MTY1NzA5WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAATfgSWGkN0hie6qSfcETmrwgGnvaImWTxQrFYeA16SJ1JwYybjRd7vm
        RhnmRSEyKpR8c9TE3G03NyD2SqM53aZJo1MwUTAdBgNVHQ4EFgQUxCQlJervZ1L3
        7SXffjZxOTT1hBMwHwYDVR0jBBgwFoAUxCQlJervZ1L37SXffjZxOTT1hBMwDwYD
        VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEA2oOxxs9mxq8KQo4AcrwK
        HbdwGoLzzyY0Hl+1k3H5J8UCIQC3Bfvg36t6GYOTQ4Z1cRNQBGzEHuQTQpiGGzyW
        eQDq2w==
        -----END CERTIFICATE-----

        """

    /// `key` and `certificate`.
    private static let bundle = """
        MIIEDAIBAzCCA8IGCSqGSIb3DQEHAaCCA7MEggOvMIIDqzCCAmIGCSqGSIb3DQEHBqCCAlMwggJP
        AgEAMIICSAYJKoZIhvcNAQcBMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAj1JTw4xv1M
        OgICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEMMoyr+HafQUw8de0454S+uAggHgVw/2
        qqsWWonFeBJaYfY1j3iLkXR9a4TGVXwB40OCzE64pfQWY4gHf2WQ/qhqVW/uX25YovnmDRrZqpcZ
        GZQwOEedrhyn8o16rGG0hgiTcPfnwqWjQMx9CN/Lks+BmUti58DbqdT3H0YXMYyCKb6YRhFfNmOV
        OpoU8ZcbzeqL/zOPHNgZPJxdI6/fyqqvqlkRmka+KGsRJrF5uKDajjKHh4YqDGZ79ULoWl6xjmCP
        Rn+QKhfIznDj+DpEBJzrUr3By9CjToLY65zEc/C99pEAtYcNTR8pFbj2BzQIyZAt7M0hinbKTua+
        6cjGhJCfjE/6SpQIKymg5nlY4nJD8KV7b6rZI3KMOh5j4jEqsw8XIPkgkYIKl+dUMRREFvs7R2so
        D1YsppQNwugqwt71KTYWtKD0kywF1+MyAJEI6qLWdxSaMt0tTu+J72mCuDiG3NVXlm35fALT18QT
        xNn02Eg7ZzlK+pNhLPU9G6yzkchCag+GD7sADjMYaa3viTxS7z1JLJr2RND46Pr4vx4FChv8gk4d
        Pnc0Jr6Tj0GEG00vG/vG0Rys31ukR0Hse8BdSDW+tW910uFa3dncri6d8++Io6wBoc1d0JC7r0+5
        L+hrnVBo31e7DmHPxeBlfQyxxPBDMIIBQQYJKoZIhvcNAQcBoIIBMgSCAS4wggEqMIIBJgYLKoZI
        hvcNAQwKAQKgge8wgewwVwYJKoZIhvcNAQUNMEowKQYJKoZIhvcNAQUMMBwECFX1Qm+yORYrAgII
        ADAMBggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQ3e3z7EtQ6R6DoR58icX8FASBkMHe1n6JVY8D
        Cgz+sWYpLbnXd58L+DZl6Wf4W0PslLr+yxolKGWbaprDHXhJikYFx6XL4YT1p8dB4+QOeU4bIKD9
        A64B/28LWXSudKw8VeES9I0rBwxzrgeSd/YpzAwlACzrsVzW6ewhJ8exMp3rFzZmzlWsk0J0KjZL
        d/KP4DT8SFtHI13S7tCs6m+eNfAQDDElMCMGCSqGSIb3DQEJFTEWBBTEnU4KJoIGU1uPYrfsRYLR
        sis1ojBBMDEwDQYJYIZIAWUDBAIBBQAEIAw9VjOJaEA+QYlTJSpw1Znwaslf4tlps8ScKNBph8At
        BAhAIqcT6FcnPgICCAA=
        """
}
