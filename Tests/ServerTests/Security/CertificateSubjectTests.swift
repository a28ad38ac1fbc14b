import Testing
import Znodes

@testable import Server

@Suite struct CertificateSubjectTests {
    private func value(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        [tag, UInt8(content.count)] + content
    }

    private func attribute(_ type: [UInt8], _ tag: UInt8, _ text: [UInt8]) -> [UInt8] {
        value(0x30, value(6, type) + value(tag, text))
    }

    private let commonName: [UInt8] = [0x55, 4, 3]
    private let country: [UInt8] = [0x55, 4, 6]

    /// As much of a certificate as is looked at; a part of the name is one attribute or more.
    private func certificate(version: Bool = true, _ parts: [[[UInt8]]]) -> [UInt8] {
        let name = value(0x30, parts.flatMap { value(0x31, $0.flatMap(\.self)) })
        let empty = value(0x30, [])
        let head = version ? value(0xA0, value(2, [2])) : []
        return value(0x30, value(0x30, head + value(2, [1]) + empty + empty + empty + name))
    }

    private func name(_ tag: UInt8, _ text: String) -> String? {
        CertificateSubject.name(
            in: certificate([[attribute(commonName, tag, Array(text.utf8))]]))
    }

    @Test(arguments: [false, true]) func `the last part comes first`(version: Bool) {
        let parts = [
            [attribute(country, 19, Array("DE".utf8))],
            [attribute(commonName, 12, Array("é".utf8)), attribute(country, 19, Array("X".utf8))],
        ]
        #expect(
            CertificateSubject.name(in: certificate(version: version, parts)) == "CN=é+C=X,C=DE")
    }

    /// What Java's `X500Principal.getName` makes of the same bytes.
    @Test(arguments: [
        ("a", "CN=a"), ("a,b", #"CN=a\,b"#), (#"=+<>#;"\"#, ##"CN=\=\+\<\>\#\;\"\\"##),
        ("  a b ", #"CN=\ \ a b\ "#), (" ", #"CN=\ "#), ("", "CN="), ("a\0b", #"CN=a\00b"#),
    ])
    func `what would be misread is escaped`(text: String, shown: String) {
        #expect(name(12, text) == shown)
    }

    @Test func `attributes without a name are shown by their bytes`() {
        let mail: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 1]
        let certificate = certificate([[attribute(mail, 22, Array("a@b".utf8))]])
        #expect(
            CertificateSubject.name(in: certificate) == "1.2.840.113549.1.9.1=#1603614062")
        #expect(name(4, "a") == "CN=#040161")
    }

    @Test func `no other bytes have a name, and none are too short to be looked at`() {
        let whole = certificate([[attribute(commonName, 12, Array("a".utf8))]])
        #expect(CertificateSubject.name(in: whole) == "CN=a")
        for count in whole.indices {
            #expect(CertificateSubject.name(in: Array(whole.prefix(count))) == nil)
        }
        for index in whole.indices {
            var bytes = whole
            bytes[index] = 0xFF
            _ = CertificateSubject.name(in: bytes)
        }
    }

    @Test func `the super user is itself as well`() {
        #expect(
            ClientCertificate.identities(of: "CN=a", superUser: "CN=a") == [
                Identity(scheme: "super", id: "CN=a"), Identity(scheme: "x509", id: "CN=a"),
            ])
        #expect(
            ClientCertificate.identities(of: "CN=a", superUser: nil) == [
                Identity(scheme: "x509", id: "CN=a")
            ])
    }
}
