import Foundation
import Server
import Testing

@Suite struct TLSSettingsTests {
    // MARK: Keys of the configuration

    @Test func `the keys are ZooKeeper's`() throws {
        let settings = try TLSSettings([
            "ssl.keyStore.location": "/k.pem", "ssl.keyStore.password": "a",
            "ssl.trustStore.location": "/t", "ssl.trustStore.type": "pem",
            "ssl.clientAuth": "want", "ssl.enabledProtocols": "TLSv1.3",
        ])
        #expect(
            settings
                == TLSSettings(
                    keyStore: TLSSettings.Store("/k.pem", password: "a", type: .pem),
                    trustStore: TLSSettings.Store("/t", type: .pem), clientAuthentication: .want,
                    protocols: .tls13 ... .tls13))
    }

    /// As in Java, clients must show a certificate unless the configuration says otherwise.
    @Test func `what is not said is as in ZooKeeper`() throws {
        let settings = try TLSSettings(["ssl.keyStore.location": "k.p12"])
        #expect(settings.keyStore.type == .pkcs12)
        #expect(settings.trustStore == nil)
        #expect(settings.clientAuthentication == .need)
        #expect(settings.protocols == .tls12 ... .tls13)
    }

    @Test func `a password may stand in a file of its own`() throws {
        try withFile("secret\n") { path in
            let settings = try TLSSettings([
                "ssl.keyStore.location": "k.pem", "ssl.keyStore.password": "other",
                "ssl.keyStore.passwordPath": path,
            ])
            #expect(settings.keyStore.password == "secret")
        }
    }

    @Test(arguments: [
        (["ssl.keyStore.type": "PEM"], "ssl.keyStore.location"),
        (["ssl.keyStore.location": "k"], "ssl.keyStore.type"),
        (["ssl.keyStore.location": "k", "ssl.keyStore.type": "XML"], "ssl.keyStore.type"),
        (["ssl.keyStore.location": "k.pem", "ssl.clientAuth": "maybe"], "ssl.clientAuth"),
        (["ssl.keyStore.location": "k.pem", "ssl.protocol": "SSLv3"], "ssl.protocol"),
        (
            ["ssl.keyStore.location": "k.pem", "ssl.enabledProtocols": "TLSv1.2,TLSv1.1"],
            "ssl.enabledProtocols"
        ),
        (
            ["ssl.keyStore.location": "k.pem", "ssl.keyStore.passwordPath": "/no/such"],
            "ssl.keyStore.passwordPath"
        ),
    ])
    func `a key that cannot be followed is named`(values: [String: String], key: String) {
        let error = #expect(throws: TLSSettings.BadKey.self) { try TLSSettings(values) }
        #expect(error?.key == key)
    }

    // MARK: Files

    private static func settings(
        _ path: String, _ type: TLSSettings.StoreType, password: String = "",
        trust: TLSSettings.Store? = nil
    ) -> TLSSettings {
        TLSSettings(
            keyStore: TLSSettings.Store(path, password: password, type: type), trustStore: trust)
    }

    @Test func `key and certificate are in one PEM file, in either order`() throws {
        for text in [Self.key + Self.certificate, Self.certificate + Self.key] {
            try withFile(text) { path in
                let trust = TLSSettings.Store(path, type: .pem)
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

    @Test func `what cannot be read comes with the way to convert it`() throws {
        try withFile("\u{FEED}") { path in
            let error = #expect(throws: SecurityError.self) {
                try Self.settings(path, .jks).context()
            }
            #expect(error?.file == path)
            #expect(error?.reason.contains("keytool -importkeystore") == true)
        }
        try withFile(Self.key + Self.certificate) { path in
            for (type, tool) in [
                (TLSSettings.StoreType.jks, "keytool -exportcert"), (.pkcs12, "openssl pkcs12"),
            ] {
                let trust = TLSSettings.Store(path, type: type)
                let error = #expect(throws: SecurityError.self) {
                    try Self.settings(path, .pem, trust: trust).context()
                }
                #expect(error?.reason.contains(tool) == true)
            }
        }
        #expect(throws: SecurityError(file: "/no/such", reason: "there is no such file")) {
            try Self.settings("/no/such", .pem).context()
        }
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
